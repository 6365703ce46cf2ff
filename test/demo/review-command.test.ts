/** `review` on the command line: what waits is listed, read, approved and refused by a reviewer. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { reviewCommand } from '../../gateway/reviews/review-command.ts';
import { demoQuery } from '../setup/running-demo.ts';
import { useDemo } from '../setup/use-demo.ts';

const fixture = useDemo('adams');
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reviews-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function run(...words: string[]): Promise<string> {
  let output = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
  try {
    const connect = (as = 'admin-1') => fixture.demo.as(as);
    await reviewCommand(connect).exitOverride().parseAsync(words, { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return output;
}
const runJson = async (...words: string[]) => JSON.parse(await run(...words, '--json'));

let cases = 0;
async function held(changes: object): Promise<string> {
  const { adams } = fixture.clients;
  const purpose = {
    code: 'stolen_vehicle',
    caseNumber: `CR-2026-${2000 + cases++}`,
    justification: 'sedan stolen from a driveway overnight, seen near the park',
  };
  const answer = await adams.request(
    'POST',
    '/v1/queries',
    demoQuery(adams, fixture.plate, { purpose, ...changes }),
  );
  expect(answer.status).toBe(202);
  return (answer.body as { queryId: string }).queryId;
}
const PARTIAL = { plate: { number: 'DEMO0', match: 'partial' } };

describe('the command `review`', () => {
  test('lists what waits without plate and words, for people and for programs', async () => {
    const id = await held(PARTIAL);
    const { reviews } = await runJson('list', '--kind', 'held', '--agency', 'CO0010000');
    expect(reviews.map((review: { id: string }) => review.id)).toContain(id);
    expect(JSON.stringify(reviews)).not.toMatch(/DEMO0|driveway/);
    const table = await run('list');
    expect(table).toContain(id);
    expect(table).toContain('plate_too_short');
    expect(await run('list', '--agency', 'CO0010100')).toBe('nothing found\n');
  });

  test('shows one in full', async () => {
    const id = await held(PARTIAL);
    expect(await runJson('show', id)).toMatchObject({ id, query: PARTIAL });
    expect(await run('show', id)).toContain('driveway');
  });

  test('approves and refuses, once and with a reason', async () => {
    const [one, other] = [await held(PARTIAL), await held(PARTIAL)];
    expect(await run('approve', one, '--reason', 'read it')).toBe(`approved: ${one} (CO0010000)\n`);
    expect(await runJson('refuse', other, '--reason', 'too broad')).toMatchObject({ status: 'refused' });
    await expect(run('approve', other, '--reason', 'again')).rejects.toThrow('refused');
    await expect(run('refuse', one, '--reason', 'x', '--as', 'auditor')).rejects.toThrow();
    const { reviews } = await runJson('list', '--status', 'refused');
    expect(reviews).toMatchObject([{ id: other, status: 'refused' }]);
  });

  test('approves on a court’s document with what was read in it', async () => {
    const facts = {
      ...{ court: 'District Court, Adams County', docket: '2026CR0142', judge: 'Judge Example' },
      issuedOn: '2026-01-15',
    };
    const purpose = {
      ...{ code: 'judicial_process', caseNumber: 'CR-2026-2900', justification: 'homicide, order attached' },
      judicialProcess: { kind: 'court_order', ...facts },
    };
    const id = await held({ purpose });
    await expect(run('approve', id, '--reason', 'x')).rejects.toThrow('document');
    const file = join(directory, 'order.json');
    await writeFile(file, 'not JSON');
    await expect(run('approve', id, '--reason', 'x', '--document', file)).rejects.toThrow('is not JSON');
    await writeFile(file, JSON.stringify({ ...facts, documentSha256: 'a'.repeat(64), affirmation: true }));
    expect(await run('approve', id, '--reason', 'order read', '--document', file)).toContain('approved');
  });
});
