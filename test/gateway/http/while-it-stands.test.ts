/** What the owner's people read ends with their right to it, as a release does. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { appendEvents } from '../../../gateway/audit/append-events.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { eventually } from '../../setup/eventually.ts';

/** Far more than any kernel buffers for a reader that does not read. */
const HUGE = 32 * 1024 * 1024;

let admin: Administration;
let huge: number;

beforeAll(async () => {
  admin = await startAdministration();
  const entry = { kind: 'fault', agency: null, grant: null, effect: null, mark: false, asker: {} } as const;
  const { sealed } = await inTransaction(admin.pool, (trx) =>
    appendEvents(trx, [{ ...entry, owner: { note: 'x'.repeat(HUGE) } }]),
  );
  huge = sealed[0]?.index as number;
});
afterAll(() => admin.close());

/** Sends all at once, and reads nothing until it is told to. Resolves to how many bytes came before the end. */
function ask(who: string, paths: readonly string[]): { readonly rest: () => Promise<number> } {
  const socket = connect(Number(new URL(admin.url).port), '127.0.0.1');
  const heads = paths.map((path) => {
    const { Authorization, DPoP } = admin.credentials(who, 'GET', path);
    return `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${Authorization}\r\nDPoP: ${DPoP}\r\n\r\n`;
  });
  socket.pause().write(heads.join(''));
  socket.on('error', () => undefined);
  let bytes = 0;
  socket.on('data', (piece) => {
    bytes += piece.length;
  });
  socket.pause();
  const rest = () =>
    new Promise<number>((resolve) => {
      socket.once('close', () => resolve(bytes)).resume();
    });
  return { rest };
}

async function remove(client: string) {
  const { rows } = await admin.pool.query('SELECT id FROM client_registration WHERE client_id = $1', [
    client,
  ]);
  return admin.call('admin-1', 'POST', `/v1/clients/${rows[0].id}/remove`, { reason: 'laptop lost' });
}

const readings = async () => (await admin.entries()).filter(({ kind }) => kind === 'log_read').length;

test('an answer that is being read is cut, and one behind it was never made', async () => {
  const before = await readings();
  const path = `/v1/audit/entries/${huge}`;
  const asked = ask('auditor', [path, path]);
  await eventually(async () => (await readings()) === before + 1);
  const removed = await remove('auditor');
  expect([removed.status, removed.body.aborted]).toEqual([200, 1]);
  expect(await asked.rest()).toBeLessThan(HUGE);
  expect(await readings()).toBe(before + 1);
  expect(admin.inFlight.size).toBe(0);
});

test('what others read is whole, and leaves nothing behind', async () => {
  const path = `/v1/audit/entries/${huge}`;
  const { body, status } = await admin.call('chief', 'GET', path);
  expect([status, JSON.stringify(body).length > HUGE]).toEqual([200, true]);
  await eventually(() => admin.inFlight.size === 0);
});
