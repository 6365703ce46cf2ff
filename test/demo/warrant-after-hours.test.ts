/** With `WARRANT_AFTER_HOURS`: how far back a query reaches without a warrant, who is told so before, and what opens more. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../setup/commands/run-cli.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type RunningDemo, startDemo } from '../setup/demo/running-demo.ts';

const HOURS = 72;
const HOUR = 3_600_000;
let demo: RunningDemo;

beforeAll(async () => {
  demo = await startDemo({ WARRANT_AFTER_HOURS: String(HOURS) });
});
afterAll(() => demo?.stop());

const FACTS = {
  ...{ court: 'District Court, Adams County', docket: '2026CR0142' },
  ...{ judge: 'Judge Example', issuedOn: '2026-01-15' },
};
const WARRANT = { kind: 'search_warrant', ...FACTS };

interface Answer {
  readonly status: number;
  readonly body: {
    readonly effect?: string;
    readonly queryId?: string;
    readonly reasons?: readonly { readonly code: string; readonly detail?: string }[];
    readonly detail?: string;
  };
}

let cases = 500;
/** Resolves to the answer to a query whose window begins so many hours ago. */
async function ask(hours: number, judicialProcess?: object, path = '/v1/queries'): Promise<Answer> {
  const adams = await demo.as('adams');
  const { purpose, ...query } = demoQuery(adams, demo.file.plates[0] as string, {
    from: new Date(Date.now() - hours * HOUR).toISOString(),
  });
  const asked = { ...purpose, caseNumber: `CR-2026-${cases++}`, ...(judicialProcess && { judicialProcess }) };
  return adams.request('POST', path, { ...query, purpose: asked }) as Promise<Answer>;
}
const dryRun = async (hours: number, paper?: object) => {
  const { status, body } = await ask(hours, paper, '/v1/decisions');
  expect(status).toBe(200);
  return { effect: body.effect, reasons: reasonsOf(body) };
};
const reasonsOf = ({ reasons = [] }: Answer['body']) =>
  reasons.map(({ code, detail }) => [code, detail].filter(Boolean).join(': '));
const purposes = async () =>
  (await (await fetch(`${demo.file.gateway}/v1/purposes`)).json()) as { warrantAfterHours: number | null };

describe('a window that begins before the hours of the setting', () => {
  test('is announced to anyone where the purposes are listed', async () => {
    expect((await purposes()).warrantAfterHours).toBe(HOURS);
  });

  test('needs a warrant, as a dry run says before anybody writes one', async () => {
    expect(await dryRun(HOURS + 1)).toEqual({
      ...{ effect: 'deny', reasons: ['judicial_process_required: after_hours'] },
    });
    expect(await dryRun(HOURS + 1, WARRANT)).toEqual({
      ...{ effect: 'review', reasons: ['judicial_process_unverified'] },
    });
    expect((await dryRun(HOURS - 1)).effect).toBe('permit');
  });

  test('is refused without one, and told what to do; a later window is answered', async () => {
    const { status, body } = await ask(HOURS + 1);
    expect([status, reasonsOf(body)]).toEqual([403, ['judicial_process_required: after_hours']]);
    expect(body.detail).toContain('begin it later, or attach the court document');
    expect((await ask(HOURS - 1)).status).toBe(200);
  });

  test('is refused with a court order, and opened by a warrant that a reviewer has read', async () => {
    expect((await ask(HOURS + 1, { ...WARRANT, kind: 'court_order' })).status).toBe(403);
    const { status, body } = await ask(HOURS + 1, WARRANT);
    expect([status, reasonsOf(body)]).toEqual([202, ['judicial_process_unverified']]);
    const reviewer = await demo.as('reviewer');
    const approve = (decision: object) =>
      reviewer.request('POST', `/v1/reviews/${body.queryId}/approve`, decision) as Promise<Answer>;
    expect((await approve({ reason: 'not read' })).status).toBe(422);
    const document = { ...FACTS, documentSha256: 'a'.repeat(64), affirmation: true };
    expect((await approve({ reason: 'warrant read', document })).status).toBe(200);
    const adams = await demo.as('adams');
    expect((await adams.request('GET', `/v1/queries/${body.queryId}`)).status).toBe(200);
  });
});

// Last: the demo starts anew without the setting.
test('decisions are the same when they are taken again, also after the setting was changed', async () => {
  await demo.end();
  demo = await startDemo({ DATA_DIR: demo.dataDir });
  expect((await purposes()).warrantAfterHours).toBeNull();
  expect((await ask(HOURS + 1)).status).toBe(200);
  const { code, stdout } = await runCli(['audit', 'replay', '--all', '--json'], { DATA_DIR: demo.dataDir });
  const { altered, decisions, different, same } = JSON.parse(stdout);
  expect([code, altered, different]).toEqual([0, [], []]);
  expect(same).toBe(decisions);
  expect(decisions).toBeGreaterThan(8);
});
