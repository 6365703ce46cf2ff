/** An agency's roster over HTTP: one officer, or a CSV file, judged row by row before anything is kept. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

const ORI = 'CO0800300';
const HEAD = 'reference,name,employerOri,federalDetail,trainedOn';

let admin: Administration;
let agencyId: number;

beforeAll(async () => {
  admin = await startAdministration();
  ({ id: agencyId } = await admin.register(ORI));
  await admin.ownerPool.query('UPDATE agency SET roster = 3 WHERE id = $1', [agencyId]);
});
afterAll(() => admin.close());

const sendFile = (lines: readonly string[], dryRun: boolean) =>
  admin.call('admin-1', 'POST', `/v1/agencies/${ORI}/roster`, { csv: [HEAD, ...lines].join('\n'), dryRun });
const add = (body: object) => admin.call('admin-1', 'POST', `/v1/agencies/${ORI}/officers`, body);
const told = ({ rows }: { rows: { line: number; outcome: string; reason: string | null }[] }) =>
  rows.map(({ line, outcome, reason }) => [line, outcome, reason]);
const enrolled = async () =>
  (await admin.call('admin-1', 'GET', `/v1/subjects?agency=${ORI}`)).body.subjects as Record<
    string,
    unknown
  >[];

const LINES = [
  'badge-1,Jane Example,CO0800300,no,2026-06-01',
  'badge-2,John Sample',
  'BADGE-1,Jane Example',
  'badge-3,Ann Other,CO0010000,no,2026-06-01',
  'badge-3,Ann Other,CO0800300,no,2199-06-01',
  'badge-3,Ann Other,CO0800300,no,',
  ',Nobody,CO0800300,no,2026-06-01',
  '"badge-3,Ann Other',
];
const ROWS = [
  [2, 'added', null],
  [3, 'refused', 'the line has 2 columns, the header 5'],
  [4, 'refused', 'the line has 2 columns, the header 5'],
  [5, 'refused', expect.stringMatching(/employed elsewhere or detailed/)],
  [6, 'refused', 'this officer stands in line 5 already'],
  [7, 'refused', '`attestation` lacks `trainedOn`: add it'],
  [8, 'refused', 'the line lacks `reference`: add it'],
  [9, 'refused', expect.stringMatching(/quote/)],
];

describe('the roster of an agency', () => {
  test('is judged row by row, and a dry run keeps nothing', async () => {
    const before = (await admin.entries()).length;
    const { body, status } = await sendFile(LINES, true);
    expect([status, told(body)]).toEqual([200, ROWS]);
    expect(body).toMatchObject({ agency: ORI, dryRun: true, roster: 3, enrolled: 1 });
    expect([await enrolled(), (await admin.entries()).length]).toEqual([[], before]);
  });

  test('takes the rows that are not refused, each told in the log', async () => {
    const before = (await admin.entries()).length;
    const { body } = await sendFile(LINES, false);
    expect([told(body), body.counts]).toEqual([ROWS, { added: 1, changed: 0, unchanged: 0, refused: 7 }]);
    expect(await enrolled()).toEqual([
      expect.objectContaining({
        ...{ reference: 'badge-1', name: 'Jane Example', status: 'active' },
        attestation: { employerOri: ORI, federalDetail: false, trainedOn: '2026-06-01' },
      }),
    ]);
    const kinds = (await admin.entries()).slice(before).map(({ kind }) => kind);
    expect(kinds).toEqual(['subject_enrolled', 'subject_attested']);
    expect((await sendFile(LINES, false)).body.rows[0]).toMatchObject({ outcome: 'unchanged' });
  });

  test('attests anew what is another, and gives nobody an id that is somebody else’s', async () => {
    const changed = ['badge-1,jane  EXAMPLE,CO0800300,no,2026-07-01', 'badge-01,Jane Example,,,'];
    const renamed = ['Badge 1,Ann Other,,,'];
    expect(told((await sendFile(changed, false)).body)).toEqual([
      [2, 'changed', 'is attested anew'],
      [3, 'added', null],
    ]);
    const [, outcome, reason] = told((await sendFile(renamed, false)).body)[0] ?? [];
    expect([outcome, reason]).toEqual(['refused', expect.stringMatching(/enrolled under another name/)]);
  });

  test('holds whoever is beyond it', async () => {
    const { body } = await sendFile(['badge-5,Five Sample,,,', 'badge-6,Six Sample,,,'], false);
    expect(told(body)).toEqual([
      [2, 'added', null],
      [3, 'added', expect.stringMatching(/^beyond the roster/)],
    ]);
    expect(body).toMatchObject({ roster: 3, enrolled: 3 });
    const held = (await enrolled()).filter(({ status }) => status === 'held');
    expect(held).toMatchObject([{ reference: 'badge-6' }]);
  });

  test('takes one officer, and says why another is none', async () => {
    await admin.ownerPool.query('UPDATE agency SET roster = 5 WHERE id = $1', [agencyId]);
    const { body } = await add({ reference: 'badge-7', name: 'Seven Sample' });
    expect(body).toMatchObject({ outcome: 'added', officer: { reference: 'badge-7', attestation: null } });
    const abroad = { employerOri: 'CO0010000', federalDetail: false, trainedOn: '2026-06-01' };
    const refused = await add({ reference: 'badge-8', name: 'Eight Sample', attestation: abroad });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringMatching(/is not enrolled: may not/),
    ]);
    const lacks = await add({ reference: 'badge-8' });
    expect([lacks.status, lacks.body.detail]).toEqual([422, 'the body lacks `name`: add it']);
  });

  test('is refused whole where its columns are others, or it has none', async () => {
    const send = (csv: string) => admin.call('admin-1', 'POST', `/v1/agencies/${ORI}/roster`, { csv });
    expect((await send('id,name\n1,A')).body.detail).toMatch(/unknown columns `id`; the columns are/);
    expect((await send(HEAD)).body.detail).toMatch(/has no officer: its first line names the columns/);
    const many = Array.from({ length: 1_001 }, (_, i) => `b-${i},Officer Sample`);
    expect((await send(['reference,name', ...many].join('\n'))).body.detail).toMatch(
      /more than 1000 officers/,
    );
  });

  test('takes more officers than one transaction does', async () => {
    await admin.ownerPool.query('UPDATE agency SET roster = 2000 WHERE id = $1', [agencyId]);
    const lines = Array.from({ length: 60 }, (_, i) => `m-${i},O,${ORI},no,2026-06-01`);
    const { body } = await sendFile(lines, false);
    expect(body.counts).toEqual({ added: 60, changed: 0, unchanged: 0, refused: 0 });
  });
});
