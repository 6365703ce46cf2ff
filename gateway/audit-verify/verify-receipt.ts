/** Verifies by a receipt that this very answer was committed to the log. Needs the log's key, no network. */
import { base64Of, decodeBase64, sameBytes } from './bytes.ts';
import { type Entry, faultOfKind, isKnownKind, isWayOut, parseEntry } from './check-entries.ts';
import { hashLeaf, rootFromProof, sha256 } from './hash-tree.ts';
import { openCheckpoint } from './open-checkpoint.ts';

export interface ReceiptReport {
  /** True if no fault was found and the kind of the entry is known. */
  readonly ok: boolean;
  /** The faults found. */
  readonly faults: readonly string[];
  /** The entry's kind, if this program, older than the log, does not know it, nor whether reads left. */
  readonly unknownKinds: readonly string[];
  readonly index: number | null;
  /** The public entry, if it is one. */
  readonly entry: Readonly<Record<string, unknown>> | null;
  /** The hash of the public entry as the log must have it, base64; null if there is none. */
  readonly leafHash: string | null;
  /** The asker's part of the detail, if it is JSON. */
  readonly detail: unknown;
  /** True if the reads that came with the answer were compared with the hash in the detail. */
  readonly readsChecked: boolean;
  /** The signed note in the receipt, to be checked against the log as an older checkpoint. */
  readonly checkpoint: string | null;
}

/** Returns the canonical JSON (RFC 8785) of a value that came from `JSON.parse`. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Finds where the answer around the receipt names itself, or its effect, otherwise than the detail does. */
function contradictions(answer: unknown, detail: unknown): string[] {
  const { decision, queryId, releaseId } = membersOf(answer);
  const { effect, id } = membersOf(detail);
  const said = membersOf(decision).effect;
  const named = releaseId ?? queryId;
  return [
    ...(said === undefined || said === effect ? [] : ['the decision is not the one that was logged']),
    ...(named === undefined || named === id
      ? []
      : ['the answer has another id than the one that was logged']),
  ];
}

/**
 * Finds where the public entry, which is all that others see, contradicts the detail, which is what the asker
 * was told: a release that the log shows as a refusal, of another agency, or of another time.
 */
function misstatements(entry: Entry, detail: unknown, withReads: boolean): string[] {
  const { agency, at, effect, entity, kind, readsHash } = membersOf(detail);
  const wrong = faultOfKind(entry.kind, entry.effect);
  const differs = (name: string, said: unknown, logged: unknown) =>
    said === undefined || said === logged ? [] : [`the entry has another ${name} than the detail`];
  const left = withReads || readsHash !== undefined;
  return [
    ...(wrong === null ? [] : [wrong]),
    ...(left && !isWayOut(entry.kind, entry.effect)
      ? ['reads left, and the entry is not of a release: `kind` and `effect` must say so']
      : []),
    ...(left && [agency, at, effect].some((member) => typeof member !== 'string')
      ? ['reads left, and the detail does not say to whom, when and with which effect']
      : []),
    ...differs('kind', kind, entry.kind),
    ...differs('effect', effect, entry.effect),
    // An agency may have more than one ORI; the log names its entity by one.
    ...differs('agency', entity ?? agency, entry.agency),
    ...differs('minute', at === undefined ? at : `${String(at).slice(0, 16)}Z`, entry.minute),
  ];
}

/**
 * Checks a receipt under the log's verifier key. Give the `reads` that came with it, parsed, and the whole `answer`, to
 * have reads, effect and id compared with what was logged. Never rejects: what is wrong is in the report.
 */
export async function verifyReceipt(
  receipt: unknown,
  vkey: string,
  reads?: unknown,
  answer?: unknown,
): Promise<ReceiptReport> {
  const faults: string[] = [];
  const given = membersOf(receipt);
  const asker = membersOf(given.asker);
  const salt = decodeBase64(asker.salt, 32);
  const ownerHash = decodeBase64(given.ownerHash, 32);
  const leafHash = decodeBase64(given.leafHash, 32);
  const proof = Array.isArray(given.proof) ? given.proof.map((hash) => decodeBase64(hash, 32)) : [null];
  const whole = proof.filter((hash) => hash !== null);
  const index = typeof given.index === 'number' ? given.index : null;
  const entry = typeof given.entry === 'string' ? parseEntry(given.entry) : null;
  const detail = parseJson(asker.detail);

  if (entry === null || index === null) faults.push('`entry` or `index` is missing or malformed');
  if (salt === null || ownerHash === null || typeof asker.detail !== 'string') {
    faults.push('`asker` or `ownerHash` is missing or malformed');
  } else if (entry !== null) {
    const commitment = base64Of(await sha256(await sha256(salt, asker.detail), ownerHash));
    if (commitment !== entry.commitment) faults.push('the detail is not the one that the entry commits to');
  }
  const leaf = await hashLeaf(String(given.entry));
  if (leafHash === null || !sameBytes(leafHash, leaf)) faults.push('`leafHash` is not the hash of `entry`');

  const checkpoint = typeof given.checkpoint === 'string' ? given.checkpoint : null;
  try {
    const { size, root } = await openCheckpoint(checkpoint ?? '', vkey);
    const reached =
      whole.length === proof.length ? await rootFromProof(index ?? -1, size, leaf, whole) : null;
    if (reached === null || !sameBytes(reached, root))
      faults.push('`proof` does not lead from the entry to the root that is signed');
  } catch (error) {
    faults.push((error as Error).message);
  }

  const { readsHash } = membersOf(detail);
  if (reads !== undefined && base64Of(await sha256(canonicalText(reads))) !== readsHash) {
    faults.push('the reads are not those that were logged');
  }
  if (entry !== null) faults.push(...misstatements(entry, detail, reads !== undefined));
  faults.push(...contradictions(answer, detail));
  const unknownKinds = entry === null || isKnownKind(entry.kind) ? [] : [entry.kind];
  return {
    ok: faults.length === 0 && unknownKinds.length === 0,
    faults,
    unknownKinds,
    index,
    entry: entry === null ? null : { ...entry },
    leafHash: entry === null ? null : base64Of(leaf),
    detail,
    readsChecked: reads !== undefined,
    checkpoint,
  };
}

/** Verifies an answer with its receipt, or a receipt alone, as `verifyReceipt` does. */
export function verifyAnswer(answer: unknown, vkey: string): Promise<ReceiptReport> {
  const { reads, receipt } = membersOf(answer);
  return receipt === undefined ? verifyReceipt(answer, vkey) : verifyReceipt(receipt, vkey, reads, answer);
}

/** The head of a receipt: it may be newer than the one that the log, or a copy of it, shows to everybody. */
export interface ReceiptHead {
  /** The signed note. */
  readonly note: string;
  /** The minute that the receipt's entry names, UTC. */
  readonly minute: string;
}

/** Returns the head of a receipt that holds, if there is one. */
export function headOf({ checkpoint, entry, faults }: ReceiptReport): readonly ReceiptHead[] {
  if (faults.length > 0 || checkpoint === null || entry === null) return [];
  return [{ note: checkpoint, minute: String(entry.minute) }];
}

const MINUTE = 60_000;
/** Seconds between heads at most: no log publishes less often, and a mirror is made every hour. */
const SELDOM = 3_600;

/**
 * Says why a receipt's head is larger than the published one, as long as that can be right: within two beats
 * of its entry. Null if the log should have published it by now.
 * @param everyS seconds between two heads; null: the log does not say so @param size of the published head
 */
export function notYetPublished(minute: string, everyS: number | null, size: number): string | null {
  const beat = Math.min(everyS ?? SELDOM, SELDOM);
  if (beat === 0 || Date.parse(minute) + MINUTE + 2_000 * beat < Date.now()) return null;
  return (
    `newer than the published head of ${size} entries: ask again after the beat, in ${beat} seconds, or, with a token, ` +
    '`GET /v1/log/consistency`; if it is still newer then, the log does not show what it has signed: tell the owner'
  );
}
