import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { serveOnLoopback } from '../setup/serve-on-loopback.ts';
import { type FlockSimulator, startFlockSimulator } from './start-flock-simulator.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const WINDOW = { startDate: '2026-11-20T00:00:00Z', endDate: '2026-11-21T00:00:00Z' };

let simulator: FlockSimulator;
let token: string;

beforeEach(async () => {
  simulator = await startFlockSimulator({ slowMs: 300 });
  token = await freshToken();
});

afterEach(() => simulator.close());

describe('the simulated vendor', () => {
  test('gives a token for its client, its secret and its audience only', async () => {
    expect((await askForToken({})).status).toBe(200);
    expect((await askForToken({ client_secret: 'guessed' })).status).toBe(401);
    expect((await askForToken({ audience: 'search' })).status).toBe(403);
  });

  test('looks up a plate in a window, page by page, and tells in its audit export who asked and why', async () => {
    simulator.addReads(
      Array.from({ length: 60 }, (_, minute) => ({
        plate: 'FNA579',
        capturedAt: new Date(NOON + minute * 60_000),
      })),
    );
    const first = await lookUp({ limit: 50 });
    const second = await call('GET', `/reads/lookup/page/${first.body.nextPageId}`);
    expect([first.body.results.length, second.body.results.length, first.body.totalItems]).toEqual([
      50, 10, 60,
    ]);
    expect(second.body.nextPageId).toBeUndefined();
    expect((await lookUp({ limit: 51 })).status).toBe(422);
    const [columns, row, end] = simulator.auditExport().split('\r\n');
    expect(columns).toContain('License Plate,Reason,Case #');
    expect(row).toContain('commerce-city-gateway,Commerce City CO PD,1');
    expect(row).toContain('FNA579,CR-2026-0142 stolen_vehicle');
    expect(end).toBe('');
  });

  test('misbehaves as it is told, for a plate, for as long as it is told', async () => {
    simulator.misbehave({ fault: 'rate_limited', plate: 'FNA579', times: 1 });
    simulator.misbehave({ fault: 'token_revoked', plate: 'XYZ123', times: 1 });
    const limited = await lookUp({});
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await lookUp({})).status).toBe(200);
    expect((await lookUp({ plate: 'XYZ123' })).status).toBe(401);
    token = await freshToken();
    expect((await lookUp({ plate: 'XYZ123' })).status).toBe(200);
    simulator.misbehave({ fault: 'broken_off' });
    await expect(lookUp({})).rejects.toThrow();
    simulator.behave();
    simulator.misbehave({ fault: 'other_network' });
    expect((await lookUp({})).body.results[0].device.network.id).not.toBe(simulator.networkId);
  });

  test('keeps a custom hot list, and says that it removed an entry even when it did not', async () => {
    const { id } = (await call('POST', '/hotlists', { name: 'gateway', entries: [] })).body;
    const entry = { plate: 'DEMO 001', reason: 'stolen_vehicle', caseNumber: 'CR-2026-0142' };
    const added = await call('POST', `/hotlists/${id}/entries/addBatch`, { entries: [entry] });
    expect(added.body.entries[0].plate).toBe('DEM0001');
    const ids = [added.body.entries[0].id];
    simulator.misbehave({ fault: 'removal_ignored', times: 1 });
    await call('POST', `/hotlists/${id}/entries/deleteBatch`, { ids });
    expect((await call('GET', `/hotlists/${id}/entries`)).body.totalResults).toBe(1);
    await call('POST', `/hotlists/${id}/entries/deleteBatch`, { ids });
    expect((await call('GET', `/hotlists/${id}/entries`)).body.totalResults).toBe(0);
  });

  test('sends an alert to a subscription with its key in the header that it named, and never tells the key', async () => {
    const got: IncomingHttpHeaders[] = [];
    const receiver = await serveOnLoopback((req, res) => {
      got.push(req.headers);
      req.resume();
      res.writeHead(202).end();
    });
    const subscription = await call('POST', '/integrations/lpr/alerts/subscriptions', {
      callbackUrl: `${receiver.url}/alerts`,
      contentType: 'application/json',
      credentials: { scheme: 'apiKey', apiKey: { key: 'shared', headerName: 'x-api-key' } },
    });
    expect(JSON.stringify(subscription.body)).not.toContain('shared');
    const [sent] = await simulator.alert({ plate: 'FNA579', capturedAt: new Date(NOON) });
    expect([sent?.status, got[0]?.['x-api-key']]).toEqual([202, 'shared']);
    receiver.close();
  });
});

async function askForToken(changed: Record<string, string>): Promise<Response> {
  const { clientId, clientSecret, audience } = simulator.credentials;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    audience,
    ...changed,
  };
  return fetch(simulator.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
}

async function freshToken(): Promise<string> {
  return ((await (await askForToken({})).json()) as { access_token: string }).access_token;
}

async function lookUp(given: Record<string, unknown>) {
  return call('POST', '/reads/lookup', {
    plate: 'FNA579',
    reason: 'CR-2026-0142 stolen_vehicle',
    caseNumber: 'CR-2026-0142',
    ...WINDOW,
    ...given,
  });
}

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    // biome-ignore lint/suspicious/noExplicitAny: each end point answers in a shape of its own.
    body: text === '' ? undefined : (JSON.parse(text) as any),
  };
}
