/** The event of a judged query: what the asker may see of itself, and everything that the owner keeps. */
import { createHash } from 'node:crypto';
import type { Decision, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { CanonicalText, joinCanonical } from '../../audit/canonical-parts.ts';
import { plateHmac } from '../../audit/plate-hmac.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { searchedBy } from '../../audit/searched-by.ts';
import type { FoundReads } from '../../reads/reads-store.ts';
import { collectionOf, type PendingQuery } from './pending-query.ts';

/** The facts of a query once it has been judged. */
export interface JudgedQuery {
  readonly pending: PendingQuery;
  readonly input: DecisionInput;
  readonly decision: Decision;
  /** Names this answer: of a release its `releaseId`, of a held query its `queryId`. */
  readonly id: string;
  /** The asker's id; null where nobody is enrolled. */
  readonly officerId: string | null;
  /** The id of the officer whom a person names beside herself. */
  readonly namedOfficerId: string | null;
  readonly rulesRevision: string;
}

const KINDS = { permit: 'release', review: 'review', deny: 'refusal' } as const;
/** The kind for all effects: the entry's `effect` says whether anything left. */
const OTHER_KINDS = { hit: 'hit_notice', standing_query: 'hit_notice', list: 'hot_list_sync' } as const;

/** @param plateKey the key of today's plate search. */
export function describeQuery(judged: JudgedQuery, plateKey: Buffer): AuditEvent {
  const { pending, input, decision, id, officerId, namedOfficerId, rulesRevision } = judged;
  const { agency, grant, query } = input;
  if (agency === null) throw new Error('a query of an agency outside the registry has no place in the log');
  const { effect, reasons } = decision;
  const pickUp = collectionOf(pending);
  const dryRun = pending.kind === 'dry_run';
  const released = effect === 'permit' && !dryRun ? pending.found : null;
  const others = released === null ? [] : releasedPlates(pending, released);
  const codeOf = (plate: string) => plateHmac(plateKey, plate).toString('base64');
  const { code, caseNumber, context, incident, offense } = query.purpose;
  const kind = dryRun ? 'dry_run' : pending.of === 'reads' ? KINDS[effect] : OTHER_KINDS[pending.of];
  return {
    kind,
    agency,
    grant: grant?.id ?? null,
    effect,
    mark: false,
    asker: {
      agency: input.subject.ori,
      at: new Date(input.now).toISOString(),
      effect,
      // The public entry names the entity by its main ORI: a receipt shows that they are one.
      ...(agency.ori === input.subject.ori ? {} : { entity: agency.ori }),
      id,
      // The public entry's kind, so that nobody can log a release as something else.
      kind,
      officer: query.onBehalfOf ?? null,
      purpose: {
        code,
        ...(caseNumber === undefined ? {} : { caseNumber }),
        // The asker's statements about words: whoever makes a false one must not be able to deny it.
        ...(context === undefined ? {} : { context }),
        // The incident that the officer affirms under his name.
        ...(incident === undefined ? {} : { incident }),
        ...(offense === undefined ? {} : { offense }),
      },
      queryHash: pending.queryHash,
      // The other gateway's question, so that the receipt shows which of its entries this answers.
      ...(query.asker === undefined ? {} : { asker: query.asker }),
      ...(query.asker === undefined || pending.traceparent === null
        ? {}
        : { traceparent: pending.traceparent }),
      reasons: withoutWords(reasons),
      // A dry run tells nobody whether an officer is known: the owner finds it by the officer all the same, below.
      ...(officerId === null || dryRun ? {} : { subjectId: officerId }),
      ...(namedOfficerId === null ? {} : { namedSubjectId: namedOfficerId }),
      ...(released === null
        ? {}
        : {
            readsHash: createHash('sha256').update(released.text).digest('base64'),
            records: released.count,
          }),
    },
    owner: joinCanonical({
      follows: pending.of === 'reads' ? pending.follows : null,
      ...(pickUp === null ? {} : { heldQuery: pickUp.heldId }),
      input: new CanonicalText(joinCanonical({ ...input })),
      obligations: decision.obligations,
      rulesRevision,
      searchedBy: searchedBy({
        officerId: dryRun ? officerId : null,
        plate: query.plate === undefined ? null : codeOf(query.plate.number),
        releasedPlates: others.length === 0 ? null : others.map(codeOf),
      }),
      traceparent: pending.traceparent,
    }),
  };
}

/**
 * Returns each plate once, as it is searched for. Empty, and no read is examined, where the plate asked for
 * is the only one: a hit names its own plate, and a list holds no reads. Examines at most a page's reads.
 */
function releasedPlates({ of, query }: PendingQuery, { text }: FoundReads): readonly string[] {
  if (of !== 'reads' || query.plate?.match === 'exact') return [];
  const reads = JSON.parse(text) as readonly { readonly plate: unknown }[];
  // An agency's own store may hold a read without a plate: nobody can look for it, and it must stop no commit.
  const plates = new Set(
    reads.flatMap(({ plate }) => (typeof plate === 'string' ? [normalisePlate(plate) ?? plate] : [])),
  );
  if (query.plate !== undefined) plates.delete(query.plate.number);
  return [...plates];
}
