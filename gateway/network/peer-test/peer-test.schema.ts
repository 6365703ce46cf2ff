/** Describes the result of a connection test: one tick for each part, and whose side a fault is on. */
import { flag, list, object, oneOf, orNull, type TypeOf, text } from '../../http/schemas/shapes.ts';

export const CHECKS = ['dns', 'tls', 'metadata', 'clock', 'token', 'dry_run', 'receipt', 'signal'] as const;
export type Check = (typeof CHECKS)[number];

const tick = object({
  check: oneOf(...CHECKS),
  state: oneOf('holds', 'fault', 'unchecked'),
  // Whose side has to mend it; null where nothing is to be mended.
  side: orNull(oneOf('ours', 'theirs')),
  says: text,
});
export type PeerTick = TypeOf<typeof tick>;

export const testedPeer = { $id: 'TestedPeer', ...object({ ori: text, ready: flag, ticks: list(tick) }) };
export type TestedPeer = TypeOf<typeof testedPeer>;

/** Names what stands in the way, and who has to mend it. */
export class PeerFault extends Error {
  readonly check: Check;
  readonly side: 'ours' | 'theirs';

  constructor(check: Check, side: 'ours' | 'theirs', says: string, options?: ErrorOptions) {
    super(says, options);
    this.check = check;
    this.side = side;
  }
}
