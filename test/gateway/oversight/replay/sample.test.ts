/** A sample that nobody chooses: the log's own root draws it, so that anyone who has the public log can draw it again. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeMonth } from '../../../../gateway/oversight/replay/describe-replay.ts';
import { drawDecisions } from '../../../../gateway/oversight/replay/draw-decisions.ts';
import { type MonthReplayed, replayMonth } from '../../../../gateway/oversight/replay/replay-month.ts';
import { type ReplayFixture, startReplays } from './replay-fixture.ts';

const DECISIONS = 12;
let fixture: ReplayFixture;
beforeAll(async () => {
  fixture = await startReplays();
  for (let i = 0; i < DECISIONS; i += 1) await fixture.ask({}, { kind: 'dry_run', found: null });
});
afterAll(() => fixture.close());

/** Of the public log alone, as the guide says it. */
function drawnByHand(entries: readonly Record<string, unknown>[], root: Buffer, first: number, most: number) {
  const drawn = new Set<number>();
  for (let counter = 0n; drawn.size < most; counter += 1n) {
    const count = Buffer.from(counter.toString(16).padStart(16, '0'), 'hex');
    const digits = createHash('sha256')
      .update(Buffer.concat([root, count]))
      .digest('hex')
      .slice(0, 16);
    const index = first + Number(BigInt(`0x${digits}`) % BigInt(entries.length - first));
    if (entries[index]?.effect !== null) drawn.add(index);
  }
  return [...drawn].sort((a, b) => a - b);
}

const rootOf = (size: number) => createHash('sha256').update(`root of ${size}`).digest();

test('it is what anyone draws from the public log by its root, and another root draws others', async () => {
  const { pool } = fixture.admin;
  const entries = await fixture.admin.entries();
  const samples = new Set<string>();
  for (let i = 0; i < 5; i += 1) {
    const head = { root: rootOf(i), size: entries.length };
    const drawn = await drawDecisions(pool, { first: 2, head }, 4);
    expect(drawn).toEqual(drawnByHand(entries, head.root, 2, 4));
    samples.add(drawn.join());
  }
  expect(samples.size).toBeGreaterThan(1);
});

test('it has every decision where there are no more than were asked for', async () => {
  const entries = await fixture.admin.entries();
  const decided = entries.flatMap(({ effect }, index) => (effect === null ? [] : [index]));
  const head = { root: rootOf(1), size: entries.length };
  for (const most of [decided.length, decided.length + 1]) {
    expect(await drawDecisions(fixture.admin.pool, { first: 0, head }, most)).toEqual(decided);
  }
});

test('the command replays it, says by which root it was drawn, and the log has how many were asked for', async () => {
  const { code, said } = await fixture.replay('--sample 5 --json');
  const { decisions, log, same } = JSON.parse(said);
  expect([code, decisions, same]).toEqual([0, 5, 5]);
  const { rows } = await fixture.admin.pool.query('SELECT root FROM log_checkpoint WHERE size = $1', [
    log.size,
  ]);
  expect(log.root).toBe(rows[0].root.toString('base64'));
  const { owner } = await fixture.details((await fixture.admin.entries()).length - 1);
  expect(owner).toMatchObject({ action: 'replay', search: { sample: 5, size: log.size }, entries: 5 });
  expect((await fixture.replay('--sample 5')).said).toMatch(
    /^drawn by the root of the log, [\w+/]{43}=\n5 decisions of a log/,
  );
  await expect(fixture.replay('1 --sample 5')).rejects.toThrow('one of them only');
  await expect(fixture.replay('--sample 0')).rejects.toThrow('give a whole number from 1 to 1000');
  const both = await fixture.admin.call('auditor', 'GET', '/v1/audit/replay?index=1&sample=5');
  expect([both.status, both.body.detail]).toEqual([422, 'give `index` or `sample`, not both']);
});

describe('of the month the audit', () => {
  const now = new Date();
  const month = {
    from: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)),
    to: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)),
  };
  const replayed = async (most?: number) =>
    (await replayMonth(fixture.admin.pool, month, 'test', most)) as MonthReplayed;

  test('replays a sample drawn by the root at its end, however much has been logged since', async () => {
    const entries = await fixture.admin.entries();
    const { decisions, first, log, same } = await replayed(6);
    expect([decisions, same, first, log.size]).toEqual([6, 6, 0, entries.length]);
    const { rows } = await fixture.admin.pool.query(
      'SELECT root FROM log_checkpoint ORDER BY size DESC LIMIT 1',
    );
    expect(log.root).toBe(rows[0].root.toString('base64'));
  });

  test('names what differs, what was altered and what was not replayed, so that a person can look', async () => {
    const { asker, owner } = await fixture.details(await fixture.ask());
    const wrong = await fixture.append({ kind: 'refusal', effect: 'deny', asker, owner });
    const altered = await fixture.ask();
    await fixture.admin.ownerPool.query(
      `UPDATE audit_detail SET asker_detail = replace(asker_detail, 'permit', 'deny') WHERE index = $1`,
      [altered],
    );
    const other = await fixture.ask({}, {}, 'd'.repeat(64));
    const found = await replayed();
    expect(found).toMatchObject({ different: [{ index: wrong }], altered: [altered] });
    expect(describeMonth(found)).toEqual([
      `${DECISIONS + 4} decisions taken again, drawn by the root of the log at the month's end (size ${found.log.size}): ` +
        `${DECISIONS + 1} the same, 1 different, 1 altered`,
      `${found.acts} other entries of the month held against the log: grants, revocations and the like`,
      `entry ${wrong}, rules test: effect deny in the log, permit again`,
      `entry ${altered}: altered: what is kept of it is not what the entry commits to`,
      `1 decision not replayed here: revision ${'d'.repeat(12)}: take them again with --rules and a checkout of its ` +
        `release (first: entry ${other})`,
    ]);
  });

  test('holds what was done against the log too: who approved, who revoked', async () => {
    const { ownerPool } = fixture.admin;
    const index = (await fixture.admin.entries()).findIndex(({ kind }) => kind === 'grant_proposed');
    const before = await replayed();
    expect(before.altered).not.toContain(index);
    expect(before.acts).toBeGreaterThan(2);
    const by = (await fixture.details(index)).owner.by as string;
    const rewrite = `UPDATE audit_detail SET owner_detail = replace(owner_detail, $2, $3) WHERE index = $1`;
    await ownerPool.query(rewrite, [index, by, fixture.admin.persons['admin-2']]);
    expect((await replayed()).altered).toContain(index);
    await ownerPool.query(rewrite, [index, fixture.admin.persons['admin-2'], by]);
  });

  test('draws among all entries of the month, also where somebody removed the details of its last ones', async () => {
    const last = await fixture.ask();
    await fixture.admin.ownerPool.query('DELETE FROM audit_detail WHERE index = $1', [last]);
    const found = await replayed();
    expect([found.first, found.log.size, found.missing]).toEqual([0, last + 1, [last]]);
    expect(describeMonth(found)).toContain(
      `entry ${last}: its details are missing: they must be kept, and somebody removed them`,
    );
  });

  test('has nothing of a month without entries', async () => {
    const long = { from: new Date('2020-01-01'), to: new Date('2020-02-01') };
    expect(await replayMonth(fixture.admin.pool, long, 'test')).toBeNull();
  });
});
