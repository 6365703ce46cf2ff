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
  test(`are in none of the answers to ${MANY} queries of every kind, nor in hits, lists and exports`, async () => {
    const partner = await demo.asOnce('adams');
    const answers = await askForPreserved(partner, MANY);
    const of = (kind: string) => answers.filter((one) => one.kind === kind);
    expect(answers.filter(({ found }) => found)).toEqual([]);
    // The honest way works: what is asked for exactly is answered, and with nothing.
    expect(new Set(of('exact').map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ kind }) => kind)).size).toBe(6);
    await partner.call('POST', '/v1/hot-lists/own/entries', {
      purpose: {
        ...{ code: 'stolen_vehicle', caseNumber: KEPT.caseNumber },
        justification: 'sedan stolen overnight from a driveway',
      },
      onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: partner.ori },
      plate: { number: KEPT.plate },
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const { hits } = await partner.call<{ hits: object[] }>('GET', '/v1/hits');
    expect(JSON.stringify(hits)).not.toContain(KEPT.plate);
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
