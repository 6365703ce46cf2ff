/** Asks of the owner's own officers, from our own policy to the answers of partners, each with a log of its own. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decideReview } from '../../../../gateway/oversight/reviews/decide-review.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { grantOwnUse } from '../../../setup/database/own-use.ts';
import { registerReviewer } from '../../../setup/database/register-reviewer.ts';
import { OWNER } from '../../../setup/database/sharing-fixture.ts';
import { grantedBy } from '../../../setup/granted-by.ts';
import { statedRead } from './answering-log.ts';
import { askBody, enterPeer, serveAsks, type TestPeer } from './serve-asks.ts';

const [B, C] = ['CO0010100', 'CO0010200'];
let fixture: CommitFixture;
let served: Awaited<ReturnType<typeof serveAsks>>;
let b: TestPeer;
let c: TestPeer;

beforeAll(async () => {
  fixture = await createCommitFixture();
  await grantOwnUse(fixture.ownerPool, 20);
  b = await enterPeer(fixture, B);
  c = await enterPeer(fixture, C);
  served = await serveAsks(fixture, [b, c]);
});
afterAll(async () => {
  await served.close();
  await fixture.close();
});
beforeEach(async () => {
  for (const peer of [b, c]) {
    peer.came.length = 0;
    peer.knowsAsker = true;
    peer.answer = (question, log) => ({ status: 200, body: log.release(question, [statedRead()]) });
  }
  await fixture.ownerPool.query('UPDATE network_peer SET asking_stopped_at = NULL');
});

interface Row {
  readonly ori: string;
  readonly outcome: string;
  readonly order: string;
  readonly reads?: readonly object[];
  readonly reasons?: readonly { code: string }[];
  readonly entry: { origin: string; index: number } | null;
  readonly queryId?: string;
  readonly more?: boolean;
}
interface Asked {
  readonly askId: string;
  readonly transaction: string;
  readonly answers: readonly Row[];
  readonly receipt: { index: number } | null;
}

async function ask(at: readonly string[], headers: Record<string, string> = {}, changes: object = {}) {
  const response = await served.send('POST', '/v1/asks', askBody(at, changes), headers);
  return { status: response.status, body: (await response.json()) as Asked };
}

async function entries(kind: string) {
  const { rows } = await fixture.ownerPool.query(
    'SELECT index, owner_detail::jsonb AS owner FROM audit_detail WHERE kind = $1 ORDER BY index',
    [kind],
  );
  return rows as { index: number; owner: Record<string, unknown> }[];
}

describe('an ask', () => {
  test('is answered by each partner, stated by it, proved, and in the right order by both logs', async () => {
    const { body, status } = await ask([B, C]);
    expect(status).toBe(200);
    expect(body.answers.map(({ ori, order, outcome }) => ({ ori, order, outcome }))).toEqual([
      { ori: B, outcome: 'released', order: 'proved' },
      { ori: C, outcome: 'released', order: 'proved' },
    ]);
    expect(body.answers[0]?.reads).toHaveLength(1);
    expect(body.answers[0]).toMatchObject({ obligations: [{ code: 'no_onward' }, { code: 'delete_by' }] });
    const [sent] = b.came.map(({ body: text }) => JSON.parse(text ?? '{}'));
    const asked = (await entries('peer_asked')).map(({ index }) => index);
    const answered = await entries('peer_answered');
    expect(sent.asker).toMatchObject({ origin: 'log.test/alpr', index: asked[0] });
    expect(body.receipt?.index).toBe(asked[0]);
    expect(answered.map(({ owner }) => owner)).toMatchObject([
      { peer: B, outcome: 'released', count: 1, origin: b.log.origin, index: body.answers[0]?.entry?.index },
      { peer: C, outcome: 'released', count: 1, origin: c.log.origin, index: body.answers[1]?.entry?.index },
    ]);
    for (const { index, owner } of answered) expect(Number(owner.asked)).toBeLessThan(Number(index));
  });

  test('keeps no read and no plate: only the receipt', async () => {
    const { body } = await ask([B]);
    const { rows } = await fixture.ownerPool.query(
      `SELECT (SELECT json_agg(a) FROM network_ask a WHERE a.id = $1)::text || (SELECT json_agg(p) FROM network_ask_peer p WHERE p.ask_id = $1)::text AS kept`,
      [body.askId],
    );
    expect(rows[0].kept).not.toMatch(/ZZT1234|Colfax/);
    const again = await (await served.send('GET', `/v1/asks/${body.askId}`)).json();
    expect(again.answers).toMatchObject([{ ori: B, outcome: 'released', order: 'proved' }]);
    expect(again.answers[0].reads).toBeUndefined();
    expect(b.came).toHaveLength(1);
  });

  test('of a partner that does not know the member leaves it out, and proves no order', async () => {
    b.knowsAsker = false;
    const { body } = await ask([B]);
    expect(body.answers).toMatchObject([{ outcome: 'released', order: 'not_proved' }]);
    expect(b.came[0]?.body).not.toContain('asker');
  });

  test('that our own rules refuse leaves no trace outside, and no question in the log', async () => {
    const before = (await entries('peer_asked')).length;
    const purpose = { code: 'personal', caseNumber: 'CR-2026-1', justification: 'my own car' };
    const { body, status } = await ask([B, C], {}, { purpose });
    expect(status).toBe(403);
    expect(body).toHaveProperty('receipt.entry');
    expect([...b.came, ...c.came]).toEqual([]);
    expect((await entries('peer_asked')).length).toBe(before);
  });

  test('of an agency without an agreement is refused in its own row, and alone altogether', async () => {
    const { body } = await ask([B, 'CO0019900']);
    expect(body.answers.map(({ ori, outcome, reasons }) => [ori, outcome, reasons?.[0]?.code])).toEqual([
      [B, 'released', undefined],
      ['CO0019900', 'refused', 'no_agreement'],
    ]);
    const before = await entries('refusal');
    const alone = await ask(['CO0019900']);
    expect(alone).toMatchObject({ status: 403, body: { reasons: [{ code: 'no_agreement' }] } });
    expect(await entries('refusal')).toHaveLength(before.length + 1);
    expect(alone.body).toHaveProperty('receipt.entry', expect.stringContaining('"kind":"refusal"'));
  });

  test.each([
    ['nobody', []],
    ['an agency twice', [B, B]],
    ['eleven', Array.from({ length: 11 }, (_, i) => `CO00100${String(i).padStart(2, '0')}`)],
    ['what is no ORI', ['aurora']],
  ])('at %s is malformed, and says which member', async (_, at) => {
    const { body, status } = await ask(at);
    expect(status).toBe(422);
    expect((body as unknown as { detail: string }).detail).toContain('at');
  });

  test('for part of a plate, an area, or in the name of another log, is malformed', async () => {
    const part = { plate: { number: 'ZZT', match: 'partial' } };
    for (const changes of [
      part,
      { area: { cameras: ['c'] } },
      { asker: { origin: 'x', index: 1, leafHash: 'A' } },
    ]) {
      expect((await ask([B], {}, changes)).status).toBe(422);
    }
  });

  test('of a partner is refused as onward, with an entry', async () => {
    const partner = await serveAsks(fixture, [b, c], {
      agencyId: fixture.agencyId,
      ori: 'CO0010000' as never,
    });
    partner.as('alpr.query');
    try {
      const response = await partner.send('POST', '/v1/asks', askBody([B]));
      expect(response.status).toBe(403);
      const { reasons, receipt } = await response.json();
      expect(reasons.map(({ code }: { code: string }) => code)).toContain('no_onward');
      expect(receipt.entry).toContain('refusal');
      expect(b.came).toEqual([]);
    } finally {
      await partner.close();
    }
  });
});

describe('our own store', () => {
  test('is asked as any other agency, in a row of its own', async () => {
    const { body } = await ask([OWNER, B]);
    expect(body.answers.map(({ ori, outcome }) => [ori, outcome]).sort()).toEqual([
      [B, 'released'],
      [OWNER, 'released'],
    ]);
  });

  test('alone refuses as a query is refused', async () => {
    const purpose = { code: 'personal', caseNumber: 'CR-2026-1', justification: 'my own car' };
    expect((await ask([OWNER], {}, { purpose })).status).toBe(403);
  });
});

describe('a repeat', () => {
  test('is the very same question under the same key, without a second entry', async () => {
    const answers = new Map<string, unknown>();
    b.answer = (question, log, times) => {
      if (times === 1) answers.set('first', log.release(question, [statedRead()]));
      return { status: 200, body: answers.get('first') };
    };
    const headers = { 'Idempotency-Key': 'one' };
    const body = askBody([B]);
    const [before, told] = [(await entries('peer_asked')).length, (await entries('peer_answered')).length];
    const first = (await (await served.send('POST', '/v1/asks', body, headers)).json()) as Asked;
    const second = (await (await served.send('POST', '/v1/asks', body, headers)).json()) as Asked;
    expect(second).toEqual(first);
    const [one, two] = b.came;
    expect(two).toEqual(one);
    expect((await entries('peer_asked')).length).toBe(before + 1);
    expect((await entries('peer_answered')).length).toBe(told + 1);
    const other = await served.send('POST', '/v1/asks', askBody([C]), headers);
    expect(other.status).toBe(422);
  });

  test('of what our own rules hold is held as well: nothing leaves before our reviewer has approved it', async () => {
    const incident = {
      ...{ kind: 'offense', occurred: { from: new Date(Date.now() - 3_600_000).toISOString() } },
      ...{ place: { state: 'WY' }, vehicle: 'stolen', reportedBy: 'victim', affirmed: true },
    };
    const purpose = {
      ...{
        code: 'stolen_vehicle',
        caseNumber: 'CR-2026-0977',
        offense: { system: 'nibrs', code: '240' },
        incident,
      },
    };
    const body = askBody([B], { purpose });
    const asked = () => served.send('POST', '/v1/asks', body, { 'Idempotency-Key': 'held' });
    const [first, second] = [await asked(), await asked()];
    expect([first.status, second.status]).toEqual([202, 202]);
    const [one, other] = [await first.json(), await second.json()];
    expect(other.askId).toBe(one.askId);
    expect(b.came).toEqual([]);
  });
});

describe('what is still to come', () => {
  test('is pending after the time that the officer waits, and collected later', async () => {
    let free = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      free = resolve;
    });
    const given = new Map<string, unknown>();
    b.answer = async (question, log, times) => {
      if (times === 1) given.set('first', log.release(question, [statedRead()]));
      if (times === 1) await late;
      return { status: 200, body: given.get('first') };
    };
    const { body } = await ask([B, C], { Prefer: 'wait=1' });
    expect(body.answers.map(({ ori, outcome }) => [ori, outcome])).toEqual([
      [B, 'pending'],
      [C, 'released'],
    ]);
    const collected = (await (await served.send('GET', `/v1/asks/${body.askId}`)).json()) as Asked;
    expect(collected.answers).toMatchObject([
      { ori: B, outcome: 'released', order: 'proved' },
      { ori: C, outcome: 'released' },
    ]);
    expect(collected.answers[0]?.reads).toHaveLength(1);
    expect(b.came[1]).toEqual(b.came[0]);
    free();
  });

  test('costs the others little where a partner was silent before', async () => {
    b.answer = () => new Promise(() => undefined);
    await ask([B, C], { Prefer: 'wait=1' });
    const began = performance.now();
    const { body } = await ask([B, C]);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(body.answers.map(({ outcome }) => outcome)).toEqual(['pending', 'released']);
  });

  test('is collected at the partner that holds it, once its reviewer has decided', async () => {
    b.answer = (question, log) => ({ status: 202, body: log.hold(question) });
    const { body } = await ask([B]);
    expect(body.answers).toMatchObject([
      { outcome: 'held', order: 'proved', reasons: [{ code: 'grant_missing' }] },
    ]);
    b.answer = (question, log) => ({ status: 200, body: log.release(question, [statedRead()]) });
    const collected = (await (await served.send('GET', `/v1/asks/${body.askId}`)).json()) as Asked;
    expect(b.came[1]?.path).toBe(`/v1/queries/${body.answers[0]?.queryId}`);
    expect(collected.answers).toMatchObject([{ outcome: 'released', order: 'proved' }]);
  });

  test('are further pages, each judged and counted by our own rules as well', async () => {
    b.answer = (question, log) => ({
      status: 200,
      body: { ...log.release(question, [statedRead()]), next: 'page-2' },
    });
    const { body } = await ask([B]);
    expect(body.answers[0]?.more).toBe(true);
    const before = (await entries('peer_asked')).length;
    b.answer = (question, log) => ({ status: 200, body: log.release(question, [statedRead()]) });
    const response = await served.send('POST', `/v1/asks/${body.askId}/next`, { ori: B });
    const next = (await response.json()) as Asked;
    expect(next.answers).toMatchObject([{ ori: B, outcome: 'released' }]);
    expect(next.answers[0]?.more).toBeUndefined();
    expect(b.came[1]?.path).toBe(`/v1/queries/${body.answers[0]?.queryId}/next`);
    expect((await entries('peer_asked')).length).toBe(before + 1);
    expect((await served.send('POST', `/v1/asks/${body.askId}/next`, { ori: B })).status).toBe(409);
  });

  test('is a further page that our own rules hold, once our reviewer has approved it', async () => {
    const { ownerPool, pool } = fixture;
    const reviewer = await registerReviewer(fixture);
    b.answer = (question, log) => ({
      status: 200,
      body: { ...log.release(question, [statedRead()]), next: 'page-2' },
    });
    const { body } = await ask([B]);
    const path = `/v1/asks/${body.askId}`;
    // Our own roster has no place for the officer any more.
    await ownerPool.query("UPDATE officer SET status = 'held' WHERE reference = 'officer-1'");
    await ownerPool.query('UPDATE agency SET roster = 0 WHERE is_owner');
    const next = () => served.send('POST', `${path}/next`, { ori: B });
    const held = await next();
    expect([held.status, held.headers.get('Location')]).toEqual([202, path]);
    expect((await next()).status).toBe(409);
    expect((await served.send('GET', path)).status).toBe(202);
    expect(b.came).toHaveLength(1);
    const { rows } = await ownerPool.query('SELECT held_id FROM network_ask WHERE id = $1', [body.askId]);
    const word = { by: reviewer, reason: 'read', document: null, verdict: null } as const;
    await decideReview(pool, { ...word, reviewId: rows[0].held_id, word: 'approve' });
    b.answer = (question, log) => ({ status: 200, body: log.release(question, [statedRead()]) });
    const collected = (await (await served.send('GET', path)).json()) as Asked;
    expect(collected.answers).toMatchObject([{ ori: B, outcome: 'released', order: 'proved' }]);
    expect(b.came[1]?.path).toBe(`/v1/queries/${body.answers[0]?.queryId}/next`);
    await ownerPool.query("UPDATE officer SET status = 'active' WHERE reference = 'officer-1'");
    await ownerPool.query('UPDATE agency SET roster = 20 WHERE is_owner');
  });

  test('is of a partner that gave no answer, alone or not: it is asked the very same again', async () => {
    b.answer = () => ({ status: 503, body: {} });
    const { body } = await ask([B]);
    expect(body.answers).toMatchObject([{ ori: B, outcome: 'no_answer' }]);
    b.answer = (question, log) => ({ status: 200, body: log.release(question, [statedRead()]) });
    const collected = (await (await served.send('GET', `/v1/asks/${body.askId}`)).json()) as Asked;
    expect(collected.answers).toMatchObject([{ ori: B, outcome: 'released', order: 'proved' }]);
    expect(b.came[1]).toEqual(b.came[0]);
  });

  describe('if the partner’s agreement ended while our reviewer was reading', () => {
    const setEnd = (until: string) =>
      fixture.ownerPool.query(
        `ALTER TABLE network_agreement DISABLE TRIGGER USER; UPDATE network_agreement SET valid_until = '${until}'
         WHERE agency_id = (SELECT agency_id FROM network_peer WHERE ori = '${C}');
         ALTER TABLE network_agreement ENABLE TRIGGER USER`,
      );
    beforeAll(async () => {
      await fixture.ownerPool.query("UPDATE officer SET status = 'held' WHERE reference = 'officer-1'");
      await fixture.ownerPool.query('UPDATE agency SET roster = 0 WHERE is_owner');
    });
    afterEach(() => setEnd('2099-01-01'));
    afterAll(async () => {
      await fixture.ownerPool.query("UPDATE officer SET status = 'active' WHERE reference = 'officer-1'");
      await fixture.ownerPool.query('UPDATE agency SET roster = 20 WHERE is_owner');
    });

    test.each([
      ['is refused in its own row', [B, C], 200],
      ['is refused beside our own store', [OWNER, C], 200],
      ['is refused altogether where nobody else was asked', [C], 403],
    ])('%s', async (_, at, status) => {
      const asked = await ask(at);
      expect(asked.status).toBe(202);
      const { rows } = await fixture.ownerPool.query('SELECT held_id FROM network_ask WHERE id = $1', [
        asked.body.askId,
      ]);
      const { rows: people } = await fixture.ownerPool.query(
        "SELECT id FROM person WHERE subject = 'reviewer'",
      );
      const word = { reason: 'read', document: null, verdict: null, word: 'approve' } as const;
      const by = await grantedBy(fixture.pool, people[0].id);
      await decideReview(fixture.pool, { ...word, by, reviewId: rows[0].held_id });
      await setEnd('2026-01-02');
      const collected = await served.send('GET', `/v1/asks/${asked.body.askId}`);
      expect(collected.status).toBe(status);
      const { answers, reasons } = await collected.json();
      const told = answers?.find(({ ori }: Row) => ori === C) ?? { outcome: 'refused', reasons };
      expect(told).toMatchObject({ outcome: 'refused', reasons: [{ code: 'no_agreement' }] });
      expect(c.came).toEqual([]);
    });
  });

  test('is nobody else’s: an ask of another client is not found', async () => {
    const { body } = await ask([B]);
    const other = await serveAsks(fixture, [b, c], { clientId: 'other' });
    expect((await other.send('GET', `/v1/asks/${body.askId}`)).status).toBe(404);
    await other.close();
  });
});

describe('a halt of ours while a partner is being asked', () => {
  test('shows nothing of what it answers, though both logs have it, and asks nobody again', async () => {
    const node = await serveAsks(fixture, [b, c]);
    b.answer = (question, log) => {
      node.inFlight.setFence(null, Number.MAX_SAFE_INTEGER);
      return { status: 200, body: log.release(question, [statedRead()]) };
    };
    try {
      const told = (await entries('peer_answered')).length;
      const response = await node.send('POST', '/v1/asks', askBody([B]));
      expect(response.status).toBe(503);
      expect(await response.text()).not.toContain('ZZT1234');
      const answered = await entries('peer_answered');
      expect(answered).toHaveLength(told + 1);
      const id = answered.at(-1)?.owner.ask;
      await fixture.ownerPool.query("UPDATE network_ask_peer SET state = 'pending' WHERE ask_id = $1", [id]);
      const collected = await node.send('GET', `/v1/asks/${id}`);
      expect(collected.status).toBe(409);
      expect((await collected.json()).detail).toContain('ask anew');
      expect(b.came).toHaveLength(1);
    } finally {
      await node.close();
    }
  });
});

describe('a lie', () => {
  test('is shown as nothing, stands in the log with both heads, raises the alarm, and ends the asking', async () => {
    b.answer = (question, log) => ({
      status: 200,
      body: log.release(question, [statedRead({ plate: 'AAA1111' })]),
    });
    const { body } = await ask([B, C]);
    expect(body.answers).toMatchObject([
      { ori: B, outcome: 'unproven', entry: null },
      { ori: C, outcome: 'released' },
    ]);
    expect(JSON.stringify(body)).not.toContain('AAA1111');
    const told = (await entries('peer_answered')).filter(({ owner }) => owner.outcome === 'unproven');
    expect(told.at(-1)?.owner).toMatchObject({
      lie: 'other_plate',
      notes: { given: expect.stringContaining(b.log.origin) },
    });
    expect(served.alarms.at(-1)).toMatchObject({ agency: B, lie: 'other_plate' });
    b.came.length = 0;
    const after = await ask([B, C]);
    expect(after.body.answers).toMatchObject([
      { ori: B, outcome: 'no_answer' },
      { ori: C, outcome: 'released' },
    ]);
    expect(b.came).toEqual([]);
  });

  test('of a log that does not extend the one we have seen is found by its proof', async () => {
    await ask([C]);
    const { log } = await enterForked(c);
    c.answer = (question) => ({ status: 200, body: log.release(question, []) });
    const { body } = await ask([C]);
    expect(body.answers).toMatchObject([{ ori: C, outcome: 'unproven' }]);
  });

  test('a partner that fails has its own row, never silence', async () => {
    b.answer = () => ({ status: 503, body: {} });
    const { body } = await ask([B]);
    expect(body.answers).toMatchObject([{ ori: B, outcome: 'no_answer', entry: null }]);
    expect((await entries('peer_answered')).at(-1)?.owner).toMatchObject({
      outcome: 'no_answer',
      fault: 'status_503',
    });
  });
});

/** The same key over another history. */
async function enterForked(peer: TestPeer) {
  return { log: peer.log.fork() };
}
