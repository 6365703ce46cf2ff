/** Checks that entries fit together, no matter who wrote them: epochs, approvals, revocations, halts. */
import { checkMinutes, type StepBack } from './check-minutes.ts';

/** A public entry of the log. */
export interface Entry {
  readonly agency: string | null;
  readonly commitment: string;
  readonly effect: string | null;
  readonly epoch: number;
  readonly grant: string | null;
  readonly kind: string;
  readonly minute: string;
  readonly v: number;
}

/** The members of an entry, in canonical order. */
const MEMBERS = ['agency', 'commitment', 'effect', 'epoch', 'grant', 'kind', 'minute', 'v'];

/** The kinds that always are revocation records, and those that are if a right is taken away; no other is. */
export const ALWAYS_MARKS: ReadonlySet<string> = new Set([
  'revoked',
  'halted',
  'subject_suspended',
  'person_removed',
  'person_suspended',
  'issuer_removed',
]);
export const SOMETIMES_MARKS: ReadonlySet<string> = new Set(['agency_changed', 'client_changed']);

/** The kinds by which data leaves for an agency: the first always, the others if permitted. */
const DELIVERIES: ReadonlySet<string> = new Set(['release', 'hot_list_sync', 'hit_notice']);

const ANY_DECISION = ['permit', 'review', 'deny'];

/**
 * Every kind of entry, with the effects of a decision that it may have; empty: it has none. A log with other
 * kinds is newer than this program, or its owner has invented them.
 */
export const EFFECTS: Readonly<Record<string, readonly string[]>> = {
  release: ['permit'],
  refusal: ['deny'],
  review: ['review'],
  dry_run: ANY_DECISION,
  hit_notice: ANY_DECISION,
  hot_list_sync: ANY_DECISION,
  preservation_proposed: ANY_DECISION,
  preserved_released: ['permit'],
  ...Object.fromEntries(
    [
      ...[
        'log_created',
        'log_adopted',
        'log_key_added',
        'log_key_retired',
        'log_read',
        'purged',
        'source_asked',
        'evidence_exported',
        'fault',
        'audit_completed',
        'page_published',
      ],
      ...['review_approved', 'review_refused', 'grant_proposed', 'grant_approved', 'grant_withdrawn'],
      ...['revoked', 'revocation_effective', 'halted', 'resume_proposed', 'resumed'],
      ...['subject_enrolled', 'subject_held', 'subject_suspended', 'subject_reinstated', 'subject_attested'],
      ...['agency_added', 'agency_changed', 'client_changed'],
      ...['issuer_added', 'issuer_removed', 'person_added', 'person_removed'],
      ...['person_removal_proposed', 'person_suspended', 'person_reinstated'],
      ...['witness_removal_proposed', 'witness_removed'],
      ...['hit_decided', 'hit_wrong', 'misuse_reported', 'misuse_assigned', 'misuse_closed'],
      ...['agreement', 'peer_asked', 'peer_answered', 'process_served', 'process_changed', 'records_checked'],
      ...['preservation_approved', 'preservation_ended'],
    ].map((kind) => [kind, []]),
  ),
};
/** The kinds that may also have no effect: their entries may record no decision, but an import. */
const MAY_HAVE_NONE: ReadonlySet<string> = new Set([
  'hot_list_sync',
  'preservation_proposed',
  'preserved_released',
]);

/** The form of a kind's name, in later versions too. */
const KIND_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** True if the kind is known. Any other belongs to a later version of the log, or was invented. */
export const isKnownKind = (kind: string): boolean => Object.hasOwn(EFFECTS, kind);

/** Says what is wrong with kind and effect of an entry; null if nothing is, as far as the kind is known. */
export function faultOfKind(kind: string, effect: string | null): string | null {
  if (!KIND_NAME.test(kind)) return 'its kind is not a name of small letters, digits and underscores';
  const effects = isKnownKind(kind) ? EFFECTS[kind] : undefined;
  if (effects === undefined) return null;
  const fits = effect === null ? effects.length === 0 || MAY_HAVE_NONE.has(kind) : effects.includes(effect);
  return fits ? null : `a \`${kind}\` cannot have the effect \`${effect}\``;
}

/** True if data left for an agency by an entry of this kind, or, if it is unknown, may have left. */
export function isDelivery(kind: string, effect: string | null): boolean {
  return (DELIVERIES.has(kind) || !isKnownKind(kind)) && effect === 'permit';
}

/** True if reads left by it: for an agency, or, of those that were preserved, for their case. */
export function isWayOut(kind: string, effect: string | null): boolean {
  return isDelivery(kind, effect) || (kind === 'preserved_released' && effect === 'permit');
}

const isText = (value: unknown): boolean => value === null || typeof value === 'string';

/** Parses an entry; null unless it is the canonical JSON (RFC 8785) of exactly the members of an entry. */
export function parseEntry(text: string): Entry | null {
  let value: Entry;
  try {
    value = JSON.parse(text) as Entry;
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== MEMBERS.length)
    return null;
  const { agency, grant, effect, epoch, kind, minute, commitment, v } = value;
  if (!isText(agency) || !isText(grant) || !isText(effect) || v !== 1 || typeof kind !== 'string')
    return null;
  if (!Number.isSafeInteger(epoch) || !/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(minute)) return null;
  if (!/^[A-Za-z0-9+/]{43}=$/.test(commitment)) return null;
  return JSON.stringify(value, MEMBERS) === text ? value : null;
}

/** An entry by which a key of the log was added or retired; its detail says which one. */
export interface KeyChange {
  readonly index: number;
  readonly kind: string;
}

export interface EntryChecker {
  /** Takes the next entry of the log and says what is wrong with it. */
  next(text: string): string[];
  /** The number of entries seen so far, by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The minute of the newest entry seen; null before the first. */
  readonly minute: string | null;
  /** The entries by which a key of the log was added or retired. */
  readonly keyChanges: readonly KeyChange[];
  /** The entries that are dated before the one before them. */
  readonly stepsBack: readonly StepBack[];
}

/**
 * Checks the entries of a log one after the other, from index 0.
 * @param onEntry is called with each entry that can be parsed
 */
export function checkEntries(onEntry?: (entry: Entry, index: number) => void): EntryChecker {
  /** The newest revocation record by agency; under null, the newest that binds all agencies. */
  const marks = new Map<string | null, number>();
  const grants = new Map<string, { agency: string | null; approved: boolean; since: number }>();
  /** The halted agencies, and null if all are, with the index of the halt. */
  const halts = new Map<string | null, number>();
  const kinds: Record<string, number> = Object.create(null);
  const keyChanges: KeyChange[] = [];
  const minutes = checkMinutes();
  let index = -1;
  let minute: string | null = null;

  function checkEpoch({ kind, agency, epoch }: Entry): string[] {
    const isMark = epoch === index && index > 0;
    // A record of an unknown kind counts: otherwise the epochs of all entries after it would look wrong.
    if (isMark && isKnownKind(kind) && !ALWAYS_MARKS.has(kind) && !SOMETIMES_MARKS.has(kind))
      return [`a \`${kind}\` is not a mark`];
    if (isMark) {
      marks.set(agency, index);
      return [];
    }
    if (ALWAYS_MARKS.has(kind)) return [`a \`${kind}\` is a mark: its epoch is not \`${epoch}\``];
    const inForce = Math.max(marks.get(agency) ?? 0, marks.get(null) ?? 0);
    return epoch === inForce ? [] : [`its epoch is \`${epoch}\`, the one in force is ${inForce}`];
  }

  function checkDelivery({ kind, agency, grant, effect }: Entry): string[] {
    // A permit under a grant is checked against the grant, so that an invented kind hides no release.
    const isNamed = isKnownKind(kind) ? agency !== null : grant !== null;
    if (kind !== 'release' && !(isDelivery(kind, effect) && isNamed)) return [];
    if (agency === null || grant === null) return [`a \`${kind}\` must name its agency and its grant`];
    const faults: string[] = [];
    const found = grants.get(grant);
    if (found?.agency !== agency)
      faults.push(`a \`${kind}\` under a grant that was never approved for its agency`);
    else if (!found.approved) faults.push(`a \`${kind}\` after the revocation at ${found.since}`);
    const halt = halts.get(agency) ?? halts.get(null);
    if (halt !== undefined) faults.push(`a \`${kind}\` during the halt that began at ${halt}`);
    return faults;
  }

  function note({ kind, agency, grant }: Entry): void {
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    if (kind.startsWith('log_key_')) keyChanges.push({ index, kind });
    if (kind === 'halted') halts.set(agency, index);
    if (kind === 'resumed') halts.delete(agency);
    if (kind === 'grant_approved' && grant !== null)
      grants.set(grant, { agency, approved: true, since: index });
    if (kind !== 'revoked') return;
    for (const [id, held] of grants) {
      const concerned = grant === null ? agency === null || held.agency === agency : id === grant;
      if (concerned && held.approved) grants.set(id, { ...held, approved: false, since: index });
    }
  }

  return {
    kinds,
    keyChanges,
    stepsBack: minutes.stepsBack,
    get minute() {
      return minute;
    },
    next(text) {
      index += 1;
      const entry = parseEntry(text);
      if (entry === null) return [`entry ${index} is not the canonical JSON of a public entry`];
      const wrong = faultOfKind(entry.kind, entry.effect);
      if (!KIND_NAME.test(entry.kind)) return [`entry ${index}: ${wrong}`];
      const faults = [...(wrong === null ? [] : [wrong]), ...checkEpoch(entry), ...checkDelivery(entry)];
      if ((index === 0) !== (entry.kind === 'log_created')) {
        faults.push('a log begins with `log_created`, and has it nowhere else');
      }
      note(entry);
      onEntry?.(entry, index);
      minute = entry.minute;
      minutes.next(index, minute);
      return faults.map((fault) => `entry ${index}: ${fault}`);
    },
  };
}
