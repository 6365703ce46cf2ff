/** What the public is told, over HTTP, of a real registry and log: whom plates are shared with, and in which numbers. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { PUBLIC_TABLES, TABLE_NAMES } from '../../../../gateway/oversight/transparency/public-tables.ts';
import type { Transparency } from '../../../../gateway/oversight/transparency/transparency.schema.ts';
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';
import { checkAnswer } from '../../../setup/check-answer.ts';
import {
  ABROAD,
  FEDERAL,
  HOSTILE,
  LAST_MONTH,
  PUBLIC_URL,
  REVOKED,
  SHERIFF,
  type ToldPublic,
  tellPublic,
} from '../../../setup/told-public.ts';

let fixture: ToldPublic;
let told: Transparency;
beforeAll(async () => {
  fixture = await tellPublic();
  told = fixture.told;
});
afterAll(() => fixture.close());

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${fixture.url}${path}`, { headers });
  return { response, text: await response.text() };
};

describe('what the public is told', () => {
  test('names the agencies that plates are shared with: class, county, since and until when, and what for', () => {
    expect(told.agencies).toEqual([
      {
        ...{ ori: SHERIFF, name: 'Adams SO', class: 'County sheriff', state: 'CO', county: 'Adams' },
        ...{ since: expect.any(String), until: expect.any(String) },
        ...{ purposes: expect.arrayContaining(['stolen_vehicle']), dataClasses: expect.any(Array) },
        lookBackDays: expect.any(Number),
      },
    ]);
  });

  test('names who is refused and why, by the registry and by the log; not who lacks no more than a grant', () => {
    const refused = new Map(told.refused.map((one) => [one.ori, one]));
    expect([...refused.keys()].sort()).toEqual([HOSTILE, FEDERAL, ABROAD].sort());
    expect(refused.get(FEDERAL)).toMatchObject({
      ...{ class: 'Federal agency', asked: true, refusedFor: ['agency_not_eligible'] },
      reasons: [{ code: 'agency_not_eligible', detail: 'federal', clause: 'C.R.S. 24-74-103(1)' }],
    });
    expect(refused.get(ABROAD)).toMatchObject({ asked: false, reasons: [{ detail: 'out_of_state' }] });
  });

  test('tells when sharing began and ended, at which log index, and how long it took on all nodes', async () => {
    const events = told.events.newest;
    expect(events.map(({ agency, kind }) => [kind, agency?.name ?? null])).toEqual([
      ['resumed', null],
      ['halted', null],
      ['revoked', 'Aurora PD'],
      ['grant_approved', 'Aurora PD'],
      ['grant_approved', 'Adams SO'],
      ['revoked', 'Laramie SO'],
    ]);
    // Nothing had been shared with it: the mark is in the log, and is not told as an end of sharing.
    const said = PUBLIC_TABLES.events.rows(told).map(([, , what, agency]) => [what, agency]);
    expect(said).toContainEqual(['Revoked in advance: nothing was shared', 'Laramie SO']);
    expect(said).toContainEqual(['Revoked: sharing ends', 'Aurora PD']);
    const entries = await fixture.admin.entries();
    for (const { at, index, kind, grant } of events) {
      expect(entries[index]).toMatchObject({ kind, grant, minute: `${at.slice(0, 16)}Z` });
    }
    for (const { kind, tookMs } of events) {
      if (kind === 'revoked' || kind === 'halted') expect(tookMs).toBeGreaterThanOrEqual(0);
      else expect(tookMs).toBe(null);
    }
  });

  test('says of a revocation that it ended sharing, though the minute changed between the end and its mark', async () => {
    const { ownerPool } = fixture.admin;
    const aurora = told.events.newest.find((one) => one.kind === 'revoked' && one.agency?.ori === REVOKED);
    const later = (minutes: number) =>
      ownerPool.query(
        `UPDATE sharing_event SET minute = minute + $2 * interval '1 minute'
         WHERE "index" = $1`,
        [aurora?.index, minutes],
      );
    expect((await later(1)).rowCount).toBe(1);
    const { events } = await fixture.tell();
    await later(-1);
    const marked = events.newest.find(({ index }) => index === aurora?.index);
    expect([marked?.kind, marked?.nothingInForce, marked?.at === aurora?.at]).toEqual([
      'revoked',
      false,
      false,
    ]);
  });

  test('says of a revocation after the grant had expired that nothing was shared', async () => {
    const { ownerPool } = fixture.admin;
    const longer = (by: string) =>
      ownerPool.query(
        `UPDATE sharing_grant SET ended_at = ended_at + $1::interval WHERE status = 'revoked'`,
        [by],
      );
    expect((await longer('20 years')).rowCount).toBe(1);
    const { events } = await fixture.tell();
    await longer('-20 years');
    const aurora = events.newest.find(({ agency, kind }) => kind === 'revoked' && agency?.ori === REVOKED);
    expect(aurora?.nothingInForce).toBe(true);
  });

  test('tells no time of a revocation across which the clock was set back, and all else', async () => {
    const { ownerPool } = fixture.admin;
    const [, halted] = told.events.newest;
    const moved = (by: string) =>
      ownerPool.query('UPDATE drain SET begun_at = begun_at + $2::interval WHERE mark = $1', [
        ...[halted?.index, by],
      ]);
    await moved('30 days');
    const { events } = await fixture.tell();
    await moved('-30 days');
    expect(events.newest.map(({ tookMs }) => tookMs !== null)).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  test('counts queries by purpose, and withholds what is small with something of the same rule beside it', () => {
    const of = (code: string) => told.purposes.find((one) => one.code === code);
    expect(of('stolen_vehicle')).toMatchObject({ answers: null, released: 20, held: 0, refused: null });
    // One refusal of a stolen vehicle: with it goes the other count of an approved purpose, or their sum would tell.
    expect(of('property_crime_felony')).toMatchObject({ released: 0, refused: null });
    // Three of the prohibited: which of them, nobody can tell.
    for (const { refused, rule } of told.purposes) if (rule === 'prohibited') expect(refused).toBe(null);
    expect(of('unlisted')).toMatchObject({ released: 0, held: 0, refused: 0 });
    expect(told.totals).toEqual({ answers: 35, released: 20, held: 0, refused: 15 });
  });

  test('tells by purpose and reason nothing of today, and nothing of an agency before five answers wait', () => {
    const reasons = new Map(told.reasons.map(({ code, refusals }) => [code, refusals]));
    expect([reasons.get('purpose_vague'), reasons.get('offense_unknown')]).toEqual([7, 0]);
    expect(told.purposes.find(({ code }) => code === 'hit_and_run')).toMatchObject({ refused: 0 });
    // The one of an agency that asked once is not among them: neither that it asked, nor why it was refused.
    expect(told.refused.find(({ ori }) => ori === HOSTILE)).toMatchObject({ asked: false, refusedFor: [] });
    expect(told.counted.through).toBe(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  });

  test('tells a month when it is over, with all of its answers, also where they are few by purpose', () => {
    expect(told.months).toEqual([
      {
        ...{ month: LAST_MONTH.toISOString().slice(0, 7), answers: 36, released: 20, held: 0, refused: 16 },
        furtherPages: 0,
      },
    ]);
  });

  test('counts refusals by reason, each with its meaning and clause', () => {
    const counts = new Map(told.reasons.map(({ code, refusals }) => [code, refusals]));
    expect([counts.get('purpose_prohibited'), counts.get('agency_not_eligible')]).toEqual([null, null]);
    expect(counts.get('narrative_immigration')).toBe(0);
    expect(told.reasons.every(({ clause, means }) => clause !== '' && means !== '')).toBe(true);
  });

  test('tells nothing of anybody: no plate, officer, case, justification or stated reason, no person', async () => {
    const { rows } = await fixture.admin.ownerPool.query('SELECT id::text FROM person');
    const files = await Promise.all(
      ['.json', '.atom', ...TABLE_NAMES.map((name) => `/${name}.csv`)].map((end) =>
        get(`/transparency${end}`),
      ),
    );
    for (const { text } of files) {
      for (const secret of [
        ...['Smith', 'ZZT0007', 'CR-2026-77', 'as it was asked', 'wife'],
        ...rows.map(({ id }) => id),
      ]) {
        expect(text).not.toContain(secret);
      }
    }
  });

  test('says what is prohibited, from the rules’ own list, how long what is kept, and who signs the log', () => {
    expect(told.prohibited.map(({ code }) => code)).toEqual(
      PURPOSES.filter(({ answer }) => answer !== 'approved').map(({ code }) => code),
    );
    expect(told.retention[0]).toMatchObject({ what: 'Reads of plates', kept: '30 days' });
    expect(told.log).toMatchObject({ origin: 'test.example/log', verifierKey: fixture.vkey, witnesses: [] });
    expect(told.log.witnessed).toMatch(/^Nobody yet/);
    expect(told.log.witnessedAt).toBeNull();
  });

  test('answers each clause that Cal. Civ. Code 1798.90.51 has for a usage policy, by tables that there are', () => {
    const clauses = told.policy.map(({ clause }) => clause);
    for (const letter of 'ABCDEFG') expect(clauses).toContain(`1798.90.51(b)(2)(${letter})`);
    for (const { tables } of told.policy) {
      for (const name of tables) expect(PUBLIC_TABLES).toHaveProperty(name);
    }
  });

  test('needs no look into the details of the log, however long it is', async () => {
    await fixture.admin.ownerPool.query('REVOKE SELECT ON audit_detail FROM gateway_app');
    try {
      const again = await fixture.tell();
      expect(again.purposes).toEqual(told.purposes);
    } finally {
      await fixture.admin.ownerPool.query('GRANT SELECT ON audit_detail TO gateway_app');
    }
  });
});

describe('the public’s files', () => {
  test('are JSON as it is described, and are not sent again to who has them', async () => {
    const { response, text } = await get('/transparency.json');
    const { headers, status } = response;
    checkAnswer('GET', '/transparency.json', { status, headers, body: JSON.parse(text) });
    expect(headers.get('Cache-Control')).toBe('public, max-age=60');
    const again = await get('/transparency.json', { 'If-None-Match': headers.get('ETag') as string });
    expect([again.response.status, again.text]).toEqual([304, '']);
  });

  test.each(TABLE_NAMES)(
    'have `%s` as CSV, row by row, and nothing in it runs in a spreadsheet',
    async (name) => {
      const path = `/transparency/${name}.csv`;
      const { response, text } = await get(path);
      const { headers, status } = response;
      checkAnswer('GET', path, { status, headers, body: null });
      expect(headers.get('Content-Disposition')).toBe(`attachment; filename="transparency-${name}.csv"`);
      const { columns, rows } = PUBLIC_TABLES[name];
      const lines: string[][] = parse(text);
      expect(lines[0]).toEqual(columns);
      expect(lines.length).toBe(rows(told).length + 1);
      expect(lines.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      if (name === 'refused') expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")`);
    },
  );

  test('have no other table, and say where to look', async () => {
    const { response, text } = await get('/transparency/officers.csv');
    expect([response.status, JSON.parse(text).detail]).toEqual([
      404,
      expect.stringContaining('/openapi.json'),
    ]);
  });

  test('are a feed: each event once, under a name that stays, the newest first, with when it changed', async () => {
    const { response, text } = await get('/transparency.atom');
    const { headers, status } = response;
    checkAnswer('GET', '/transparency.atom', { status, headers, body: null });
    expect(headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8');
    const all = (tag: string) =>
      [...text.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, of]) => of);
    const ids = all('id');
    expect(new Set(ids).size).toBe(ids.length);
    const log = 'urn:alpr-sharing:log:test.example%2Flog';
    expect(ids).toEqual([`${log}:sharing`, ...told.events.newest.map(({ index }) => `${log}:${index}`)]);
    expect(all('title')[3]).toBe('Revoked: sharing ends: Aurora PD (CO0010100)');
    const updated = all('updated');
    expect(updated).toHaveLength(ids.length);
    for (const time of updated) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(updated[0]).toBe(updated.slice(1).sort().at(-1));
    expect(headers.get('Last-Modified')).toBe(new Date(updated[0] as string).toUTCString());
    expect(text).toContain(
      `<link rel="self" type="application/atom+xml" href="${PUBLIC_URL}/transparency.atom"/>`,
    );
    // Each entry leads to its row on the page.
    const page = await (await fetch(`${fixture.url}/transparency`)).text();
    for (const { index } of told.events.newest) {
      expect(text).toContain(
        `<link rel="alternate" type="text/html" href="${PUBLIC_URL}/transparency#entry-${index}"/>`,
      );
      expect(page).toContain(`<tr id="entry-${index}">`);
    }
  });
});
