/** Holds the head of a partner's answer against the newest one that we have seen of its log: it must only grow. */
import { parseCheckpoint } from '../../audit/parse-checkpoint.ts';
import { decodeBase64 } from '../../audit-verify/bytes.ts';
import type { Checkpoint } from '../../audit-verify/open-checkpoint.ts';
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { isExtension } from '../../cosigning/witness/verify-consistency.ts';
import { GatewayError } from '../../faults/errors.ts';

/** Asks the partner for the proof that its tree of size `to` extends that of size `from`. */
export type ProveGrowth = (from: number, to: number) => Promise<unknown>;

/** Returns the size of a head that was verified when it was kept; 0 where none was. */
export function sizeOf(note: string | null): number {
  return note === null ? 0 : parseCheckpoint(signedText(note)).size;
}

/**
 * Returns true if the two heads are of one log. An older head than the last one seen may come with an answer that is
 * given again: it must be a beginning of what we know.
 * @throws whatever asking for the proof throws: nothing is known then
 */
export async function isOfOneLog(
  lastSeen: string | null,
  head: Pick<Checkpoint, 'root' | 'size'>,
  prove: ProveGrowth,
): Promise<boolean> {
  const given = { size: head.size, root: Buffer.from(head.root) };
  if (lastSeen === null) return true;
  const seen = parseCheckpoint(signedText(lastSeen));
  const [older, newer] = seen.size <= given.size ? [seen, given] : [given, seen];
  if (older.size === newer.size) return older.root.equals(newer.root);
  if (older.size === 0) return true;
  const hashes = await prove(older.size, newer.size);
  const proof = Array.isArray(hashes) ? hashes.map((hash) => decodeBase64(hash, 32)) : [null];
  return (
    !proof.includes(null) &&
    isExtension(
      older,
      newer,
      proof.map((hash) => Buffer.from(hash ?? [])),
    )
  );
}

/** Gets the proof that one tree extends the other, or, from a gateway that proves only up to its newest head, that proof. */
export async function proofOf(
  client: Pick<GatewayClient, 'request'>,
  from: number,
  to: number,
): Promise<unknown> {
  const asked = await client.request('GET', `/v1/log/consistency?from=${from}&to=${to}`);
  const answer =
    asked.status === 422 ? await client.request('GET', `/v1/log/consistency?from=${from}`) : asked;
  // The log no longer has the entries that it signed.
  if (answer.status === 404) return null;
  const { proof, size } = (answer.body ?? {}) as { readonly proof?: unknown; readonly size?: unknown };
  if (answer.status !== 200 || size !== to)
    throw new GatewayError('unavailable', 'it gave no proof of its head');
  return proof;
}

/** Returns the text that a note's signatures are on, without them. */
function signedText(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}
