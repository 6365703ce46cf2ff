/**
 * The cases of the test suite of FSC, the Dutch standard for connections between agencies (Logius-standaarden/fsc-test-suite:
 * manager, inway, outway, integration). Those that apply are the names of the tests below. The others, and why they do not:
 *
 * | case | why not |
 * |---|---|
 * | Manager-SubmitContract-2 to -6, -8; Services-1 to -4; GetToken-6, -7, -10, -11; ConsumeDelegatedService, ConsumeServiceAsDelegatee; TransactionLog of delegations (Inway-4, -5, Outway-3, -4) | nobody asks or answers for another agency: that is `no_onward`; and there is one service, so that none is published or delegated |
 * | Manager-SubmitContract-9 | there is no group: the two parties are all that an agreement has |
 * | Manager-SubmitContract-11, -12; AcceptContract-8, -9 | one algorithm alone, Ed25519, by the key of the log: nobody chooses |
 * | Manager-AcceptContract-6, RejectContract-6, RevokeContract-6 | between gateways the id is in no address: it is that of the document in the body, and -4 holds for it |
 * | Manager-Contracts-1, -2 | no gateway lists another one's agreements: both have the document and both notes in their own logs |
 * | Manager-GetToken-1 to -5, -8, -9 | tokens come from each agency's own issuer; what they are good for is decided at every query |
 * | Manager-Peers-1 | nobody announces itself to a directory: each knows those with whom it has an agreement |
 * | Manager-Port-1, Inway-Port-1 | the port is the operator's choice, and stands in `resource` |
 * | Inway-IncomingRequest-4 | tokens are bound to a key, by DPoP or a certificate; no authority is trusted for all |
 * | Inway-IncomingRequest-5 | no service stands behind the gateway that would get the token |
 * | Inway-TransactionLog-3 | a partner that has no gateway asks without a transaction; the answer to one that has names it (`asker`) |
 *
 * Tokens that are missing, expired or bound to another key (Inway-IncomingRequest-2, -3, -6) are tried at every door, in
 * `test/gateway/http/who-may-ask.test.ts` and `test/gateway/identity`; what each publishes of itself (Manager-PeerInfo-1,
 * JSONWebKeySet-1) and what a partner reads back (TransactionLogRecords-1) in `peer-test` and `entries` beside this file.
 */
import { generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signNote, verifierKey } from '../../../gateway/audit/signed-note.ts';
import { agreementId } from '../../../gateway/network/agreements/agreement-document.ts';
import { noteText, readNote } from '../../../gateway/network/agreements/agreement-note.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { type CommitFixture, createCommitFixture } from '../../setup/database/commit-fixture.ts';
import { grantOwnUse } from '../../setup/database/own-use.ts';
import { CLIENT, type Side, startTwoGateways, type TwoGateways } from '../../setup/two-gateways.ts';
import { statedRead } from './asks/answering-log.ts';
import { askBody, enterPeer, serveAsks, type TestPeer } from './asks/serve-asks.ts';

const NOW = 1_790_000_000_000;
const WORDS = [
  ['AcceptContract', 'accept'],
  ['RejectContract', 'reject'],
  ['RevokeContract', 'end'],
] as const;

describe.each(WORDS)('Manager-%s', (_, word) => {
  const id = `sha256:${'a'.repeat(64)}`;
  const pair = () => generateKeyPairSync('ed25519');
  const { privateKey, publicKey } = pair();
  const sign = (text: string, key: KeyObject = privateKey) => signNote(text, 'b.test/log', key);
  const read = (note: string) => readNote(note, { id, logKey: verifierKey('b.test/log', publicKey) }, NOW);
  const text = noteText(id, { word, at: NOW });

  test('-1: place the signature', () => {
    expect(read(sign(text))).toEqual({ word, at: NOW });
  });

  test('-2: place it without being a party', () => {
    expect(() => read(sign(text, pair().privateKey))).toThrow('`logKey`');
  });

  test('-3: place what is no valid signature', () => {
    for (const note of ['', text, sign(text).replace(id, id.replaceAll('a', 'b')), sign(text).slice(0, -4)])
      expect(() => read(note)).toThrow('`note`');
  });

  test('-4: place one of which the hash is not that of the contents', () => {
    const other = noteText(`sha256:${'b'.repeat(64)}`, { word, at: NOW });
    expect(() => read(sign(other))).toThrow('another agreement');
  });

  test('-5: place one of another type', () => {
    expect(() => read(sign(text.replace(word, 'revoke')))).toThrow('unknown word');
    expect(() => read(sign(text.replace('/v1', '/v2')))).toThrow('three lines');
  });

  test('-7: place one of an algorithm that is not supported', () => {
    // A cosignature's type in the key's id (C2SP signed-note).
    const [, , key = ''] = verifierKey('b.test/log', publicKey).split('+');
    const named = Buffer.concat([
      Buffer.from('b.test/log\n'),
      Buffer.of(4),
      Buffer.from(key, 'base64').subarray(1),
    ]);
    const of = hash('sha256', named, 'buffer').subarray(0, 4);
    const line = sign(text).trimEnd().split(' ').at(-1) ?? '';
    const lie = Buffer.concat([of, Buffer.from(line, 'base64').subarray(4)]).toString('base64');
    expect(() => read(sign(text).replace(line, lie))).toThrow('`logKey`');
  });
});

describe('between two gateways, Manager-', () => {
  let two: TwoGateways;
  let a: Side;
  let b: Side;

  beforeAll(async () => {
    two = await startTwoGateways();
    ({ a, b } = two);
  });
  afterAll(() => two.close());

  const call = (side: Side, who: string, path: string, body?: object) =>
    side.node.call(who, 'POST', `/v1/agreements${path}`, body);
  const acceptBy = async (side: Side, id: string) => {
    for (const who of ['admin-1', 'admin-2']) await call(side, who, `/${id}/accept`);
  };
  const statusAt = async (side: Side, id: string) =>
    (await side.node.call('admin-1', 'GET', `/v1/agreements/${id}`)).body.status;

  test('SubmitContract-1, AcceptContract-1, RevokeContract-1: what both accept is in force until either ends it', async () => {
    const agreement = two.document();
    const id = agreementId(agreement);
    expect((await call(a, 'admin-1', '', { agreement, client: { id: CLIENT } })).status).toBe(201);
    await acceptBy(a, id);
    const { file } = (await a.node.call('admin-1', 'GET', `/v1/agreements/${id}`)).body;
    expect((await call(b, 'admin-1', '', file)).body.status).toBe('proposed');
    await acceptBy(b, id);
    await Promise.all([a.node.reloadPersons(), b.node.reloadPersons()]);
    await b.tell();
    expect([await statusAt(a, id), await statusAt(b, id)]).toEqual(['in_force', 'in_force']);
    await call(b, 'admin-1', `/${id}/end`);
    await b.tell();
    expect([await statusAt(a, id), await statusAt(b, id)]).toEqual(['ended', 'ended']);
  });

  test('RejectContract-1: what either rejects comes into force for neither', async () => {
    const agreement = two.document();
    const id = agreementId(agreement);
    await call(a, 'admin-1', '', { agreement });
    await acceptBy(a, id);
    await a.tell();
    await call(b, 'admin-1', `/${id}/reject`);
    await b.tell();
    expect([await statusAt(a, id), await statusAt(b, id)]).toEqual(['rejected', 'rejected']);
  });

  test('SubmitContract-7, -10: not by whom it does not name, and not of a type that is not known', async () => {
    const send = async (agreement: object) => {
      const who = { client: CLIENT, ori: b.party.ori, scope: 'alpr.query' };
      const path = '/v1/network/agreements';
      const answer = await fetch(`${a.node.url}${path}`, {
        ...{ method: 'POST', body: JSON.stringify({ agreement, note: 'x' }) },
        headers: {
          ...b.node.credentialsAt(a.node.url, who, 'POST', path),
          'Content-Type': 'application/json',
        },
      });
      return { status: answer.status, detail: (await answer.json()).detail };
    };
    const document = two.document();
    const [given] = Object.values(document.gives);
    const others = {
      ...document,
      parties: [a.party, { ...b.party, ori: 'CO0010200' }],
      gives: { [a.party.ori]: given, CO0010200: given },
    };
    await a.node.register('CO0010200' as Ori);
    expect(await send(others)).toMatchObject({ status: 403, detail: expect.stringContaining('`parties`') });
    expect(await send({ ...document, type: 'alpr-agreement/v2' })).toMatchObject({
      ...{ status: 422, detail: expect.stringContaining('`agreement.type`') },
    });
  });
});

describe('an ask, as ', () => {
  const B = 'CO0010100';
  let fixture: CommitFixture;
  let served: Awaited<ReturnType<typeof serveAsks>>;
  let b: TestPeer;

  beforeAll(async () => {
    fixture = await createCommitFixture();
    await grantOwnUse(fixture.ownerPool, 20);
    b = await enterPeer(fixture, B);
    b.answer = (question, log) => ({ status: 200, body: log.release(question, [statedRead()]) });
    served = await serveAsks(fixture, [b]);
  });
  afterAll(async () => {
    await served.close();
    await fixture.close();
  });

  const ask = async (at: readonly string[]) => {
    b.came.length = 0;
    const answer = await served.send('POST', '/v1/asks', askBody(at));
    return { status: answer.status, body: await answer.json() };
  };
  const newest = async (kind: string) => {
    const { rows } = await fixture.ownerPool.query(
      'SELECT index, owner_detail::jsonb AS owner, asker_detail::jsonb AS asker FROM audit_detail WHERE kind = $1 ORDER BY index DESC LIMIT 1',
      [kind],
    );
    return rows[0];
  };

  test('Integration-ConsumeService-1, Outway-IncomingRequest-1: consumes a service under a valid contract', async () => {
    const { body } = await ask([B]);
    expect(body.answers).toMatchObject([{ ori: B, outcome: 'released', order: 'proved' }]);
  });

  test('Integration-ConsumeService-2, Outway-IncomingRequest-2: goes nowhere without one', async () => {
    const { body, status } = await ask(['CO0019900']);
    expect([status, body.reasons[0].code, b.came.length]).toEqual([403, 'no_agreement', 0]);
  });

  test('Outway-IncomingRequest-3: says in a row of its own that the other gateway does not answer', async () => {
    const answer = b.answer;
    b.answer = () => ({ status: 502, body: {} });
    expect((await ask([B])).body.answers).toMatchObject([{ ori: B, outcome: 'no_answer' }]);
    b.answer = answer;
  });

  test('Integration-TransactionLog-1, Outway-TransactionLog-1, -2: stands in both logs under one transaction, here before it leaves', async () => {
    const { body } = await ask([B]);
    const [asked, answered] = [await newest('peer_asked'), await newest('peer_answered')];
    const sent = JSON.parse(b.came[0]?.body ?? '{}').asker;
    const { asker, traceparent } = JSON.parse(body.answers[0].receipt.asker.detail);
    expect(sent.index).toBe(Number(asked.index));
    expect(asker).toEqual(sent);
    for (const trace of [traceparent, asked.asker.traceparent]) expect(trace).toContain(body.transaction);
    expect(answered.owner).toMatchObject({ transaction: body.transaction, asked: sent.index });
  });

  test('Outway-TransactionLog-5: leaves nothing where our log cannot be written', async () => {
    await fixture.ownerPool.query('ALTER TABLE audit_detail ADD CONSTRAINT is_full CHECK (false) NOT VALID');
    const { status } = await ask([B]);
    await fixture.ownerPool.query('ALTER TABLE audit_detail DROP CONSTRAINT is_full');
    expect(status).toBeGreaterThanOrEqual(500);
    expect(b.came).toEqual([]);
  });
});
