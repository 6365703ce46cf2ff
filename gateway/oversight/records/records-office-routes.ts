/** Takes over HTTP what agencies' records offices answer and explain, and lists what still waits for them. */
import type pg from 'pg';
import { GatewayError } from '../../faults/errors.ts';
import { limitOf } from '../../http/parse-search.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { admitted } from '../../sign-in/door.ts';
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

const answered = admitted(
  {
    method: 'post',
    path: '/v1/records-checks',
    id: 'answerRecordsChecks',
    summary:
      'State of released queries of one’s agency whether the case is as they said, 500 at most; nothing is taken where one is refused. Each answer ' +
      'is an entry of the log, given once, and never by a client or person that asked the query.',
    scope,
    body: validateAnswers,
    answers: { 200: json('Taken; how many differ from what was stated.', taken) },
  },
  async ({ body: { answers }, by }, deps: RecordsOfficeDeps) => takeAnswers(deps, by, answers),
);

const explained = admitted(
  {
    method: 'post',
    path: '/v1/records-checks/{index}/explain',
    id: 'explainRecordsCheck',
    summary: 'Explain a difference, within 14 days; an auditor accepts or upholds it.',
    scope,
    body: validateExplanation,
    answers: { 200: json('Explained.', shownCheck) },
  },
  async ({ body: { note }, by, params }, deps: RecordsOfficeDeps): Promise<ShownCheck> =>
    presentCheck(await explainDifference(deps, by, entryIndex(params.index), note)),
);

const listed = admitted(
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
  async ({ by, search: { agency, before, limit: size } }, deps: RecordsOfficeDeps) => {
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
    return {
      checks: page.map(presentCheck),
      next: found.length > limit ? String(page.at(-1)?.index) : null,
    };
  },
);

export const RECORDS_OFFICE_ROUTES: readonly Route<RecordsOfficeDeps>[] = [answered, listed, explained];

/** @throws GatewayError `not_found` for what cannot be one */
export function entryIndex(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new GatewayError('not_found', 'the log has no entry with this index');
}
