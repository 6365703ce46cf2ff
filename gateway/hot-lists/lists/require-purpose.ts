/** A list's purpose is said when it is made. Who believes to change it later must not be told that it was done. */
import { GatewayError } from '../../faults/errors.ts';
import type { HotList } from './hot-lists-store.ts';

/** @param purpose null: the list stays with the owner. @throws GatewayError `conflict` where the list has another */
export function requirePurpose(
  { name, purpose: has }: Pick<HotList, 'name' | 'purpose'>,
  purpose: string | null,
): void {
  if (has === purpose) return;
  const so = has === null ? 'was made without a purpose and stays with the owner' : `leaves under \`${has}\``;
  const what = has === null ? 'leave `purpose` out' : 'give that as its `purpose`';
  throw new GatewayError(
    'conflict',
    `the list \`${name}\` ${so}, which nothing changes later: ${what}, or take another name`,
  );
}
