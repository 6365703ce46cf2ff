/** The dry run as AuthZEN 1.0 asks for it: the same decision, the same entry, and its own way of saying so. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

const STOLEN = 'sedan stolen from a driveway overnight, seen on Dahlia Street';

let fixture: SharingFixture;
let queue: PatientQueue;
let served: ServedQueries;

beforeAll(async () => {
  fixture = await createSharingFixture();
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
  served = await serveQueries(fixture, queue, {});
});
afterAll(async () => {
  served.close();
  await queue.close();
  await fixture.close();
});

const context = (justification = STOLEN) => ({
  purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0142', justification },
  from: new Date(Date.now() - 86_400_000).toISOString(),
  to: new Date().toISOString(),
});

const question = (changes: object = {}) => ({
  subject: { type: 'officer', id: 'officer-1', properties: { name: 'Officer One', ori: 'CO0010000' } },
  action: { name: 'query' },
  resource: { type: 'plate', id: 'ZZT1234' },
  context: context(),
  ...changes,
});

async function evaluate(body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${served.url}/access/v1/evaluation`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: checked by the tests themselves
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}

describe('an evaluation', () => {
  test('says true to what would be released, with the obligations, and is one dry run of the log', async () => {
    const { body, status } = await evaluate(question());
    expect(status).toBe(200);
    expect(body).toMatchObject({ decision: true, context: { effect: 'permit', reasons: [] } });
    expect(body.context.obligations).toEqual(expect.any(Array));
    const { rows } = await fixture.pool.query("SELECT index FROM audit_detail WHERE kind = 'dry_run'");
    expect(rows.map(({ index }) => Number(index))).toEqual([body.context.receipt.index]);
  });

  test('says false to what would be refused, with the reasons that the dry run gives', async () => {
    const words = 'help ICE find the driver, truck stolen from Dahlia Street';
    const { body } = await evaluate(question({ context: context(words) }));
    const { subject, resource } = question();
    const same = await served.post('/v1/decisions', {
      ...context(words),
      onBehalfOf: { id: subject.id, ...subject.properties },
      plate: { number: resource.id },
    });
    const { effect, reasons } = (await same.json()) as { effect: string; reasons: object[] };
    expect(body).toMatchObject({ decision: false, context: { effect, reasons } });
    expect(effect).toBe('deny');
  });

  test('says false to what would be held for a reviewer', async () => {
    const resource = { type: 'plate', id: 'ZZT1', properties: { match: 'partial' } };
    const { body } = await evaluate(question({ resource }));
    expect([body.decision, body.context.effect]).toEqual([false, 'review']);
  });

  test.each([
    ['`subject.type`', { subject: { ...question().subject, type: 'user' } }],
    ['`action.name`', { action: { name: 'delete' } }],
    ['`properties`', { subject: { type: 'officer', id: 'officer-1' } }],
    ['`context`', { context: undefined }],
    ['evaluations', { evaluations: [question()] }],
  ])('is a bad request that names %s where that is wrong', async (member, changes) => {
    const { body, status } = await evaluate(question(changes));
    expect(status).toBe(400);
    expect(body.detail).toContain(member.replaceAll('`', ''));
  });

  test('has the X-Request-ID that it was asked with, a refused one too', async () => {
    const asked = { 'X-Request-ID': 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716' };
    for (const body of [question(), {}]) {
      const { headers } = await evaluate(body, asked);
      expect(headers.get('X-Request-ID')).toBe(asked['X-Request-ID']);
    }
    expect((await evaluate(question(), { 'X-Request-ID': 'a<b' })).headers.get('X-Request-ID')).not.toBe(
      'a<b',
    );
  });

  test('takes no batches', async () => {
    const { status } = await fetch(`${served.url}/access/v1/evaluations`, { method: 'POST' });
    expect(status).toBe(404);
  });
});
