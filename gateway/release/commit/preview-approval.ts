/**
 * Previews what would come of a held query if it were approved and collected now, without doing it: nothing
 * is locked, counted or logged, so nothing may leave by it.
 */
import type pg from 'pg';
import { decide } from '../../../sharing-rules/decide.ts';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { liftedBy, needsDocument, type SeenDocument } from '../../../sharing-rules/review.ts';
import type { Effect, Reason } from '../../../sharing-rules/terms/decision.ts';
import { recordsOfAllPages } from '../../../sharing-rules/terms/records-left.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import type { JudgeDeps } from '../facts/batch-facts.ts';
import { readUnderLocks } from '../facts/batch-facts-store.ts';
import { readCaseHistories } from '../facts/case-histories-store.ts';
import type { HeldQuery } from '../facts/collection-store.ts';
import { officersOf, placesOn } from '../facts/enrol-officers.ts';
import type { CodeHistory } from '../facts/history-codes.ts';
import { readKnownWords } from '../facts/known-words-store.ts';
import type { PendingReads } from '../facts/pending-query.ts';
import { readRewordings } from '../facts/rewordings-store.ts';
import { approvalOf } from './approval-of.ts';
import { type Judgement, judgeBatch } from './judge-batch.ts';

export interface Previewed {
  /** The outcome: with `review`, it would be held again. */
  readonly effect: Effect;
  /** The reasons that the approval would not lift; none where it would be released. */
  readonly reasons: readonly Reason[];
  /** The most records that all its pages together could bring today. */
  readonly most: number;
}

/** @throws the database's error */
export type PreviewApproval = (held: HeldQuery) => Promise<Previewed>;

export interface PreviewApprovalDeps extends JudgeDeps {
  readonly plateKeys: PlateKeys;
  readonly codeHistory: CodeHistory;
}

export function approvalPreviewer(pool: pg.Pool, deps: PreviewApprovalDeps): PreviewApproval {
  return async (held) => {
    const { agencyId } = held;
    const batch = [collectedNow(held, Date.now())];
    const asking = batch.flatMap(({ subject, query }) => officersOf(subject, query));
    const codes = asking.length === 0 ? [] : batch.map((asked) => deps.codeHistory(asking, asked));
    // An agency that names nobody still has its records of the day read.
    const officers = [...asking, { agencyId, reference: '' }];
    const read = await readUnderLocks(pool, {
      agencyIds: [agencyId],
      officers,
      codes,
      proofs: [],
      leavesFrom: null,
    });
    const { facts, standings, history, freeProofs, head } = read;
    const { now } = head;
    // A query of the owner's is held of its own use alone: as a partner's it would have been refused.
    const isOwners = facts.agencies.get(agencyId)?.agency.oris.includes(deps.owner) === true;
    const asItWasHeld = (asked: PendingReads) => (isOwners ? { ...asked, own: true as const } : asked);
    await readRewordings(pool, codes, history);
    const batchFacts = {
      ...{ registry: facts, standings, history, freeProofs, codes, now, places: placesOn(facts) },
      caseHistories: await readCaseHistories(pool, codes, batch),
      knownWords: await readKnownWords(pool, { batch, codes, history, now }),
      held: new Map([[held.id, approvedNow(held)]]),
    };
    const { judgements } = judgeBatch(batch.map(asItWasHeld), batchFacts, deps.plateKeys(utcDay(now)), deps);
    return previewedIn(judgements[0], held, { now, rulesRevision: deps.rulesRevision });
  };
}

function previewedIn(
  judgement: Judgement | undefined,
  held: HeldQuery,
  { now, rulesRevision }: { readonly now: Date; readonly rulesRevision: string },
): Previewed {
  const { reasons } = held;
  if (judgement?.kind !== 'entry') return { effect: 'deny', reasons, most: 0 };
  const { decision, input, officerId, pending } = judgement.judged;
  const { effect } = decision;
  if (effect === 'permit') return { effect, reasons: [], most: recordsOfAllPages(input) };
  if (effect === 'deny') return { effect, reasons: decision.reasons, most: 0 };
  const approved = new Map([[held.id, approvedNow(held)]]);
  const word = approvalOf(pending, approved, { now: now.getTime(), officerId, rulesRevision });
  if (word === 'gone') return { effect, reasons, most: 0 };
  // Held again, it is held for all its reasons: of those the approval lifts some.
  const left = decide({ ...input, ...word });
  return { effect: left.effect, reasons: left.reasons, most: 0 };
}

/**
 * Collects as `GET /v1/queries/{id}` by the asker would, signed in again; the reads found do not matter here.
 */
function collectedNow({ id, query, queryHash, reasons, subject }: HeldQuery, now: number): PendingReads {
  return {
    of: 'reads',
    kind: 'query',
    subject: subject.authenticatedAt === null ? subject : { ...subject, authenticatedAt: now },
    ...{ query, queryHash, ...screenWords(query) },
    // It was held, so what it names was found good.
    ...(query.asker === undefined ? {} : { peerOrigin: query.asker.origin }),
    ...{ proof: null, follows: null, continues: null, traceparent: null },
    found: { text: '[]', count: 0, next: null },
    pickUp: {
      ...{ heldId: id, furtherPage: false, approval: liftedBy(reasons) },
      judicialProcessVerified: needsDocument(reasons),
    },
  };
}

/** Approves the row. An approval needs the document, where one is asked for: so it was read. */
function approvedNow(held: HeldQuery): HeldQuery {
  const verification = needsDocument(held.reasons) ? READ : null;
  return { ...held, status: 'approved', approverStands: true, verification };
}

/** A document of which a decision needs to know only that it was read. */
const READ: SeenDocument = {
  ...{ documentSha256: '', court: '', docket: '', judge: '', issuedOn: '', affirmation: true },
};
