/** One request of a partner's under an Idempotency-Key, to be sent as often as wanted, and what it left behind. */
import { expect } from '@jest/globals';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import type { Queryable } from '../../../gateway/database/queryable.ts';
import { demoQuery } from '../demo/demo-query.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, checked by the tests themselves
  readonly body: any;
}

export type Again = (headers?: Readonly<Record<string, string>>, by?: Client) => Promise<Answer>;

/** Plates in which this occurs are many: held for review. */
export const PARTIAL = { number: 'DEMO0', match: 'partial' };

let cases = 2000;

/**
 * The same words each time it is called; each request has a case of its own.
 * @param key null: without one
 * @param body none: it is a GET
 */
export function repeated(client: Client, key: string | null, path: string, body?: object): Again {
  const named = key === null ? {} : { 'Idempotency-Key': key };
  return (headers = {}, by = client) =>
    by.request(body === undefined ? 'GET' : 'POST', path, body, { ...named, ...headers });
}

/** A query for one of the demo's plates. */
export function repeatedQuery(
  client: Client,
  plate: string,
  key: string,
  changes: Record<string, unknown> = {},
  path = '/v1/queries',
): Again {
  cases += 1;
  const purpose = {
    code: 'stolen_vehicle',
    caseNumber: `CR-2026-${cases}`,
    justification: 'sedan stolen from a driveway overnight, seen near the park',
  };
  return repeated(client, key, path, demoQuery(client, plate, { purpose, ...changes }));
}

/** Entries of the log, and all that is counted by releases, refusals and held queries. */
async function counted(owner: Queryable): Promise<unknown> {
  const { rows } = await owner.query(
    `SELECT (SELECT max(size) FROM log_checkpoint) AS entries,
       (SELECT sum(records) FROM agency_usage) AS records, (SELECT sum(refusals) FROM agency_usage) AS refusals,
       (SELECT sum(releases) FROM query_count) AS releases, (SELECT count(*) FROM held_query) AS held`,
  );
  return rows[0];
}

/** Does it, and expects that nothing was written in the log or counted by it. */
export async function leavesNothing<T>(owner: Queryable, act: () => Promise<T>): Promise<T> {
  const before = await counted(owner);
  const done = await act();
  expect(await counted(owner)).toEqual(before);
  return done;
}

/** Sent again, it is answered as before, and leaves nothing behind. */
export async function expectReplay(owner: Queryable, first: Answer, again: Again): Promise<void> {
  const second = await leavesNothing(owner, () => again());
  expect([second.status, second.body]).toEqual([first.status, first.body]);
  expect(second.headers.get('Idempotency-Replayed')).toBe('true');
}

export const codesOf = ({ body }: Answer): string[] => body.reasons.map(({ code }: { code: string }) => code);
