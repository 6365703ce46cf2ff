/** Two gateways make, change and end agreements; each with its own database and log, over real HTTP. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agreement, agreementId } from '../../../../gateway/network/agreements/agreement-document.ts';
import { readPeer, readPeers } from '../../../../gateway/network/agreements/peers-store.ts';
import { CLIENT, type Side, startTwoGateways, type TwoGateways } from '../../../setup/two-gateways.ts';

let two: TwoGateways;
let a: Side;
let b: Side;

beforeAll(async () => {
  two = await startTwoGateways();
  ({ a, b } = two);
});
afterAll(() => two.close());

const propose = (side: Side, agreement: Agreement, more = {}) =>
  side.node.call('admin-1', 'POST', '/v1/agreements', { agreement, ...more });
const say = (side: Side, who: string, id: string, word: string, body?: object) =>
  side.node.call(who, 'POST', `/v1/agreements/${id}/${word}`, body);
const show = async (side: Side, id: string) =>
  (await side.node.call('admin-1', 'GET', `/v1/agreements/${id}`)).body;
const status = async (id: string) => [(await show(a, id)).status, (await show(b, id)).status];
const entries = async ({ node }: Side) => (await node.entries()).filter(({ kind }) => kind === 'agreement');

async function acceptBy(side: Side, id: string): Promise<void> {
  expect((await say(side, 'admin-1', id, 'accept')).status).toBe(202);
  expect((await say(side, 'admin-2', id, 'accept')).status).toBe(200);
}

/** Both accept what A proposes; the first time by a file, since B does not know A's gateway. */
async function agree(changes: Partial<Agreement> = {}): Promise<string> {
  const agreement = two.document(changes);
  const id = agreementId(agreement);
  expect((await propose(a, agreement, { client: { id: CLIENT } })).status).toBe(201);
  await acceptBy(a, id);
  const { file } = await show(a, id);
  expect((await propose(b, file.agreement, { note: file.note, client: file.client })).status).toBe(201);
  await acceptBy(b, id);
  await Promise.all([a.node.reloadPersons(), b.node.reloadPersons()]);
  await b.tell();
  return id;
}

describe('the first agreement', () => {
  let id: string;

  test('travels as a file, is accepted by two on each side, and the answer crosses by itself', async () => {
    id = await agree();
    expect(await status(id)).toEqual(['in_force', 'in_force']);
    const { notes } = await show(a, id);
    expect(notes.map(({ side, word }: { side: string; word: string }) => `${side} ${word}`)).toEqual([
      'ours accept',
      'theirs accept',
    ]);
  });

  test('registers the other’s issuer and client, each as two persons did it', async () => {
    for (const side of [a, b]) {
      const { body } = await side.node.call('admin-1', 'GET', `/v1/clients?agency=${side.other.ori}`);
      expect(body.clients).toMatchObject([{ clientId: CLIENT, issuer: side.other.issuer, status: 'active' }]);
    }
  });

  test('shows both sides the same fingerprints, to be compared by phone', async () => {
    const [ours, theirs] = [(await show(a, id)).fingerprints, (await show(b, id)).fingerprints];
    expect(theirs.agreement).toBe(ours.agreement);
    expect([theirs.logKey, theirs.otherLogKey]).toEqual([ours.otherLogKey, ours.logKey]);
    expect(ours.agreement).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  });

  test('stands with both notes in both logs, and is never a mark', async () => {
    for (const side of [a, b]) {
      const found = await entries(side);
      expect(found).toHaveLength(2);
      const { notes } = await show(side, id);
      const { rows } = await side.node.ownerPool.query(
        `SELECT asker_detail::jsonb AS told FROM audit_detail WHERE kind = 'agreement' ORDER BY index DESC LIMIT 1`,
      );
      expect(rows[0].told).toEqual({
        agreement: id,
        status: 'in_force',
        notes: notes.map(({ note }: { note: string }) => note),
      });
    }
  });

  test('makes each the other’s peer', async () => {
    const peer = await readPeer(a.node.pool, b.party.ori);
    expect(peer).toMatchObject({ ...b.party, agreementId: id, clientId: CLIENT, askingStopped: false });
    expect(peer?.gives?.lookBackDays).toBe(21);
    expect(await readPeers(b.node.pool)).toMatchObject([{ ori: a.party.ori }]);
    expect(await readPeer(a.node.pool, 'CO0010200')).toBeNull();
  });

  test('is not proposed a second time, and no other one beside it is accepted', async () => {
    const { agreement } = await show(a, id);
    expect((await propose(a, agreement)).status).toBe(409);
    const other = two.document();
    await propose(a, other);
    const refused = await say(a, 'admin-1', agreementId(other), 'accept');
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('`replaces`');
    expect((await say(a, 'admin-1', agreementId(other), 'reject')).body.status).toBe('rejected');
  });
});

describe('a change', () => {
  test('is an agreement that replaces the one before, which is over on both sides', async () => {
    const before = (await readPeer(a.node.pool, b.party.ori))?.agreementId as string;
    const agreement = two.document({ replaces: before });
    const id = agreementId(agreement);
    await propose(a, agreement);
    await acceptBy(a, id);
    await a.tell();
    expect((await show(b, id)).status).toBe('proposed');
    expect((await show(b, before)).status).toBe('in_force');
    await acceptBy(b, id);
    await b.tell();
    expect([await status(before), await status(id)]).toEqual([
      ['replaced', 'replaced'],
      ['in_force', 'in_force'],
    ]);
    expect((await readPeer(a.node.pool, b.party.ori))?.agreementId).toBe(id);
  });
});

describe('the end', () => {
  test('is one person’s word on either side, is told to the other, and is final', async () => {
    const id = (await readPeer(a.node.pool, b.party.ori))?.agreementId as string;
    const ended = await say(b, 'admin-2', id, 'end', { reason: 'vendor changed' });
    expect([ended.status, ended.body.status, ended.body.endedReason]).toEqual([
      200,
      'ended',
      'vendor changed',
    ]);
    await b.tell();
    expect(await status(id)).toEqual(['ended', 'ended']);
    expect(await readPeer(a.node.pool, b.party.ori)).toBeNull();
    expect((await say(a, 'admin-1', id, 'accept')).status).toBe(409);
    expect((await say(a, 'admin-1', id, 'end')).body.status).toBe('ended');
  });

  test('crosses still: the registration of the other stays', async () => {
    const id = await agree();
    expect(await status(id)).toEqual(['in_force', 'in_force']);
    await say(a, 'admin-1', id, 'end');
    await a.tell();
    expect(await status(id)).toEqual(['ended', 'ended']);
  });

  test('of a proposal is its rejection, on both sides', async () => {
    const agreement = two.document();
    const id = agreementId(agreement);
    await propose(a, agreement);
    await acceptBy(a, id);
    await a.tell();
    expect((await say(b, 'admin-1', id, 'end')).status).toBe(409);
    expect((await say(b, 'admin-1', id, 'reject', { reason: 'too long' })).status).toBe(200);
    await b.tell();
    expect(await status(id)).toEqual(['rejected', 'rejected']);
  });

  test('said on one side while the other accepts leaves nothing in force on either', async () => {
    const agreement = two.document();
    const id = agreementId(agreement);
    await propose(a, agreement);
    await acceptBy(a, id);
    await a.tell();
    [a.reaches, b.reaches] = [false, false];
    await say(a, 'admin-1', id, 'reject');
    await acceptBy(b, id);
    expect(await status(id)).toEqual(['rejected', 'in_force']);
    [a.reaches, b.reaches] = [true, true];
    await due(a);
    await a.tell();
    await due(b);
    await b.tell();
    expect(await status(id)).toEqual(['rejected', 'rejected']);
  });
});

/** Lets the next try be due. */
const due = ({ node }: Side) =>
  node.ownerPool.query(`UPDATE network_note SET next_at = clock_timestamp() WHERE next_at < 'infinity'`);

describe('a gateway that is down', () => {
  test('is told once it is back, and brings what it said meanwhile', async () => {
    const agreement = two.document();
    const id = agreementId(agreement);
    await propose(a, agreement);
    a.reaches = false;
    await acceptBy(a, id);
    await a.tell();
    expect((await b.node.call('admin-1', 'GET', `/v1/agreements/${id}`)).status).toBe(404);
    a.reaches = true;
    await due(a);
    await a.tell();
    // B accepts, and its own word does not get through: A asks again within the hour.
    b.reaches = false;
    await acceptBy(b, id);
    await b.tell();
    expect(await status(id)).toEqual(['proposed', 'in_force']);
    await due(a);
    await a.tell();
    expect(await status(id)).toEqual(['in_force', 'in_force']);
    b.reaches = true;
    await say(a, 'admin-1', id, 'end');
    await a.tell();
  });
});

describe('two persons', () => {
  /** Counts the agreements in the inbox of each. */
  const waitsFor = (...people: string[]) =>
    Promise.all(
      people.map(async (who) => {
        const { items } = (await a.node.call(who, 'GET', '/v1/inbox')).body;
        return items.find(({ task }: { task: string }) => task === 'agreements')?.count ?? 0;
      }),
    );

  test('accept: the first again changes nothing, a person without the role may not', async () => {
    const agreement = two.document();
    const id = agreementId(agreement);
    await propose(a, agreement);
    expect((await say(a, 'auditor', id, 'accept')).status).toBe(403);
    expect(await waitsFor('admin-1', 'admin-2', 'auditor')).toEqual([1, 1, 0]);
    expect((await say(a, 'admin-1', id, 'accept')).status).toBe(202);
    expect(await waitsFor('admin-1', 'admin-2', 'auditor')).toEqual([0, 1, 0]);
    expect((await say(a, 'laptop-1', id, 'accept')).status).toBe(202);
    expect((await show(a, id)).notes).toEqual([]);
    expect((await say(a, 'admin-2', id, 'accept')).status).toBe(200);
    expect(await waitsFor('admin-1', 'admin-2')).toEqual([0, 0]);
    expect((await show(a, id)).status).toBe('proposed');
    await say(a, 'admin-1', id, 'reject');
  });
});
