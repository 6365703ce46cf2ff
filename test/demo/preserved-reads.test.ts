/** Reads that were preserved for a case are found by nobody who asks, whatever he asks for, and outlast purge and restart. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { aMonthLater, askForPreserved, KEPT, preserve } from './ask-for-preserved.ts';

const MANY = 300;

let demo: RunningDemo;
let id: string;
const take = async () =>
  (await demo.as('clerk')).call<{ reads: object[] }>('POST', `/v1/preservations/${id}/release`, {
    caseNumber: KEPT.caseNumber,
  });

beforeAll(async () => {
  demo = await borrowDemo();
  id = await preserve(demo);
  expect(await aMonthLater(demo.file.databases)).toBe(0);
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

describe('preserved reads', () => {
  test(`are in none of the answers to ${MANY} questions of every kind, nor in lists and exports`, async () => {
    const [partner, own] = [await demo.asOnce('adams'), await demo.asOnce('own-system')];
    const answers = await askForPreserved({ partner, own, reviewer: await demo.as('reviewer') }, MANY);
    const of = (...kinds: string[]) => answers.filter((one) => kinds.includes(one.kind));
    const told = (some: typeof answers) => [
      ...new Set(some.map(({ approved, reads, status }) => `${status} ${approved} ${reads}`)),
    ];
    expect(answers.filter(({ found }) => found)).toEqual([]);
    // What asks for the plate gets nothing, and whoever a reviewer let through gets what was read beside it.
    expect(told(of('exact', 'look-alike', 'dry run', 'hits', 'ask'))).toEqual(['200 false 0']);
    expect(told(of('standing'))).toEqual(['201 false 0']);
    expect(told(of('pages'))).toEqual([`200 false ${KEPT.reads}`]);
    expect(told(of('partial', 'cameras', 'circle'))).toEqual([`200 true ${KEPT.reads}`]);
    const auditor = await demo.as('auditor');
    const exported = await (await auditor.open('GET', '/v1/audit/export?format=ndjson')).text();
    expect(exported).not.toContain('Kept Street');
    const administrator = await demo.as('admin-1');
    const listed = await administrator.call<object>('GET', '/v1/preservations');
    expect(JSON.stringify(listed)).not.toContain('Kept Street');
  }, 300_000);

  test('are there after a restart, and leave to the records clerk for their case', async () => {
    await demo.end();
    demo = await borrowDemo({ DATA_DIR: demo.dataDir });
    expect((await take()).reads).toHaveLength(KEPT.reads);
    const administrator = await demo.as('admin-1');
    await administrator.call('POST', `/v1/preservations/${id}/end`, { reason: 'the case was closed' });
    await expect(take()).rejects.toThrow(/no reads are preserved/);
  }, 300_000);
});
