/** The texts of the answers to a query. The reads' text goes out exactly as it was hashed. */
import type { Stated } from '../../sharing-rules/incident/fitting-purposes.ts';
import { refusesWords } from '../../sharing-rules/rules/purpose/reworded.ts';
import type { Decision, Reason } from '../../sharing-rules/terms/decision.ts';
import { sentence, whyHeld, withoutEffects } from '../../sharing-rules/terms/reasons.ts';
import { type AskersReason, askersReasons } from '../../sharing-rules/what-to-do.ts';
import { buildReceipt, type Receipt } from '../audit/receipt.ts';
import type { AppendedEntry } from '../audit/seal-events.ts';
import { GatewayError, unavailableNow } from '../faults/errors.ts';
import { proofReplayed } from '../http/challenge.ts';
import type { TypeOf } from '../http/schemas/shapes.ts';
import type { LeftOut } from '../reads/reads-store.ts';
import type { Outcome, Release } from '../release/commit/commit-releases.ts';
import { LAPSES_AFTER_HOURS } from '../release/held/held-queries-store.ts';
import type { dryRunAnswer, heldAnswer } from './query.schema.ts';

/** Policy 420: a read is a lead, never a ground to act by itself. */
const NOTICE =
  'Unconfirmed lead. Verify plate, state and status by sight and through dispatch before you act (Policy 420). ' +
  'For the stated purpose and case only; never for immigration enforcement (C.R.S. 24-74-103).';

/** A decision as the asker, and nobody else, is told it. */
export interface AskersDecision {
  readonly effect: Decision['effect'];
  readonly reasons: readonly AskersReason[];
  readonly obligations: Decision['obligations'];
}

export function askersDecision(
  { effect, reasons, obligations }: Decision,
  receipt?: Receipt,
): AskersDecision {
  const told = askersReasons(reasons, receipt && statedIn(receipt));
  return { effect, reasons: told, obligations };
}

/** Returns the asker's statements from the entry's detail. */
export function statedIn({ asker }: Pick<Receipt, 'asker'>): Stated | undefined {
  return (JSON.parse(asker.detail) as { readonly purpose?: Stated }).purpose;
}

export function receiptOf({ sealed, proof, checkpoint }: AppendedEntry): Receipt {
  return buildReceipt(sealed, proof, checkpoint);
}

/** The body of a release: JSON with the canonical text of the reads in it as it was hashed. */
export function releaseBody(release: Release, next: string | null, rulesRevision: string): string {
  const decision = { ...askersDecision(release.decision), rulesRevision };
  const { leftOut, text: reads = '[]' } = release.pending.found ?? {};
  return (
    `{"releaseId":"${release.id}","decision":${JSON.stringify(decision)},"reads":${reads},` +
    `"next":${JSON.stringify(next)},"notice":${JSON.stringify(noticeOf(leftOut))},` +
    `"receipt":${JSON.stringify(receiptOf(release.appended))}}`
  );
}

function noticeOf(leftOut: LeftOut | undefined): string {
  if (leftOut === undefined) return NOTICE;
  const { lookalikes, othersOnly } = leftOut;
  const others =
    ' All results for this query were of the networks of other agencies, which are never released here: ask those agencies.';
  const alike =
    ` ${lookalikes} ${lookalikes === 1 ? 'read' : 'reads'} of plates that only look alike ` +
    `${lookalikes === 1 ? 'was' : 'were'} left out: if the plate may have been noted wrongly, ask for the other plate.`;
  return `${NOTICE}${othersOnly ? others : ''}${lookalikes > 0 ? alike : ''}`;
}

/** The body of a 202. */
export function heldBody(outcome: Extract<Outcome, { kind: 'held' }>): TypeOf<typeof heldAnswer> {
  const { appended, decision, queryId } = outcome;
  const receipt = receiptOf(appended);
  return {
    queryId,
    status: 'held',
    detail: heldDetail(queryId, decision.reasons),
    reasons: askersReasons(decision.reasons, statedIn(receipt)),
    receipt,
  };
}

export function dryRunBody(
  decision: Decision,
  appended: AppendedEntry,
  rulesRevision: string,
): TypeOf<typeof dryRunAnswer> {
  const receipt = receiptOf(appended);
  return { ...askersDecision(decision, receipt), rulesRevision, receipt };
}

/** Outcomes that do not answer the query: it has to be asked again, with the same key or a new one. */
export type Unanswered = Extract<
  Outcome,
  { kind: 'replayed' | 'outdated' | 'gone' | 'look_up' | 'asks_peers' | 'refusals_spent' | 'judged_again' }
>;

export function unanswered(outcome: Unanswered): GatewayError {
  switch (outcome.kind) {
    case 'replayed':
      return proofReplayed();
    case 'outdated':
      return identityChanged();
    case 'refusals_spent':
      return refusalsSpent(outcome);
    case 'gone':
      return pickedUp();
    default:
      return unavailableNow('the registry is changing; ask again');
  }
}

/** Refuses a query already collected, under another `Idempotency-Key` or none. */
export function pickedUp(): GatewayError {
  const detail =
    'this query has already been picked up: if its answer was lost, send that request again within a day with the ' +
    '`Idempotency-Key` that it had; if it had none, or that is answered so too, ask the query again';
  return new GatewayError('conflict', detail);
}

/** Refuses after a change or removal in the agency's registrations: only a new sign-in tells whose it was. */
export function identityChanged(): GatewayError {
  return unavailableNow(
    'a client or person of your agency, or an issuer, was changed while this was in progress; ask again',
  );
}

/** Refuses after the agency's last refusal of the day (P7), without an entry in the log or reasons. */
export function refusalsSpent({ retryAfter }: { readonly retryAfter: number }): GatewayError {
  const detail =
    "your agency's refused queries of the day are used up, so this one is refused without an entry: correct it, " +
    "with the reasons that `POST /v1/decisions` gives, or ask the owner's sharing administrator; what is permitted " +
    'or held is answered as before';
  return new GatewayError('too_many_requests', detail, { headers: { 'Retry-After': String(retryAfter) } });
}

/** Said with the refusal, so that nobody who rewords is surprised by it. */
const READ_FIRST =
  'for a day, a reviewer first reads what you ask about this plate or this case in other words, for another purpose or ' +
  'with other facts, unless it is refused again';

/** Says in one sentence why a query waits, and what comes next. */
export function heldDetail(queryId: string, reasons: readonly Pick<Reason, 'code' | 'detail'>[]): string {
  const why = [...new Set(reasons.map(whyHeld))].join(', and since ');
  return (
    `a person reads this query before anything is released, since ${why}; ask \`GET /v1/queries/${queryId}\` ` +
    `for the answer; if nobody has decided after ${LAPSES_AFTER_HOURS} hours, ask the query again`
  );
}

/** A denial that the log holds, as the 403 that the partner gets. */
export function refusal({ reasons }: Decision, appended: AppendedEntry): GatewayError {
  return refusalFor(reasons, receiptOf(appended));
}

/** @param headers of the answer, beside those of any refusal */
export function refusalFor(
  reasons: readonly Reason[],
  receipt: Receipt,
  headers: Readonly<Record<string, string>> = {},
): GatewayError {
  const extras = { reasons, stated: statedIn(receipt), members: { receipt }, headers };
  return new GatewayError('refused', refusalDetail(reasons), extras);
}

/** Says in one sentence what the first reason is. */
export function refusalDetail(reasons: readonly Reason[]): string {
  const [first] = withoutEffects(reasons);
  const what = first === undefined ? 'the query is refused' : sentence(first);
  return refusesWords(reasons) ? `${what}; ${READ_FIRST}` : what;
}
