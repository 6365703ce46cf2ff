/** The public page is recounted from the log: what its owner's database was made to say otherwise is named. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { findPage } from '../../../gateway/audit-verify/find-page.ts';
import { comparePage, type PageReport } from '../../../gateway/audit-verify/recount/compare-page.ts';
import type { PublicPage } from '../../../gateway/audit-verify/recount/public-page.ts';
import { recountEntries } from '../../../gateway/audit-verify/recount/recount-entries.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { programArguments } from '../../setup/program-arguments.ts';
import { serveOnLoopback } from '../../setup/serve-on-loopback.ts';
import { ADAMS, AURORA, release, type Step, sealSteps, signer, writeLog } from '../audit/sample-log.ts';

const FEBRUARY = { minute: '2026-02-27T12:34Z' };
const many = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);
const OWNER = 'CO0010300';

/** In February 12 releases with two further pages, 7 refusals of one agency and 3 of another; in March one more of each; the own use in February. */
const STEPS: readonly Step[] = [
  ['log_created', FEBRUARY],
  ['grant_approved', { ...FEBRUARY, agency: ADAMS, grant: 'g1' }],
  ...many(14, release(ADAMS, 'g1', FEBRUARY)),
  ...many(7, ['refusal', { ...FEBRUARY, agency: ADAMS, effect: 'deny' }]),
  ...many(3, ['refusal', { ...FEBRUARY, agency: AURORA, effect: 'deny' }]),
  ['revoked', { ...FEBRUARY, agency: ADAMS, grant: 'g1' }],
  ['halted'],
  ['resumed'],
  ['grant_approved', { agency: ADAMS, grant: 'g2' }],
  release(ADAMS, 'g2'),
  ['refusal', { agency: ADAMS, effect: 'deny' }],
  ...many(6, ['refusal', { ...FEBRUARY, agency: OWNER, effect: 'deny' }]),
];
const sealed = sealSteps(STEPS);
const at = (index: number) => {
  const { agency, grant, kind, minute } = JSON.parse(sealed[index]?.entry as string);
  return { index, at: minute.replace('Z', ':00.000Z'), kind, agency: agency && { ori: agency }, grant };
};
const EVENTS = [29, 28, 27, 26, 1].map(at);
const none = { released: 0, held: 0, refused: 0 };

/** What an honest gateway tells of this log: of the three refusals of the other agency by month alone. */
const HONEST = {
  log: { origin: 'log.example/ccpd' },
  owner: { ori: OWNER },
  ownUse: { ...none, answers: 6, refused: 6, furtherPages: 0 },
  counted: {
    entries: sealed.length,
    through: '2026-02-28',
    toldAtOnce: 0,
    furtherPages: null as number | null,
  },
  totals: { released: 12, held: 0, refused: 7 },
  purposes: [
    { code: 'stolen_vehicle', ...none, released: 12, refused: null },
    { code: 'hit_and_run', ...none, refused: null },
  ],
  reasons: [{ code: 'purpose_vague', refusals: 7 }],
  months: [
    {
      month: '2026-02',
      answers: 22,
      released: 12,
      held: 0,
      refused: 10,
      furtherPages: null as number | null,
    },
  ],
  events: { earlier: 0, newest: EVENTS },
};
type Page = typeof HONEST;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'public-page-'));
  writeLog(join(directory, 'log'), sealed);
  // Builds the program where no test before has: that takes its time.
  programArguments('gateway/audit-verify/main.ts');
}, 300_000);
afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const program = [...programArguments('gateway/audit-verify/main.ts'), '--key', signer.vkey, ...args];
    const child = execFile(process.execPath, program, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

function write(page: unknown): string {
  const file = join(directory, 'transparency.json');
  writeFileSync(file, typeof page === 'string' ? page : JSON.stringify(page));
  return file;
}

const verify = (page: unknown) => run(join(directory, 'log'), '--transparency', write(page));

async function compare(page: unknown, log = join(directory, 'log')): Promise<PageReport> {
  const { page: read } = await findPage(write(page), undefined);
  const recounted = recountEntries(read as PublicPage);
  const report = await verifyLog({
    source: directorySource(log),
    vkey: signer.vkey,
    onEntry: recounted.take,
  });
  expect(report.faults).toEqual([]);
  return comparePage(read as PublicPage, recounted, report);
}

describe('the public page, recounted from the log', () => {
  test('holds where it says what the log has, also while answers wait and small counts are withheld', async () => {
    const { code, out } = await verify(HONEST);
    expect([code, out]).toEqual([0, expect.stringMatching(/numbers and events are those of the log\n/)]);
    const unchecked = await run(join(directory, 'log'));
    expect(unchecked.out).not.toContain('public page');
  });

  const { totals, counted, events, purposes } = HONEST;
  const [month] = HONEST.months as [Page['months'][0]];
  const lies: readonly (readonly [string, Partial<Page>, string])[] = [
    [
      'fewer releases than the log has',
      { totals: { ...totals, released: 5 }, purposes: purposes.map((row) => ({ ...row, released: 0 })) },
      '`totals.released` and `counted.furtherPages`: it says 6 to 9, the log has 10 to 14',
    ],
    [
      'more refusals than the log has',
      { totals: { ...totals, refused: 12 } },
      'table `purposes`, `totals.refused`: it says 12, the log has 3 to 10',
    ],
    [
      'rows that do not add up to what is told below them',
      { purposes: purposes.map((row) => ({ ...row, released: 0 })) },
      'table `purposes`, `released` of all rows together: it says 0, the log has 12',
    ],
    [
      'a reason more often than there were refusals',
      { reasons: [{ code: 'purpose_vague', refusals: 11 }] },
      'table `reasons`, row `purpose_vague`: it says 11, the log has 0 to 10',
    ],
    [
      'another month than the log has',
      { months: [{ ...month, refused: 9, answers: 21 }] },
      'table `months`, row `2026-02`, `refused`: it says 9, the log has 10',
    ],
    [
      'no month that is over',
      { months: [] },
      'table `months`, row `2026-02`, `refused`: it says 0, the log has 10',
    ],
    [
      'a month of which the log has nothing',
      { months: [month, { ...month, month: '2026-01' }] },
      'table `months`, row `2026-01`, `refused`: it says 10, the log has 0',
    ],
    [
      'no revocation where there was one',
      { events: { ...events, newest: EVENTS.filter(({ index }) => index !== 26) } },
      'table `events`, row 26: it says nothing, the log has `revoked` of CO0010000 at 2026-02-27T12:34 under grant `g1`',
    ],
    [
      'a revocation that the log does not have',
      {
        events: {
          ...events,
          newest: EVENTS.map((one) => (one.index === 28 ? { ...one, kind: 'revoked' } : one)),
        },
      },
      'table `events`, row 28: it says `revoked` of all agencies at 2026-03-01T12:34, the log has `resumed`',
    ],
    [
      'fewer earlier events than there were',
      { events: { earlier: 2, newest: EVENTS.slice(0, 2) } },
      'table `events`, `earlier`: it says 2, the log has 3',
    ],
    [
      'that the owner used its own reads otherwise than the log has it',
      { ownUse: { ...HONEST.ownUse, refused: 1 } },
      'table `own_use`, `refused`: it says 1, the log has 2 to 6',
    ],
    [
      'that it belongs to another log',
      { log: { origin: 'log.example/other\u001b[2J' } },
      'table `log`, row `origin`: it says `log.example/other?[2J`, the log has `log.example/ccpd`',
    ],
  ];

  test.each(lies)(
    'does not hold where it says %s, and table, row, said and counted are named',
    async (_, lie, says) => {
      const { faults, ok } = await compare({ ...HONEST, ...lie });
      expect([ok, faults]).toEqual([false, expect.arrayContaining([expect.stringContaining(says)])]);
    },
  );

  test('fails the verification where it does not hold', async () => {
    const { code, out } = await verify({ ...HONEST, months: [] });
    expect([code, out]).toEqual([1, expect.stringContaining('public page, table `months`, row `2026-02`')]);
    expect(out).toMatch(/NOT VERIFIED\n$/);
  });

  test('may count entries that are not published yet: no more of them than there are', async () => {
    const held = join(directory, 'held');
    for (const part of [sealed.slice(0, 20), sealed]) writeLog(held, part);
    writeFileSync(join(held, 'published'), JSON.stringify({ size: 20 }));
    expect(await compare(HONEST, held)).toMatchObject({ ok: true, unpublished: sealed.length - 20 });
    const { faults } = await compare({ ...HONEST, months: [{ ...month, refused: 24, answers: 36 }] }, held);
    expect(faults[0]).toBe(
      'public page, table `months`, row `2026-02`, `refused`: it says 24, the log has 4 to 22',
    );
  });

  test('could not be checked where it is no such page, and what is missing is named', async () => {
    for (const [page, says] of [
      ['<html>', 'is not JSON'],
      [{ ...HONEST, months: undefined }, 'lacks `months`'],
      [{ ...HONEST, counted: { ...counted, through: 'yesterday' } }, 'lacks `counted.through`'],
    ] as const) {
      const { code, err } = await verify(page);
      expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    }
  });

  test('is read beside a log that is served as `<site>/log`; where there is none, that is said', async () => {
    writeFileSync(join(directory, 'transparency.json'), JSON.stringify({ ...HONEST, months: [] }));
    const files = await serveOnLoopback(async ({ url = '' }, response) => {
      const bytes = await readFile(join(directory, url)).catch(() => null);
      response.writeHead(bytes === null ? 404 : 200).end(bytes);
    });
    const beside = await run('--url', `${files.url}/log`);
    expect([beside.code, beside.out]).toEqual([1, expect.stringContaining('public page, table `months`')]);
    rmSync(join(directory, 'transparency.json'));
    const alone = await run('--url', `${files.url}/log`);
    expect([alone.code, alone.out]).toEqual([
      0,
      expect.stringContaining('no public page was recounted: there is no'),
    ]);
    files.close();
  });
});
