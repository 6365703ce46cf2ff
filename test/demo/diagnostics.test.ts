/** What the operator sees: request logs, metrics, limits, traces; and what nobody may see there. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type RunningDemo, startDemo } from '../setup/demo/running-demo.ts';
import { eventually } from '../setup/eventually.ts';

const PLATE = 'ZQX7913';
/** Of the plate; too long to stand in a key or a random name by chance. */
const PART = 'ZQX791';
const OFFICER = { id: 'officer-tell-tale', name: 'Quirinia Unmistakable' };
const CASE = 'CR-9876-54321';
const NARRATIVE = 'heliotrope hatchback stolen from the hangar';
/** Requests before the first test, at least; their lines come by a pipe, after their answers. */
const ASKED = 9;
const TRACE = `00-${'4bf92f3577b34da6a3ce929d0e0e4736'}-00f067aa0ba902b7-01`;

let demo: RunningDemo;
let adams: Client;
const tokens: string[] = [];
/** What came of reads that a vendor pushed to an address that is a secret. */
let pushed: { readonly secret: string; readonly answers: readonly (readonly [number, string])[] };

/** A query with values that would be recognised anywhere. */
function tellTale(changes: Record<string, unknown> = {}) {
  const { purpose, ...query } = demoQuery(adams, PLATE);
  return {
    ...query,
    purpose: { ...purpose, caseNumber: CASE, justification: NARRATIVE },
    onBehalfOf: { ...OFFICER, ori: adams.ori },
    ...changes,
  };
}

async function pushReads(admin: Client) {
  const source = { name: 'tell-tale', vendor: 'verkada', method: 'path', cameraPrefix: 'tale-' };
  const { id } = await admin.call<{ id: string }>('POST', '/v1/reads-sources', source);
  const second = await demo.as('admin-2');
  const { secret } = await second.call<{ secret: string }>('POST', `/v1/reads-sources/${id}/approve`);
  const captured = {
    created: Math.floor(Date.now() / 1_000),
    license_plate_number: PLATE,
    camera_id: 'camera-1',
  };
  const bodies = [
    { webhook_type: 'lpr', data: { ...captured, confidence: 0.9 } },
    { webhook_type: 'lpr', data: { ...captured, confidence: 'high' } },
  ];
  const push = async (body: object, key: string) => {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    };
    const answer = await fetch(`${demo.file.gateway}/v1/reads/tell-tale/${key}`, init);
    return [answer.status, await answer.text()] as const;
  };
  const answers = [];
  for (const body of bodies) answers.push(await push(body, secret));
  answers.push(await push(bodies[0] as object, `${secret}x`));
  return { secret, answers };
}

beforeAll(async () => {
  const { fetch: original } = globalThis;
  // The client keeps its token to itself; what it sends is looked at on the way.
  globalThis.fetch = (input, init) => {
    const sent = new Headers(init?.headers ?? {});
    for (const name of ['Authorization', 'DPoP']) {
      const value = sent.get(name);
      if (value !== null) tokens.push(value.replace(/^DPoP /, ''));
    }
    return original(input, init);
  };
  demo = await startDemo({ LOG_LEVEL: 'debug', RATE_LIMIT_PER_MINUTE: '40' });
  adams = await demo.as('adams');
  const admin = await demo.as('admin-1');
  const traced = { traceparent: TRACE };
  await adams.request('POST', '/v1/queries', tellTale(), traced);
  await adams.request('POST', '/v1/queries', tellTale({ plate: { number: PART, match: 'partial' } }));
  await adams.request('POST', '/v1/queries', tellTale({ purpose: { code: 'personal', caseNumber: CASE } }));
  await adams.request('POST', '/v1/queries', tellTale({ [PLATE]: 'unknown field' }));
  await adams.request('POST', '/v1/queries', `{"plate": "${PLATE}`, { 'Content-Type': 'application/json' });
  await adams.request('POST', '/v1/decisions', tellTale());
  await adams.request('GET', `/v1/${PLATE}?plate=${PLATE}&case=${CASE}`);
  await admin.request('GET', `/v1/agencies?name=${PLATE}&county=${CASE}`);
  await admin.request('POST', '/v1/sharing/resume', { reason: `${NARRATIVE} ${PLATE}` });
  globalThis.fetch = original;
  pushed = await pushReads(admin);
  // The demo holds its lines back for a moment, and has asked some things itself: so the last of ours is waited for.
  await eventually(() => requestLines().some(({ route }) => route === '/v1/sharing/resume'));
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

const lines = () =>
  demo
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const requestLines = () => lines().filter(({ msg }) => msg === 'request');

const metrics = async () => (await fetch(`${demo.file.gateway}/metrics`)).text();

/** The value of a sample with exactly these labels. */
async function sample(name: string): Promise<number> {
  const line = (await metrics()).split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

describe('request logs', () => {
  test('have a line for each request, with its id, route and status', () => {
    const requests = requestLines();
    expect(requests.length).toBeGreaterThanOrEqual(ASKED);
    expect(requests).toContainEqual(
      expect.objectContaining({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        method: 'POST',
        route: '/v1/queries',
        status: 200,
        ms: expect.any(Number),
      }),
    );
    expect(requests).toContainEqual(expect.objectContaining({ method: 'GET', route: 'none', status: 404 }));
  });

  test('and metrics hold no plate, officer, case, narrative or token, at the level that tells most', async () => {
    expect(tokens.length).toBeGreaterThan(9);
    const written = demo.output() + (await metrics());
    const secrets = [PLATE, PART, OFFICER.id, 'Quirinia', CASE, 'heliotrope', pushed.secret, ...tokens];
    expect(secrets.filter((secret) => written.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
    // A proof in part is as telling as the whole: neither header, claims nor signature.
    const parts = tokens.flatMap((token) => token.split('.')).filter((part) => part.length > 20);
    expect(parts.filter((part) => written.includes(part))).toEqual([]);
  });

  test('name the request by the id that its answer carries', async () => {
    const { headers } = await adams.request('GET', '/v1/purposes');
    const id = headers.get('x-request-id');
    await eventually(() => lines().some((line) => line.id === id));
    expect(lines()).toContainEqual(expect.objectContaining({ id, route: '/v1/purposes' }));
  });
});

describe('reads that a vendor pushes', () => {
  test('are taken by a node as it runs, set aside or refused, and counted by the name of their source', async () => {
    expect(pushed.answers).toEqual([
      [202, '{"taken":1,"setAside":0}'],
      [202, '{"taken":0,"setAside":1}'],
      [401, expect.not.stringContaining(pushed.secret)],
    ]);
    for (const outcome of ['taken', 'set_aside', 'refused']) {
      const name = `alpr_pushed_reads_total{source="tell-tale",outcome="${outcome}"}`;
      expect([outcome, await sample(name)]).toEqual([outcome, 1]);
    }
    expect(requestLines()).toContainEqual(
      expect.objectContaining({ route: '/v1/reads/:source/:secret', status: 202 }),
    );
  });
});

describe('/metrics', () => {
  test('counts outcomes, reasons and answers, and times every step', async () => {
    expect(await sample('alpr_query_outcomes_total{outcome="released"}')).toBeGreaterThanOrEqual(1);
    expect(await sample('alpr_query_outcomes_total{outcome="dry_run"}')).toBe(1);
    expect(await sample('alpr_query_reasons_total{code="purpose_prohibited"}')).toBeGreaterThanOrEqual(1);
    expect(await sample('alpr_http_requests_total{method="POST",route="/v1/queries",status="422"}')).toBe(2);
    for (const step of ['authenticate', 'find', 'commit', 'seal']) {
      expect(await sample(`alpr_query_step_seconds_count{step="${step}"}`)).toBeGreaterThan(0);
    }
    expect(await sample('alpr_batch_size_count{step="commit"}')).toBeGreaterThan(0);
    expect(await sample('alpr_batch_size_count{step="find"}')).toBeGreaterThan(0);
  });

  test('shows log, lease, connections and answers under way', async () => {
    const checkpoint = await (await fetch(`${demo.file.gateway}/log/checkpoint`)).text();
    expect(await sample('alpr_log_size')).toBeLessThanOrEqual(Number(checkpoint.split('\n')[1]));
    expect(await sample('alpr_log_size')).toBeGreaterThan(0);
    // A node that stood still has to take its lease again.
    await eventually(async () => (await sample('alpr_lease_held')) === 1);
    expect(await sample('alpr_releases_in_flight')).toBe(0);
    expect(await metrics()).toMatch(/alpr_pool_connections\{pool="reads",state="idle"\} \d/);
  });

  test('shows what alerts rest on: readiness, halts, late reviews, slow revocations, clocks', async () => {
    for (const check of ['log', 'reads', 'envelopes', 'jobs', 'witnesses', 'projections']) {
      expect([check, await sample(`alpr_check_holds{check="${check}"}`)]).toEqual([check, 1]);
    }
    await eventually(async () => (await sample('alpr_check_holds{check="lease"}')) === 1);
    for (const name of [
      'alpr_sharing_halted',
      'alpr_exigent_overdue',
      'alpr_life_safety_held',
      'alpr_peers_stopped',
      'alpr_peer_log_differences',
      'alpr_drain_seconds',
    ]) {
      expect(await metrics()).toMatch(new RegExp(`^${name} 0$`, 'm'));
    }
    // The database is on this machine.
    expect(await metrics()).toMatch(/^alpr_clock_offset_seconds -?\d/m);
    expect(Math.abs(await sample('alpr_clock_offset_seconds'))).toBeLessThan(0.5);
    const [jane, john] = [await demo.as('admin-1'), await demo.as('admin-2')];
    expect((await jane.request('POST', '/v1/sharing/halt', { reason: 'a test' })).status).toBe(200);
    expect(await sample('alpr_sharing_halted')).toBe(1);
    expect((await jane.request('POST', '/v1/sharing/resume', { reason: 'a test' })).status).toBe(202);
    expect((await john.request('POST', '/v1/sharing/resume', { reason: 'a test' })).status).toBe(200);
    expect(await sample('alpr_sharing_halted')).toBe(0);
  });

  test('has no label but those whose values are ours', async () => {
    const labels = new Set(
      [...(await metrics()).matchAll(/^alpr_\w+\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
        [...list.matchAll(/(\w+)="/g)].map(([, name]) => name),
      ),
    );
    expect([...labels].sort()).toEqual(
      [
        'check',
        'code',
        'le',
        'method',
        'outcome',
        'pool',
        'projection',
        'route',
        'source',
        'state',
        'status',
        'step',
      ].sort(),
    );
  });
});

describe('a query', () => {
  test('carries its trace context into the detail that the owner keeps', async () => {
    const auditor = await demo.as('auditor');
    const { entries } = await auditor.call<{ entries: { index: number }[] }>(
      'GET',
      '/v1/audit/entries?limit=30',
    );
    const details: { owner: { detail: string } | null; asker: { detail: string } | null }[] = [];
    // One after the other: the log is read for auditors at a pace of its own.
    for (const { index } of entries) details.push(await auditor.call('GET', `/v1/audit/entries/${index}`));
    const traced = details.filter(({ owner }) => owner?.detail.includes(TRACE));
    expect(traced).toHaveLength(1);
    expect(traced[0]?.asker?.detail).not.toContain(TRACE);
  });

  test('too many in a minute are answered 429, with the fields that say when to come again', async () => {
    const brighton = await demo.as('brighton');
    const ask = () => brighton.request('GET', '/v1/queries/00000000-0000-0000-0000-000000000000');
    let answer = await ask();
    expect(answer.status).toBe(404);
    expect(answer.headers.get('ratelimit')).toMatch(/limit=40, remaining=\d+, reset=\d+/);
    for (let i = 0; i < 45 && answer.status !== 429; i += 1) answer = await ask();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('ratelimit')).toContain('remaining=0');
    expect(answer.body).toMatchObject({ type: 'urn:alpr-sharing:problem:too_many_requests', status: 429 });
    // Others are not slowed.
    expect((await (await demo.as('aurora')).request('POST', '/v1/decisions', tellTale())).status).not.toBe(
      429,
    );
  });
});

describe('headers of every answer', () => {
  test.each(['/v1/purposes', '/healthz', '/nowhere', '/v1/queries'])(
    'of %s forbid sniffing, framing and scripts',
    async (path) => {
      const { headers } = await fetch(`${demo.file.gateway}${path}`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain('frame-ancestors');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );
});
