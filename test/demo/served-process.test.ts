/** Served process in a running gateway: an alarm outlives a restart, and the log stays whole. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ShownProcess } from '../../gateway/oversight/processes/process.schema.ts';
import { runCli } from '../setup/commands/run-cli.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';

const MINUTE = 60_000;
let demo: RunningDemo;
beforeAll(async () => {
  demo = await borrowDemo();
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

const at = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('served process', () => {
  let overdue: string;

  test('is registered, done and refused by the demo’s counsel', async () => {
    const counsel = await demo.as('counsel');
    const register = (kind: string, by: string) =>
      counsel.call<ShownProcess>('POST', '/v1/processes', {
        ...{ kind, issuer: 'District Court', servedAt: at(-2 * MINUTE), scope: { plates: ['DEMO001'] } },
        duties: [{ duty: 'answer', by }],
      });
    const { id } = await register('subpoena', at(MINUTE));
    await counsel.call('POST', `/v1/processes/${id}/duties/answer/done`, { note: 'answered by letter' });
    await register('administrative_warrant', at(MINUTE));
    overdue = (await register('court_order', at(-MINUTE))).id;
    const adams = await demo.as('adams');
    expect((await adams.request('POST', '/v1/queries', demoQuery(adams, 'DEMO001'))).status).toBe(200);
  });

  test('falls due while no node runs: the alarm is raised as the next one starts, within five minutes', async () => {
    await demo.end();
    demo = await borrowDemo({ DATA_DIR: demo.dataDir });
    const chief = await demo.as('chief');
    const process = await chief.call<ShownProcess>('GET', `/v1/processes/${overdue}`);
    const [duty] = process.duties;
    expect(process.overdue).toBe(1);
    expect(Date.parse(duty?.alarmedAt ?? '') - Date.parse(duty?.by ?? '')).toBeLessThan(5 * MINUTE);
    const { items } = await chief.call<{ items: { task: string; count: number }[] }>('GET', '/v1/inbox');
    expect(items).toContainEqual(expect.objectContaining({ task: 'duties', count: 1 }));
    const figures = await (await fetch(`${demo.file.gateway}/metrics`)).text();
    expect(figures).toMatch(/^alpr_process_duties_overdue\b.* 1$/m);
  }, 300_000);

  test.each([[['audit', 'verify', '--json']], [['audit', 'replay', '--all', '--json']]])(
    'leaves the log whole: %j',
    async (words) => {
      const { code, stderr, stdout } = await runCli(words, { DATA_DIR: demo.dataDir });
      expect([code, stdout + stderr]).toEqual([0, expect.anything()]);
    },
    120_000,
  );
});
