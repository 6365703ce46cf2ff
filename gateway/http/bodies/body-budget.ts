/** A bound on the memory that bodies take at one moment, and the share of it that one sender may have. */
import { GatewayError } from '../../faults/errors.ts';

/** The largest part of the budget that one sender may use. */
const SHARE = 1 / 8;
const MIB = 1024 * 1024;
/** A body that is refused is not read: Node would read it to its end, were the connection to go on. */
const UNREAD = { 'Retry-After': '1', Connection: 'close' };

export class BodyBudget {
  readonly #most: number;
  readonly #whose: string;
  readonly #bySender = new Map<string, number>();
  #held = 0;

  /** @param most bytes @param whose bodies these are, as a refusal names them */
  constructor(most: number, whose: string) {
    this.#most = most;
    this.#whose = whose;
  }

  /** @throws GatewayError `too_many_requests` (429) beyond the sender's share, `unavailable` (503) beyond the budget */
  take(sender: string, bytes: number): void {
    const mine = (this.#bySender.get(sender) ?? 0) + bytes;
    if (mine > this.#most * SHARE) {
      const share = (this.#most * SHARE) / MIB;
      const detail = `the bodies of ${this.#whose} that come from here at one moment are larger than ${share} MiB: send fewer at a time`;
      throw new GatewayError('too_many_requests', detail, { headers: UNREAD, why: 'body_share' });
    }
    if (this.#held + bytes > this.#most) {
      const detail = `the bodies of ${this.#whose} take all the memory that there is for them (${this.#most / MIB} MiB): send it again`;
      throw new GatewayError('unavailable', detail, { headers: UNREAD, why: BODY_BUDGET });
    }
    this.#bySender.set(sender, mine);
    this.#held += bytes;
  }

  give(sender: string, bytes: number): void {
    const mine = (this.#bySender.get(sender) ?? 0) - bytes;
    if (mine > 0) this.#bySender.set(sender, mine);
    else this.#bySender.delete(sender);
    this.#held -= bytes;
  }
}

/** The code for a refusal because of what others sent: no fault of ours, and counted as one of strangers. */
export const BODY_BUDGET = 'body_budget';
