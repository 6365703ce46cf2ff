/** What a reviewer makes of who asked: kept, logged, and what the Chief and the monthly audit learn from it. */
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { findJudgedWords } from '../../../gateway/oversight/reports/sample-store.ts';
import { reviewCommand } from '../../../gateway/oversight/reviews/review-command.ts';
import { countJudgedWords } from '../../../sharing-rules/judged-words.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useSharedDemo } from '../../setup/demo/use-demo.ts';

const fixture = useSharedDemo('adams', 'reviewer', 'chief', 'auditor');

const run = (line: string) =>
  runCommand(
    reviewCommand((...asked) => fixture.demo.connect(...asked)),
    line,
  );

interface Judged {
  readonly index: number;
  readonly verdict: string | null;
}

let cases = 5000;
/** The id of a query that is held for its words, of which the asker says what they are. */
async function held(): Promise<string> {
  const { adams } = fixture.clients;
  const purpose = {
    code: 'stolen_vehicle',
    caseNumber: `CR-2026-${cases++}`,
    justification: 'stolen truck, ICE sticker on the bumper',
    context: [{ words: 'ICE sticker', is: 'name_or_place' }],
  };
  const query = demoQuery(adams, fixture.plate, { plate: { number: `ZZT${cases}` }, purpose });
  const { body, status } = await adams.request('POST', '/v1/queries', query);
  expect(status).toBe(202);
  return (body as { queryId: string }).queryId;
}
const show = (id: string) => fixture.clients.reviewer.call<Judged>('GET', `/v1/reviews/${id}`);
/** How the Chief finds what was reported of the held queries' entries. */
async function reported(entry: number): Promise<string[]> {
  const { reports } = await fixture.clients.chief.call<{
    reports: readonly { kind: string; entries: readonly number[] }[];
  }>('GET', '/v1/misuse-reports?state=open&limit=200');
  return reports.filter(({ entries }) => entries.includes(entry)).map(({ kind }) => kind);
}

describe('a reviewer who judges a held query', () => {
  test('need not say what to make of who asked: then nothing is kept of it, and nobody is reported', async () => {
    const id = await held();
    expect(await run(`refuse ${id} --reason "no such case"`)).not.toContain('Chief');
    const { index, verdict } = await show(id);
    expect([verdict, await reported(index)]).toEqual([null, []]);
  });

  test('says that it is misuse: the Chief has a report of it, by whom and of which entry', async () => {
    const id = await held();
    const told = await run(`refuse ${id} --reason "no such company" --verdict misuse`);
    expect(told).toContain('; the Chief has a report of it');
    const { index, verdict } = await show(id);
    expect([verdict, await reported(index)]).toEqual(['misuse', ['judged_misuse']]);
  });

  test('does not approve what is misuse', async () => {
    const id = await held();
    const { reviewer } = fixture.clients;
    const body = { reason: 'read it', verdict: 'misuse' };
    const answer = await reviewer.request('POST', `/v1/reviews/${id}/approve`, body);
    expect([answer.status, (answer.body as { detail: string }).detail]).toEqual([
      422,
      'what is misuse cannot be approved: refuse it, with the same `verdict`',
    ]);
    const choicesOf = (name: string) =>
      reviewCommand((...asked) => fixture.demo.connect(...asked))
        .commands.find((command) => command.name() === name)
        ?.options.find(({ long }) => long === '--verdict')?.argChoices;
    expect(choicesOf('approve')).toEqual(['honest', 'mistaken']);
    expect(choicesOf('refuse')).toEqual(['honest', 'mistaken', 'misuse']);
    expect((await show(id)).verdict).toBeNull();
  });

  test('says that it was honest: kept in the log, reported to nobody, and counted by list and frame', async () => {
    const id = await held();
    await run(`approve ${id} --reason "a sticker of a band" --verdict honest`);
    const { index, verdict } = await show(id);
    expect([verdict, await reported(index)]).toEqual(['honest', []]);
    const now = new Date();
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
    const pool = new pg.Pool({ connectionString: fixture.demo.file.databases.gatewayOwnerUrl });
    const counted = countJudgedWords(await findJudgedWords(pool, { name: 'now', from, to }));
    await pool.end();
    expect(counted).toEqual([
      {
        ...{ list: 'narrative_immigration: federal_immigration_agency', frame: 'impostor_or_threat' },
        ...{ honest: 1, mistaken: 0, misuse: 1 },
      },
    ]);
  });
});
