/**
 * Takes what an agency's records office states about released queries (Policy 420.9.1): logs each answer, and
 * compares it with what the query stated.
 */
import type pg from 'pg';
import {
  compareAnswer,
  type Difference,
  type RecordsAnswer,
} from '../../../sharing-rules/records/compare-answer.ts';
import { isProven, mayAnswer } from '../../../sharing-rules/records/may-answer.ts';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findAgencyById } from '../../registry/agencies/agencies-store.ts';
import { findEmployeeIds } from '../../registry/two-people/employee-ids-store.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { findAnswered, insertAnswers } from './records-checks-store.ts';
import { findReleasedAt, type ReleasedQuery } from './released-queries-store.ts';

export interface GivenAnswer extends RecordsAnswer {
  /** Log index of the release. */
  readonly index: number;
}

export interface AnswersTaken {
  readonly taken: number;
  /** Number of answers that differ from what was stated. */
  readonly differences: number;
}

/** Number of entries written at once, so that a release waits no longer than for a batch of queries. */
const TOGETHER = 25;

interface ComparedAnswer {
  readonly answer: GivenAnswer;
  readonly release: ReleasedQuery;
  readonly differences: readonly Difference[];
}

/**
 * Takes all the answers, or none of them if one is refused.
 * @throws GatewayError `malformed` with the index of an entry that is not a release to the agency, or stands
 * twice; `forbidden` if the same client or person made the query; `conflict` if it has been answered
 */
export async function takeAnswers(
  { pool }: { readonly pool: pg.Pool },
  by: Subject,
  answers: readonly GivenAnswer[],
): Promise<AnswersTaken> {
  refuseTwice(answers);
  const indices = answers.map(({ index }) => index);
  const released = await findReleasedAt(pool, by.agencyId, indices);
  const compared = answers.map((answer): ComparedAnswer => {
    const release = released.get(answer.index);
    if (release === undefined) {
      throw new GatewayError(
        'malformed',
        `\`answers\`: entry ${answer.index} is not a release to your agency, or is a later page of one; remove it`,
      );
    }
    return { answer, release, differences: compareAnswer(release.query, answer) };
  });
  await refuseOwn(pool, by, [...released.values()]);
  const [before] = await findAnswered(pool, indices);
  if (before !== undefined) throw answeredBefore(before);
  for (let at = 0; at < compared.length; at += TOGETHER) {
    await record(pool, by, compared.slice(at, at + TOGETHER));
  }
  const differences = compared.filter((one) => one.differences.length > 0).length;
  return { taken: compared.length, differences };
}

async function record(pool: pg.Pool, by: Subject, compared: readonly ComparedAnswer[]): Promise<void> {
  const { id, ori } = (await findAgencyById(pool, by.agencyId)) as Agency;
  const events = compared.map(({ answer: { index, ...stated }, differences }) => {
    const owner = { entry: index, stated, statedBy: statedBy(by), differences };
    return ownerEvent({ kind: 'records_checked', agency: { id, ori }, owner });
  });
  await inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const { now, sealed } = await appendEvents(trx, events);
    const taken = compared.map(({ differences, release: { at, index } }, place) => {
      return { at, index, differences, entry: sealed[place]?.index as number };
    });
    // Somebody else answered the same entry at this moment.
    if (!(await insertAnswers(trx, by.agencyId, taken, now))) throw answeredBefore(taken[0]?.index);
  });
}

function answeredBefore(index: number | undefined): GatewayError {
  const why = `\`answers\`: entry ${index}, or one after it, was answered before, and stays so: leave out what no longer waits`;
  return new GatewayError('conflict', why);
}

/** Names who states it in the log's details: never in the public entry. */
export function statedBy({ clientId, issuer, ori, personId }: Subject) {
  return { ori, issuer, clientId, personId };
}

/** @throws GatewayError `forbidden` for their own queries, and for a person without a second factor */
export async function refuseOwn(
  db: Queryable,
  by: Subject,
  released: readonly ReleasedQuery[],
): Promise<void> {
  if (!isProven(by)) throw new GatewayError('forbidden', 'sign in with a second factor to answer');
  const { clientId, issuer, personId } = by;
  const employees = personId === null ? new Map<string, string>() : await findEmployeeIds(db, [personId]);
  const answers = { clientId, issuer, personId, employeeId: employees.get(personId ?? '') ?? null };
  const own = released.find(({ asked }) => !mayAnswer(asked, answers));
  if (own === undefined) return;
  throw new GatewayError(
    'forbidden',
    `you asked entry ${own.index} yourself: somebody else must answer for it`,
  );
}

function refuseTwice(answers: readonly GivenAnswer[]): void {
  const seen = new Set<number>();
  for (const { index } of answers) {
    if (seen.has(index))
      throw new GatewayError('malformed', `\`answers\`: entry ${index} stands twice: take one out`);
    seen.add(index);
  }
}
