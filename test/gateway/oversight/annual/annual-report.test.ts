/** The annual report over HTTP, of a log with planted cases, recounted by a program that shares no code with it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

const SHERIFF = 'CO0010000';
const POLICE = 'CO0010100';
const YEAR = new Date().getUTCFullYear();

/** Kind, agency, minute and how many: what a year can hold, the last minute of one year and the first of the next. */
const PLANTED: readonly (readonly [string, string | null, string, number])[] = [
  ['release', SHERIFF, `${YEAR - 1}-12-31T23:59Z`, 9],
  ['refusal', SHERIFF, `${YEAR - 1}-12-31T23:59Z`, 6],
  ['release', SHERIFF, `${YEAR}-01-01T00:00Z`, 20],
  ['refusal', SHERIFF, `${YEAR}-01-01T00:00Z`, 3],
  ['refusal', POLICE, `${YEAR}-01-01T00:00Z`, 7],
  // The clock was set back: the log's order is not the order of its minutes.
  ['release', SHERIFF, `${YEAR - 1}-12-30T08:00Z`, 1],
  ['review', POLICE, `${YEAR}-01-01T00:01Z`, 5],
  ['misuse_reported', null, `${YEAR}-01-01T00:01Z`, 2],
];

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
  const { ownerPool } = admin;
  await admin.register(SHERIFF, { name: 'Adams SO', class: 'sheriff' });
  const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(SHERIFF))).body;
  expect((await admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`)).status).toBe(200);
  const { rows } = await ownerPool.query('SELECT max(size)::integer AS size FROM log_checkpoint');
  const entries = PLANTED.flatMap(([kind, agency, minute, count]) =>
    Array.from({ length: count }, () =>
      JSON.stringify({ agency, commitment: '', effect: null, epoch: 0, grant: null, kind, minute, v: 1 }),
    ),
  );
  await ownerPool.query(
    `INSERT INTO log_entry (index, entry, leaf_hash)
     SELECT $1 + at - 1, entry, sha256('') FROM unnest($2::text[]) WITH ORDINALITY AS e (entry, at)`,
    [rows[0].size, entries],
  );
  await ownerPool.query(`INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, sha256(''), '{}')`, [
    rows[0].size + entries.length,
  ]);
  await ownerPool.query(`ALTER TABLE log_entry DISABLE TRIGGER log_entry_kept`);
  await ownerPool.query(
    `UPDATE log_entry SET entry = replace(entry, '"minute":"${YEAR}-', '"minute":"${YEAR - 1}-') WHERE index = 0`,
  );
  await ownerPool.query(`UPDATE log_tally SET through = current_date - 1`);
  await ownerPool.query(
    `INSERT INTO query_tally VALUES ('${YEAR}-01-01', 'stolen_vehicle', 'further_page', 8)`,
  );
  await ownerPool.query(
    `INSERT INTO misuse_report (kind, entries, summary, opened_at, due_at, state, outcome, closed_by, closed_at)
     SELECT 'personal_use', '{}', '', $1::timestamptz, $1, 'closed', o.outcome, p.id, $1
     FROM (SELECT id FROM person LIMIT 1) p, (VALUES ('founded'), ('founded'), ('unfounded')) AS o (outcome)`,
    [`${YEAR}-01-01T00:02:00Z`],
  );
});
afterAll(() => admin.close());

const read = (year: number | string, search = '') =>
  admin.call('auditor', 'GET', `/v1/reports/annual/${year}${search}`);

/** Counts the entries of a year in the text of the log alone. */
async function recount(year: number): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  const { rows } = await admin.pool.query<{ entry: string }>('SELECT entry FROM log_entry');
  for (const { entry } of rows) {
    const found = /^\{"agency":(null|"\w+"),.*"kind":"(\w+)","minute":"(\d{4})-(\d\d)/.exec(entry);
    if (found === null || Number(found[3]) !== year) continue;
    const key = `${found[3]}-${found[4]} ${found[2]} ${found[1]?.replaceAll('"', '')}`;
    counted[key] = (counted[key] ?? 0) + 1;
  }
  return counted;
}

const keyed = (entries: readonly { month: string; kind: string; agency: string | null; entries: number }[]) =>
  Object.fromEntries(
    entries.map(({ agency, entries: count, kind, month }) => [`${month} ${kind} ${agency}`, count]),
  );

interface Figure {
  readonly code: string;
  readonly count: number | null;
  readonly before: number | null;
}
const figures = (body: { readonly figures: readonly Figure[] }) =>
  Object.fromEntries(body.figures.map(({ before, code, count }) => [code, [count, before]]));

describe('the annual report', () => {
  test('counts each public entry of the year once, by month, kind and agency, as an independent count does', async () => {
    for (const year of [YEAR, YEAR - 1]) {
      const { body, status } = await read(year);
      expect(status).toBe(200);
      expect(keyed(body.entries)).toEqual(await recount(year));
    }
    expect(await recount(YEAR)).toMatchObject({ [`${YEAR}-01 refusal ${POLICE}`]: 7 });
  });

  test('tells requests, answers, agreements, certifications and misuse beside the year before, with their sources', async () => {
    const { body } = await read(YEAR);
    expect(figures(body)).toMatchObject({
      // 20 releases of which 8 are further pages, 5 held and 10 refused.
      ...{ requests: [27, 16], released: [20, 10], held: [5, 0], refused: [10, 6], further_pages: [8, 0] },
      ...{ agreements_approved: [1, 0], agreements_in_force: [1, 0], certifications: [1, 0] },
      ...{ misuse_reported: [2, 0], misuse_founded: [2, 0], misuse_unfounded: [1, 0], misuse_open: [0, 0] },
      served_process: [0, 0],
    });
    for (const { source } of body.figures) expect(source).toMatch(/^(public entries|tables?) /);
  });

  test('of the running year is told until today, and of the one before in whole', async () => {
    const today = new Date().toISOString().slice(0, 10);
    expect((await read(YEAR)).body).toMatchObject({ untilToday: true, through: today, yearBefore: YEAR - 1 });
    const { body } = await read(YEAR - 1);
    expect(body).toMatchObject({ untilToday: false, through: `${YEAR - 1}-12-31`, yearBefore: null });
    expect(body.figures.every(({ before }: Figure) => before === null)).toBe(true);
  });

  test('withholds small counts in its public form, and whatever would tell them, of days that are over', async () => {
    const { body } = await read(YEAR, '?form=public');
    expect(figures(body)).toMatchObject({
      ...{ released: [20, 10], held: [5, 0], refused: [10, 6] },
      ...{
        misuse_reported: [null, 0],
        misuse_founded: [null, 0],
        misuse_unfounded: [null, 0],
        misuse_open: [null, 0],
      },
    });
    expect(keyed(body.entries)).toEqual({
      [`${YEAR}-01 misuse_reported null`]: null,
      [`${YEAR}-01 refusal ${POLICE}`]: 7,
      [`${YEAR}-01 refusal ${SHERIFF}`]: null,
      [`${YEAR}-01 release ${SHERIFF}`]: 20,
      [`${YEAR}-01 review ${POLICE}`]: 5,
    });
  });

  test('comes as CSV with the same numbers', async () => {
    const { headers, text } = await read(YEAR, '?format=csv');
    expect(headers.get('content-disposition')).toBe(`attachment; filename=annual-${YEAR}-full.csv`);
    const rows: string[][] = parse(text, { relaxColumnCount: true });
    expect(rows[0]?.[0]).toMatch(/until today/);
    expect(rows.find(([title]) => title === 'Queries refused')?.slice(1, 3)).toEqual(['10', '6']);
    expect(rows.at(-1)?.[0]).toMatch(/^\d{4}-\d\d$/);
  });

  test('of a year without a log, or of no year, is not found, and says what to write', async () => {
    for (const year of [YEAR + 1, YEAR - 2]) {
      const { body, status } = await read(year);
      expect([status, body.detail]).toEqual([404, expect.stringContaining(`from ${YEAR - 1}`)]);
    }
    expect((await read('last')).body.detail).toBe('`year` is not a year: write it as YYYY, e.g. 2026');
    expect((await read(YEAR, '?form=secret')).status).toBe(422);
  });
});
