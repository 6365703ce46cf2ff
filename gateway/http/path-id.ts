/** Ids in paths: opaque UUIDs. */
import { GatewayError } from '../errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws GatewayError `not_found` for what cannot be an id: nothing has it. */
export function pathId(text: unknown, what: string): string {
  if (typeof text === 'string' && UUID.test(text)) return text;
  throw new GatewayError('not_found', `no ${what} has this id`);
}
