/** Held queries from end to end: held, looked at by a person of the owner, decided again, picked up once. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { useDemo } from '../setup/demo/use-demo.ts';

const fixture = useDemo('adams', 'reviewer', 'chief');
let adams: Client;
let reviewer: Client;
let chief: Client;

beforeAll(() => {
  ({ adams, chief, reviewer } = fixture.clients);
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, checked by the tests themselves
  readonly body: any;
  readonly headers: Headers;
}

let cases = 0;
const purpose = (changes: Record<string, unknown> = {}) => ({
  code: 'stolen_vehicle',
  caseNumber: `CR-2026-${1000 + cases++}`,
  justification: 'sedan stolen from a driveway overnight, seen near the park',
  ...changes,
});
const PARTIAL = { number: 'DEMO0', match: 'partial' };

async function ask(client: Client, changes: Record<string, unknown>, path = '/v1/queries'): Promise<Answer> {
  return client.request('POST', path, demoQuery(client, fixture.plate, { purpose: purpose(), ...changes }));
}
const look = (client: Client, id: string): Promise<Answer> => client.request('GET', `/v1/queries/${id}`);
const decide = (
  id: string,
  word: string,
  body: object = { reason: 'read it' },
  who = reviewer,
): Promise<Answer> => who.request('POST', `/v1/reviews/${id}/${word}`, body);
const codes = ({ body }: Answer) => body.reasons.map(({ code }: { code: string }) => code);
const held = async (
  client: Client,
  changes: Record<string, unknown> = { plate: PARTIAL },
): Promise<string> => {
  const { body, headers, status } = await ask(client, changes);
  expect([status, headers.get('Retry-After')]).toEqual([202, '60']);
  return body.queryId;
};

describe('a held query', () => {
  test('waits; approved, it is decided again and picked up once, with a receipt that holds', async () => {
    const id = await held(adams);
    const waiting = await look(adams, id);
    expect([waiting.status, waiting.body.status]).toEqual([202, 'held']);
    expect(waiting.headers.get('Retry-After')).toBe('60');
    expect((await verifyReceipt(waiting.body.receipt, fixture.demo.file.logKey)).faults).toEqual([]);
    expect(await decide(id, 'approve')).toMatchObject({ status: 200, body: { status: 'approved' } });
    const { body, status } = await look(adams, id);
    expect(status).toBe(200);
    expect(body.reads.length).toBeGreaterThan(0);
    expect((await verifyReceipt(body.receipt, fixture.demo.file.logKey, body.reads)).faults).toEqual([]);
    expect((await look(adams, id)).status).toBe(409);
  });

  test('names the words for which it waits to the asker, whenever asked', async () => {
    const said = { justification: 'sedan stolen from the lot of Ice Age Beverage' };
    const { body, status } = await ask(adams, { purpose: purpose(said) });
    expect(status).toBe(202);
    const [given] = body.reasons;
    expect(given).toMatchObject({ code: 'context_needs_review', found: [{ words: 'ice' }] });
    const waiting = await look(adams, body.queryId);
    expect(waiting.body.reasons).toEqual(body.reasons);
    await decide(body.queryId, 'refuse');
    expect((await look(adams, body.queryId)).body.reasons).toEqual(body.reasons);
  });

  test('is picked up by one of many that come at once', async () => {
    const id = await held(adams);
    await decide(id, 'approve');
    const answers = await Promise.all(Array.from({ length: 8 }, () => look(adams, id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  test('tells the reviewer how much an approval would release, and nothing else of it; that much is released', async () => {
    const id = await held(adams, { plate: PARTIAL, limit: 200 });
    const { wouldRelease } = await reviewer.call<{ wouldRelease: Record<string, unknown> }>(
      'GET',
      `/v1/reviews/${id}`,
    );
    const list = await reviewer.call<{ reviews: object[] }>('GET', '/v1/reviews?limit=200');
    expect(list.reviews.every((one) => !('wouldRelease' in one))).toBe(true);
    await decide(id, 'approve');
    const reads: { plate: string; camera: { id: string } }[] = [];
    let page = (await look(adams, id)).body;
    for (;;) {
      reads.push(...page.reads);
      if (page.next === null) break;
      const path = `/v1/queries/${page.releaseId}/next`;
      page = ((await adams.request('POST', path, { cursor: page.next })) as Answer).body;
    }
    expect(wouldRelease).toEqual({
      effect: 'permit',
      reads: reads.length,
      plates: new Set(reads.map(({ plate }) => plate)).size,
      cameras: new Set(reads.map(({ camera }) => camera.id)).size,
      reasons: [],
    });
    const done = await reviewer.call<object>('GET', `/v1/reviews/${id}`);
    expect(done).not.toHaveProperty('wouldRelease');
  });

  test('leads to further pages under the same approval, each with an entry of its own', async () => {
    const id = await held(adams, { plate: PARTIAL, limit: 1 });
    await decide(id, 'approve');
    const first = (await look(adams, id)).body;
    const path = `/v1/queries/${first.releaseId}/next`;
    const next: Answer = await adams.request('POST', path, { cursor: first.next });
    expect(next.status).toBe(200);
    expect(next.body.receipt.index).toBeGreaterThan(first.receipt.index);
  });

  test('that a reviewer refused is a 403 with the reasons it was held for', async () => {
    const id = await held(adams);
    expect((await decide(id, 'refuse')).status).toBe(200);
    const refused = await look(adams, id);
    expect(refused.status).toBe(403);
    expect(codes(refused)).toEqual(['plate_too_short']);
    expect((await verifyReceipt(refused.body.receipt, fixture.demo.file.logKey)).faults).toEqual([]);
    expect((await decide(id, 'approve')).status).toBe(409);
  });

  test('is decided by reviewers only, with a reason, and is nobody else’s to see', async () => {
    const id = await held(adams);
    for (const name of ['admin-1', 'auditor', 'chief', 'adams']) {
      expect((await decide(id, 'approve', { reason: 'x' }, await fixture.demo.as(name))).status).toBe(403);
    }
    expect((await decide(id, 'approve', {})).status).toBe(422);
    expect((await look(await fixture.demo.as('aurora'), id)).status).toBe(404);
    expect((await look(adams, crypto.randomUUID())).status).toBe(404);
  });

  test('and approved, is void once the agency’s right was taken away', async () => {
    const [aurora, admin] = await Promise.all([fixture.demo.as('aurora'), fixture.demo.as('admin-1')]);
    const id = await held(aurora);
    await decide(id, 'approve');
    await admin.call('POST', '/v1/agencies/CO0010100/revoke', { reason: 'test' });
    const refused = await look(aurora, id);
    expect(refused.status).toBe(403);
    expect(codes(refused)).toContain('grant_revoked');
    expect((await decide(id, 'refuse')).status).toBe(409);
  });

  test('is listed without plate and words; read in full, it is an entry', async () => {
    const id = await held(adams);
    const list = await reviewer.call<{ reviews: { id: string }[] }>('GET', '/v1/reviews?limit=200');
    const shown = list.reviews.find((review) => review.id === id);
    expect(shown).toMatchObject({ kind: 'held', status: 'held', agency: 'CO0010000' });
    expect(JSON.stringify(shown)).not.toMatch(/DEMO0|driveway/);
    expect(await reviewer.call('GET', `/v1/reviews/${id}`)).toMatchObject({ query: { plate: PARTIAL } });
    const log = await chief.call<{ entries: object[] }>('GET', '/v1/audit/entries?kind=log_read&limit=5');
    expect(log.entries.length).toBeGreaterThan(0);
  });
});

describe('after sharing was halted and resumed', () => {
  test('a held query of before is refused, and one that is held from then on is picked up', async () => {
    const [first, second] = await Promise.all(['admin-1', 'admin-2'].map((name) => fixture.demo.as(name)));
    const before = await held(adams);
    await first?.call('POST', '/v1/sharing/halt', { reason: 'test' });
    for (const admin of [first, second]) {
      await admin?.call('POST', '/v1/sharing/resume', { reason: 'test' });
    }
    const refused = await look(adams, before);
    expect([refused.status, codes(refused)]).toEqual([403, expect.arrayContaining(['grant_revoked'])]);
    const id = await held(adams);
    await decide(id, 'approve');
    expect((await look(adams, id)).status).toBe(200);
  });
});

describe('judicial process', () => {
  const process = {
    kind: 'court_order',
    court: 'District Court, Adams County',
    docket: '2026CR0142',
    judge: 'Judge Example',
    issuedOn: '2026-01-15',
  };
  const { kind: _, ...facts } = process;
  const document = { ...facts, documentSha256: 'a'.repeat(64), affirmation: true };
  const order = (changes: Record<string, unknown> = {}) =>
    purpose({ code: 'judicial_process', judicialProcess: { ...process, ...changes } });

  test('is lifted by a person who has read the document, and by nothing else', async () => {
    const id = await held(adams, { purpose: order() });
    expect((await decide(id, 'approve')).status).toBe(422);
    const other = await decide(id, 'approve', { reason: 'x', document: { ...document, docket: '2026CR9' } });
    expect(other.status).toBe(422);
    expect(other.body.detail).toContain('docket');
    const bare = { reason: 'x', document: { ...document, affirmation: false } };
    expect((await decide(id, 'approve', bare)).body.detail).toContain('affirmation');
    expect((await decide(id, 'approve', { reason: 'order read', document })).status).toBe(200);
    expect((await look(adams, id)).status).toBe(200);
  });

  test.each(['Form I-200', 'I-205', 'I-247A'])(
    '%s is no judicial process, and never waits',
    async (docket) => {
      const answer = await ask(adams, { purpose: order({ docket }) });
      expect(answer.status).toBe(403);
      expect(codes(answer)).toContain('judicial_process_administrative');
    },
  );
});

describe('danger to life', () => {
  test('is answered at once, looked at afterwards, and reported to the Chief where it was none', async () => {
    const exigent = purpose({
      code: 'exigent_life_safety',
      justification: 'suicidal caller left with a firearm in this vehicle ten minutes ago',
      supervisor: 'Sergeant Example',
    });
    const { body, status } = await ask(adams, { purpose: exigent });
    expect(status).toBe(200);
    expect(body.decision.obligations).toContainEqual({ code: 'review_within', hours: 24 });
    const open = await reviewer.call<{ reviews: { id: string; due: string }[] }>(
      'GET',
      '/v1/reviews?kind=exigent',
    );
    expect(open.reviews.map(({ id }) => id)).toContain(body.releaseId);
    expect((await decide(body.releaseId, 'refuse', { reason: 'no such call' })).body.status).toBe('unsound');
    const { reports } = await chief.call<{ reports: { id: string; kind: string; state: string }[] }>(
      'GET',
      '/v1/misuse-reports?state=waiting',
    );
    expect(reports[0]).toMatchObject({ kind: 'exigent_unsound', state: 'open' });
    const closing = { outcome: 'founded', note: 'retrained' };
    const closed: Answer = await chief.request('POST', `/v1/misuse-reports/${reports[0]?.id}/close`, closing);
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed', outcome: 'founded' } });
  });
});

// Last: the demo has one reviewer.
test('the approvals of a reviewer who is removed lift nothing any more, and the queries wait for another', async () => {
  const admin = await fixture.demo.as('admin-1');
  const path = '/v1/persons?status=active&limit=200';
  const { persons } = await admin.call<{ persons: { id: string; roles: string[] }[] }>('GET', path);
  const person = persons.find(({ roles }) => roles.includes('reviewer'));
  const [first, second] = [await held(adams, { plate: PARTIAL, limit: 1 }), await held(adams)];
  await Promise.all([first, second].map((id) => decide(id, 'approve')));
  const read = await look(adams, first);
  expect(read.status).toBe(200);
  await admin.call('POST', `/v1/persons/${person?.id}/remove`, { reason: 'somebody else has their sign-in' });
  const again = await look(adams, second);
  expect([again.status, again.body.status]).toEqual([202, 'held']);
  expect(again.body.queryId).not.toBe(second);
  const further = `/v1/queries/${read.body.releaseId}/next`;
  expect((await adams.request('POST', further, { cursor: read.body.next })).status).not.toBe(200);
});
