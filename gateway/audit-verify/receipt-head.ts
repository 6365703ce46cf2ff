/** The head that a receipt brings: it may be newer than the one that the log, or a copy of it, shows to everybody. */
import type { ReceiptReport } from './verify-receipt.ts';

export interface ReceiptHead {
  /** The signed note. */
  readonly note: string;
  /** That the receipt's entry names, UTC. */
  readonly minute: string;
}

/** That of a receipt that holds, if there is one. */
export function headOf({ checkpoint, entry, faults }: ReceiptReport): readonly ReceiptHead[] {
  if (faults.length > 0 || checkpoint === null || entry === null) return [];
  return [{ note: checkpoint, minute: String(entry.minute) }];
}

const MINUTE = 60_000;
/** Seconds: no log publishes its heads less often, and a mirror is made every hour. */
const SELDOM = 3_600;

/**
 * Why a receipt's head is larger than the published one, as long as that can be right: within two beats of its entry.
 * Null where the log should have published it by now.
 * @param everyS seconds between two heads; null: the log does not say so @param size of the head that is published
 */
export function notYetPublished(minute: string, everyS: number | null, size: number): string | null {
  const beat = Math.min(everyS ?? SELDOM, SELDOM);
  if (beat === 0 || Date.parse(minute) + MINUTE + 2_000 * beat < Date.now()) return null;
  return (
    `newer than the published head of ${size} entries: ask again after the beat, in ${beat} seconds, or, with a token, ` +
    '`GET /v1/log/consistency`; if it is still newer then, the log does not show what it has signed: tell the owner'
  );
}
