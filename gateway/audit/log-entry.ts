/** Seals an event into the public entry of the log and its two salted details (design: "the log"). */
import { hash, randomFillSync } from 'node:crypto';
import { EFFECTS, type Effect } from '../../sharing-rules/terms/decision.ts';
import { canonicalJson } from './canonical-json.ts';
import { ENTRY_KINDS, type EntryKind } from './entry-kinds.ts';
import { leafHash } from './merkle.ts';

const SALT_SIZE = 32;
/** The bytes of randomness that one entry takes: a salt for each of its details. */
const SALTS_SIZE = 2 * SALT_SIZE;
const MINUTE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\dZ$/;
const AGENCY = /^[A-Z0-9]{9}$/;
const GRANT = /^[A-Za-z0-9_-]{1,64}$/;

/** A detail: an object, or the canonical text of one (`canonicalJson`) where the caller has it already. */
export type Detail = string | Readonly<Record<string, unknown>>;

/** An event that is about to get the log index `index`. */
export interface LogEvent {
  readonly index: number;
  readonly kind: EntryKind;
  /** UTC, `YYYY-MM-DDTHH:MMZ`: see `minuteOf`. */
  readonly minute: string;
  /** The ORI by which the agency's entity is named in the log; null if it concerns no single agency. */
  readonly agency: string | null;
  readonly grant: string | null;
  /**
   * For a revocation record, its own index. For every other entry, the index of the newest revocation record
   * before it that names its agency or none; 0 if there is none.
   */
  readonly epoch: number;
  readonly effect: Effect | null;
  /** The part that the asker may see of itself. */
  readonly asker: Detail;
  /** The owner's part: the decision's whole input, the rules' revision, counts. */
  readonly owner: Detail;
}

export interface SaltedDetail {
  readonly salt: Buffer;
  /** Canonical JSON. */
  readonly detail: string;
}

/** An event as it goes into the log. */
export interface SealedEntry {
  readonly index: number;
  /** The public entry: canonical JSON, ASCII only. */
  readonly entry: string;
  readonly asker: SaltedDetail;
  readonly owner: SaltedDetail;
  /** SHA-256(salt ‖ owner's detail): lets the asker check the commitment without seeing the owner's part. */
  readonly ownerHash: Buffer;
  readonly leafHash: Buffer;
  readonly commitment: Buffer;
}

export interface PublicEntry {
  readonly agency: string | null;
  /** Base64. */
  readonly commitment: string;
  readonly effect: Effect | null;
  readonly epoch: number;
  readonly grant: string | null;
  readonly kind: string;
  readonly minute: string;
}

/** Returns the UTC minute of a time in milliseconds since the epoch, as entries carry it. */
export function minuteOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}

/** Returns SHA-256(salt ‖ detail). */
export function saltedHash({ salt, detail }: SaltedDetail): Buffer {
  const input = Buffer.allocUnsafe(SALT_SIZE + Buffer.byteLength(detail));
  input.set(salt);
  input.write(detail, SALT_SIZE);
  return hash('sha256', input, 'buffer');
}

/** True if these are the details to which an entry commits. */
export function isCommitted(
  { commitment }: Pick<PublicEntry, 'commitment'>,
  { asker, owner }: { readonly asker: SaltedDetail; readonly owner: SaltedDetail },
): boolean {
  if (asker.salt.length !== SALT_SIZE || owner.salt.length !== SALT_SIZE) return false;
  return hash('sha256', Buffer.concat([saltedHash(asker), saltedHash(owner)]), 'base64') === commitment;
}

/** Refuses an event that would make the log say something false or smuggle text into it. */
function checkEvent(event: LogEvent): void {
  const { index, kind, epoch } = event;
  const fault = (member: string) => new RangeError(`\`${member}\` of a log entry is not what it must be`);
  if (!Object.hasOwn(ENTRY_KINDS, kind)) throw fault('kind');
  if (!Number.isSafeInteger(index) || index < 0 || (index === 0) !== (kind === 'log_created')) {
    throw fault('index');
  }
  if (!MINUTE.test(event.minute)) throw fault('minute');
  if (event.agency !== null && !AGENCY.test(event.agency)) throw fault('agency');
  if (event.grant !== null && !GRANT.test(event.grant)) throw fault('grant');
  if (event.effect !== null && !EFFECTS.includes(event.effect)) throw fault('effect');
  const { mark } = ENTRY_KINDS[kind];
  const isMark = epoch === index && index > 0;
  if (!Number.isSafeInteger(epoch) || epoch < 0 || epoch > index) throw fault('epoch');
  if ((isMark && mark === 'never') || (!isMark && mark === 'always')) throw fault('epoch');
}

/** Draws fresh salts for this many entries, in one call of the generator. */
export function drawSalts(entries: number): Buffer[] {
  const drawn = randomFillSync(Buffer.allocUnsafe(entries * SALTS_SIZE));
  return Array.from({ length: entries }, (_, i) => drawn.subarray(i * SALTS_SIZE, (i + 1) * SALTS_SIZE));
}

/**
 * Seals an event: commitment under the two salts given, canonical entry, leaf hash.
 * INVARIANT: `salts` were drawn for this entry alone (`drawSalts`).
 * `commitment = SHA-256( SHA-256(saltA ‖ askerDetail) ‖ SHA-256(saltO ‖ ownerDetail) )`.
 * @throws RangeError on a member that an entry must not have; TypeError on a detail without canonical form.
 */
export function sealEntry(event: LogEvent, salts: Buffer = drawSalts(1)[0] as Buffer): SealedEntry {
  checkEvent(event);
  if (salts.length !== SALTS_SIZE) throw new RangeError('an entry takes two salts of 32 bytes');
  const text = (detail: Detail) => (typeof detail === 'string' ? detail : canonicalJson(detail));
  const asker = { salt: salts.subarray(0, SALT_SIZE), detail: text(event.asker) };
  const owner = { salt: salts.subarray(SALT_SIZE), detail: text(event.owner) };
  const ownerHash = saltedHash(owner);
  const commitment = hash('sha256', Buffer.concat([saltedHash(asker), ownerHash]), 'buffer');
  // Written by hand, keys in order: no value checked above needs an escape. A test holds it to `canonicalJson`.
  const quote = (value: string | null) => (value === null ? 'null' : `"${value}"`);
  const entry =
    `{"agency":${quote(event.agency)},"commitment":"${commitment.toString('base64')}",` +
    `"effect":${quote(event.effect)},"epoch":${event.epoch},"grant":${quote(event.grant)},` +
    `"kind":"${event.kind}","minute":"${event.minute}","v":1}`;
  return {
    index: event.index,
    entry,
    asker,
    owner,
    ownerHash,
    leafHash: leafHash(Buffer.from(entry)),
    commitment,
  };
}
