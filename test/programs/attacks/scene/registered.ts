/** Ids of persons and clients by the names by which they sign in. */
import type { Asker } from '../../../setup/asker.ts';
import { control } from '../attack.ts';
import { ask } from './ask.ts';

export async function registeredIds(
  url: string,
  reader: Asker,
  what: 'persons' | 'clients',
): Promise<ReadonlyMap<string, string>> {
  const { body, status } = await ask(url, reader, 'GET', `/v1/${what}?limit=200`);
  control(status === 200, `the list of ${what} could not be read: ${status}`);
  const rows: { id: string; subject?: string; clientId?: string }[] = body[what];
  return new Map(rows.map(({ clientId, id, subject }) => [subject ?? clientId ?? '', id]));
}
