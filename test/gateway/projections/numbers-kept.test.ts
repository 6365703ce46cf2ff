/** Tests that the public numbers are held against the log although details of the first days were erased by policy. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { purgeKept } from '../../../gateway/oversight/retention/purge-kept.ts';
import { keepNumbers, NUMBERS } from '../../../gateway/projections/numbers.ts';
import { SEARCH } from '../../../gateway/projections/search.ts';
import { countNumbers } from '../../setup/count-numbers.ts';
import { type CommitFixture, createCommitFixture } from '../../setup/database/commit-fixture.ts';
import { makeSearchDay } from '../../setup/database/project-columns.ts';
import { pendingQuery, stolenVehicleQuery } from '../../setup/database/sharing-fixture.ts';

const OLD = '2021-03-04';

let fixture: CommitFixture;
beforeEach(async () => {
  fixture = await createCommitFixture();
});
afterEach(() => fixture.close());

const alter = (statement: string) => fixture.ownerPool.query(statement);
const quiet = () => undefined;
const compare = () => NUMBERS.compare(fixture.pool, quiet);
const refuse = async (times: number) => {
  const { purpose, ...query } = stolenVehicleQuery();
  const refused = { query: { ...query, purpose: { ...purpose, code: 'immigration_civil' } }, found: null };
  for (let turn = 0; turn < times; turn += 1) {
    await fixture.queue.commit(pendingQuery(fixture.agencyId, refused));
  }
};
const told = async () =>
  (await alter('SELECT coalesce(sum(answers), 0)::integer AS n FROM query_tally')).rows[0].n;

/** Seven refusals years ago, and more today. @param ahead of them today, as by a clock that was set ahead and back */
async function logTwoTimes(today: number, ahead = 0): Promise<void> {
  await refuse(ahead);
  const { rows } = await alter('SELECT max(size) AS first FROM log_checkpoint');
  const [{ first }] = rows;
  await refuse(7);
  await SEARCH.goOn(fixture.pool);
  await alter(`SELECT ensure_audit_days('${OLD}', 1)`);
  await makeSearchDay(fixture.ownerPool, OLD);
  await alter(`ALTER TABLE log_entry DISABLE TRIGGER USER;
    UPDATE log_entry SET entry = regexp_replace(entry, '"minute":"[0-9-]*T', '"minute":"${OLD}T') WHERE index >= ${ahead && first};
    UPDATE audit_detail SET day = '${OLD}' WHERE index >= ${ahead && first};
    UPDATE audit_search SET day = '${OLD}' WHERE index >= ${ahead && first};
    ALTER TABLE log_entry ENABLE TRIGGER USER`);
  await countNumbers(fixture.pool);
  await refuse(today);
  await countNumbers(fixture.pool);
}

describe('numbers that counted days whose details were erased', () => {
  test('are counted again from the end of these days, and any that is altered is found and mended', async () => {
    await logTwoTimes(3);
    expect(await told()).toBe(7);
    await purgeKept(fixture.pool);
    await countNumbers(fixture.pool);
    await refuse(3);
    await countNumbers(fixture.pool);
    expect((await SEARCH.compare(fixture.pool, quiet)).gone).toContain(OLD);
    const { differences, gone, is, must } = await compare();
    expect([differences, gone]).toEqual([[], expect.stringMatching(/before their details were erased/)]);
    expect(is).toBe(must);
    await alter(
      `UPDATE query_tally SET answers = answers + 1; UPDATE answer_waiting SET answers = 1 WHERE reason = ''`,
    );
    expect((await compare()).differences.flatMap(({ columns }) => columns).sort()).toEqual([
      ...['answer_waiting.answers', 'query_tally.answers'],
    ]);
    await NUMBERS.rebuild(fixture.pool, quiet);
    expect([(await compare()).differences, await told()]).toEqual([[], 7]);
  });

  test('are all counted, also of days that are not in the order of the log', async () => {
    await logTwoTimes(2, 2);
    expect(await told()).toBe(7);
    expect((await compare()).differences).toEqual([]);
  });

  test('are kept once, whatever becomes of the purge after it', async () => {
    await logTwoTimes(6);
    const keep = () => keepNumbers(fixture.pool, '2021-04-01');
    const first = await keep();
    expect([first, await keep(), await keep()]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      first,
      first,
    ]);
    expect((await compare()).differences).toEqual([]);
    await alter('SELECT tell_days(current_date)');
    expect([(await compare()).differences, await told()]).toEqual([[], 13]);
  });

  test('are purged although somebody counts them for long: they are then not counted again', async () => {
    await logTwoTimes(3);
    const holder = await fixture.ownerPool.connect();
    await holder.query('BEGIN; SELECT pg_advisory_xact_lock(74105290)');
    await purgeKept(fixture.pool);
    await holder.query('ROLLBACK');
    holder.release();
    await countNumbers(fixture.pool);
    const { differences, gone } = await compare();
    expect([differences, gone, await told()]).toEqual([[], expect.stringMatching(/no longer kept/), 7]);
  });

  test('cannot be altered together with what is kept of them: the entry of the purge has its hash', async () => {
    await logTwoTimes(3);
    await purgeKept(fixture.pool);
    await countNumbers(fixture.pool);
    await alter(`UPDATE query_tally SET answers = answers + 1;
      UPDATE log_tally SET base_rows = (SELECT jsonb_agg(CASE WHEN r ->> 'table' = 'query_tally'
        THEN r || jsonb_build_object('answers', (r ->> 'answers')::bigint + 1) ELSE r END ORDER BY ord)
        FROM jsonb_array_elements(base_rows) WITH ORDINALITY e (r, ord))`);
    expect((await compare()).differences).toEqual([{ index: null, columns: ['log_tally.base'] }]);
    await alter('UPDATE log_tally SET base_before = NULL, base_rows = NULL, base_entries = 0');
    expect((await compare()).differences).toEqual([{ index: null, columns: ['log_tally.base'] }]);
  });
});
