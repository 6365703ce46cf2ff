/** Takes over HTTP what agencies' records offices answer and explain, and lists what still waits for them. */
import type pg from 'pg';
import { GatewayError } from '../../faults/errors.ts';
import { signInEither } from '../../hot-lists/lists/sign-in-either.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { presentCheck } from './present-check.ts';
import {
  type ShownCheck,
  shownCheck,
  shownChecks,
  taken,
  validateAnswers,
  validateChecksSearch,
  validateExplanation,
} from './records.schema.ts';
import { findWaitingChecks } from './records-checks-store.ts';
import { explainDifference } from './settle-difference.ts';
import { takeAnswers } from './take-answers.ts';

export interface RecordsOfficeDeps extends SignInDeps {
  readonly pool: pg.Pool;
}

const scope = 'alpr.records';

const answered = route(
  {
    method: 'post',
    path: '/v1/records-checks',
    id: 'answerRecordsChecks',
    summary:
      'State of released queries of one’s agency whether the case is as they said, 500 at most; nothing is taken where one is refused. Each answer ' +
      'is an entry of the log, given once, and never by a client or person that asked the query.',
    scope,
    idempotent: true,
    body: validateAnswers,
    answers: { 200: json('Taken; how many differ from what was stated.', taken) },
  },
  async (request, response, deps: RecordsOfficeDeps, { body, scope }) => {
    const subject = await deps.signIn(request, scope);
    await answerOnce(deps, request, response, subject, async () => {
      const { answers } = parseBody(request, body);
      return { status: 200, body: await takeAnswers(deps, subject, answers) };
    });
  },
);

const explained = route(
  {
    method: 'post',
    path: '/v1/records-checks/{index}/explain',
    id: 'explainRecordsCheck',
    summary: 'Explain a difference, within 14 days; an auditor accepts or upholds it.',
    scope,
    idempotent: true,
    body: validateExplanation,
    answers: { 200: json('Explained.', shownCheck) },
  },
  async (request, response, deps: RecordsOfficeDeps, { body, scope }) => {
    const subject = await deps.signIn(request, scope);
    const index = entryIndex(request.params.index);
    await answerOnce(deps, request, response, subject, async () => {
      const { note } = parseBody(request, body);
      const check: ShownCheck = presentCheck(await explainDifference(deps, subject, index, note));
      return { status: 200, body: check };
    });
  },
);

const listed = route(
  {
    method: 'get',
    path: '/v1/records-checks',
    id: 'listRecordsChecks',
    action: 'read_misuse',
    summary:
      'What waits: checks without an answer, and differences that nobody has settled; newest first. For a records office ' +
      'those of its own agency.',
    scope: 'records_or_admin',
    search: validateChecksSearch,
    answers: { 200: json('A page; ask for older ones with `before`.', shownChecks) },
  },
  async (request, response, deps: RecordsOfficeDeps, { action, search }) => {
    const by = await signInEither(request, deps, action, scope);
    const { agency, before, limit: size } = parseSearch(request, search);
    const agencyId = agency === undefined ? null : (await requireAgency(deps.pool, agency)).id;
    if (by.kind === 'partner' && agencyId !== null && agencyId !== by.subject.agencyId) {
      throw new GatewayError(
        'forbidden',
        'a records office is shown what waits of its own agency: leave `agency` out',
      );
    }
    const limit = limitOf(size);
    const found = await findWaitingChecks(deps.pool, {
      agencyId: by.kind === 'partner' ? by.subject.agencyId : agencyId,
      before: before === undefined ? undefined : Number(before),
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    response.set('Cache-Control', 'no-store').json({
      checks: page.map(presentCheck),
      next: found.length > limit ? String(page.at(-1)?.index) : null,
    });
  },
);

export const RECORDS_OFFICE_ROUTES: readonly Route<RecordsOfficeDeps>[] = [answered, listed, explained];

/** @throws GatewayError `not_found` for what cannot be one */
export function entryIndex(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new GatewayError('not_found', 'the log has no entry with this index');
}
