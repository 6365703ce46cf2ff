/** Checks ids in paths: opaque UUIDs, or the numbers of a table. */
import { GatewayError } from '../faults/errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws GatewayError `not_found` for what cannot be an id: nothing has it. */
export function pathId(text: unknown, what: string): string {
  if (typeof text === 'string' && UUID.test(text)) return text;
  throw new GatewayError('not_found', `no ${what} has this id`);
}

/** Checks a table's own number, short enough for a bigint. @throws GatewayError `not_found` for any other */
export function pathNumber(text: unknown, what: string): string {
  if (typeof text === 'string' && /^[1-9][0-9]{0,17}$/.test(text)) return text;
  throw new GatewayError('not_found', `no ${what} has this id`);
}
