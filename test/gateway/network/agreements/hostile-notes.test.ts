/** Notes that nobody should believe: of another key, about another agreement, older, replayed, in unknown words. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signNote, verifierKey } from '../../../../gateway/audit/signed-note.ts';
import { type Agreement, agreementId } from '../../../../gateway/network/agreements/agreement-document.ts';
import { noteText, readNote } from '../../../../gateway/network/agreements/agreement-note.ts';
import { CLIENT, type Side, startTwoGateways, type TwoGateways } from '../../../setup/two-gateways.ts';

const NOW = 1_790_000_000_000;
const ID = `sha256:${'a'.repeat(64)}`;
const pair = (): { key: KeyObject; vkey: string } => {
  const { privateKey: key, publicKey } = generateKeyPairSync('ed25519');
  return { key, vkey: verifierKey('aurora.test/log', publicKey) };
};
const theirs = pair();
const sign = (text: string, { key } = theirs) => signNote(text, 'aurora.test/log', key);
const read = (note: string) => readNote(note, { id: ID, logKey: theirs.vkey }, NOW);

describe('a note', () => {
  test('says its word and its time', () => {
    for (const word of ['accept', 'reject', 'end'] as const)
      expect(read(sign(noteText(ID, { word, at: NOW })))).toEqual({ word, at: NOW });
  });

  test.each([
    [
      'of another key',
      sign(noteText(ID, { word: 'accept', at: NOW }), pair()),
      /not signed with the `logKey`/,
    ],
    ['without a signature', noteText(ID, { word: 'accept', at: NOW }), /not signed/],
    [
      'whose text was changed',
      sign(noteText(ID, { word: 'accept', at: NOW })).replace('accept', 'reject'),
      /not signed/,
    ],
    [
      'about another agreement',
      sign(noteText(`sha256:${'b'.repeat(64)}`, { word: 'accept', at: NOW })),
      /another agreement/,
    ],
    ['with an unknown word', sign(`alpr-agreement/v1\nrevive ${ID}\n${NOW}\n`), /unknown word/],
    ['with two words', sign(`alpr-agreement/v1\naccept ${ID} end\n${NOW}\n`), /three lines/],
    ['of another type', sign(`alpr-agreement/v2\naccept ${ID}\n${NOW}\n`), /three lines/],
    ['with a line too many', sign(`alpr-agreement/v1\naccept ${ID}\n${NOW}\nx\n`), /three lines/],
    ['without its time', sign(`alpr-agreement/v1\naccept ${ID}\n\n`), /time in ms/],
    ['with a time that is no number', sign(`alpr-agreement/v1\naccept ${ID}\n1e3\n`), /time in ms/],
    ['with a negative time', sign(`alpr-agreement/v1\naccept ${ID}\n-1\n`), /time in ms/],
    [
      'that accepts in the future',
      sign(noteText(ID, { word: 'accept', at: NOW + 600_000 })),
      /set the clock right/,
    ],
    [
      'that is a head of the log',
      sign(`aurora.test/log\n5\n${Buffer.alloc(32).toString('base64')}\n`),
      /three lines/,
    ],
  ])('%s is refused', (_, note, fault) => {
    expect(() => read(note)).toThrow(fault);
  });

  test('that ends an agreement counts although its clock is wrong', () => {
    expect(read(sign(noteText(ID, { word: 'end', at: NOW + 10 * 86_400_000 }))).word).toBe('end');
  });
});

describe('over the network', () => {
  let two: TwoGateways;
  let a: Side;
  let b: Side;
  let agreement: Agreement;
  let id: string;
  const send = async (body: object) => {
    const headers = b.node.credentialsAt(
      a.node.url,
      { client: CLIENT, ori: b.party.ori, scope: 'alpr.query' },
      'POST',
      '/v1/network/agreements',
    );
    const answer = await fetch(`${a.node.url}/v1/network/agreements`, {
      ...{ method: 'POST', body: JSON.stringify(body) },
      headers: { ...headers, 'Content-Type': 'application/json' },
    });
    return { status: answer.status, body: await answer.json() };
  };
  const refusals = async () => {
    const { rows } = await a.node.ownerPool.query(
      `SELECT count(*)::integer AS found FROM audit_detail WHERE kind = 'agreement' AND owner_detail::jsonb ? 'refused'`,
    );
    return rows[0].found as number;
  };
  const say = (who: string, word: string) => a.node.call(who, 'POST', `/v1/agreements/${id}/${word}`);
  const status = async () => (await a.node.call('admin-1', 'GET', `/v1/agreements/${id}`)).body.status;

  beforeAll(async () => {
    two = await startTwoGateways();
    ({ a, b } = two);
    agreement = two.document();
    id = agreementId(agreement);
    await a.node.call('admin-1', 'POST', '/v1/agreements', { agreement, client: { id: CLIENT } });
  });
  afterAll(() => two.close());

  test('a stranger is refused before anything is read', async () => {
    const stranger = await fetch(`${a.node.url}/v1/network/agreements`, {
      method: 'POST',
      body: '{"agreement":',
    });
    expect(stranger.status).toBe(401);
    // Nor is the other party known before two persons have accepted.
    expect((await send({ agreement })).status).toBe(401);
    expect(await refusals()).toBe(0);
  });

  test('what is malformed is refused with its member, has an entry, and no effect', async () => {
    expect((await say('admin-1', 'accept')).status).toBe(202);
    expect((await say('admin-2', 'accept')).status).toBe(200);
    await a.node.reloadPersons();
    const note = signNote(noteText(id, { word: 'accept', at: Date.now() }), 'test.example/log', pair().key);
    const answers = [
      await send({ agreement, note }),
      await send({ agreement: { ...agreement, article74: false }, note }),
      await send({ agreement }),
      await send({ agreement: { ...agreement, parties: [b.party, { ...a.party, ori: 'CO0010200' }] }, note }),
      await send({ agreement: { ...agreement, parties: [a.party, { ...b.party, ori: 'CO0010300' }] }, note }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422, 422, 422]);
    expect(answers.map((answer) => answer.body.detail)).toEqual([
      expect.stringContaining('`note`'),
      expect.stringContaining('`agreement.article74`'),
      expect.stringContaining('`note`'),
      expect.stringContaining('`gives`'),
      expect.stringContaining('`parties.1.ori`'),
    ]);
    expect(await refusals()).toBe(5);
    expect(await status()).toBe('proposed');
  });

  test('what says of us what is not so is refused: another address, issuer or key', async () => {
    const note = 'x';
    for (const wrong of [
      { resource: 'https://elsewhere.example' },
      { issuer: 'https://x.example' },
      { logKey: b.party.logKey },
    ]) {
      const answer = await send({
        agreement: { ...agreement, parties: [{ ...a.party, ...wrong }, b.party] },
        note,
      });
      expect([answer.status, answer.body.detail]).toEqual([
        422,
        expect.stringContaining(`\`parties.0.${Object.keys(wrong)[0]}\` is not ours`),
      ]);
    }
  });

  test('an acceptance that is replayed after the end revives nothing', async () => {
    const { body: proposed } = await b.node.call('admin-1', 'POST', '/v1/agreements', { agreement });
    expect(proposed.status).toBe('proposed');
    for (const who of ['admin-1', 'admin-2']) await b.node.call(who, 'POST', `/v1/agreements/${id}/accept`);
    const { file } = (await b.node.call('admin-1', 'GET', `/v1/agreements/${id}`)).body;
    const accept = { agreement, note: file.note };
    expect((await send(accept)).body).toMatchObject({ status: 'in_force', notes: [expect.any(String)] });
    expect((await send(accept)).body.status).toBe('in_force');
    const entries = (await a.node.entries()).length;
    expect((await say('admin-1', 'end')).body.status).toBe('ended');
    expect((await send(accept)).body).toMatchObject({
      status: 'ended',
      notes: [expect.any(String), expect.any(String)],
    });
    expect(await status()).toBe('ended');
    expect((await a.node.entries()).length).toBe(entries + 1);
    // As a file neither.
    const again = await a.node.call('admin-1', 'POST', '/v1/agreements', accept);
    expect(again.body.status).toBe('ended');
  });

  /** What B accepts by two, with its notes. */
  const acceptedByB = async () => {
    const made = two.document();
    const path = `/v1/agreements/${agreementId(made)}`;
    await b.node.call('admin-1', 'POST', '/v1/agreements', { agreement: made });
    for (const who of ['admin-1', 'admin-2']) await b.node.call(who, 'POST', `${path}/accept`);
    const { body } = await b.node.call('admin-1', 'POST', `${path}/reject`);
    return { made, notes: body.notes.map(({ note }: { note: string }) => note) as readonly string[] };
  };

  test('a word on what was never proposed here is not found', async () => {
    await b.node.call('admin-1', 'POST', `/v1/agreements/${id}/reject`);
    const { made, notes } = await acceptedByB();
    expect((await send({ agreement: made, note: notes[1] })).status).toBe(404);
    // Its acceptance comes late, and its rejection after it.
    expect((await send({ agreement: made, note: notes[0] })).body.status).toBe('proposed');
    expect((await send({ agreement: made, note: notes[1] })).body.status).toBe('rejected');
    expect((await send({ agreement: made, note: notes[0] })).body.status).toBe('rejected');
  });

  test('no more than ten of its proposals wait', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      const { made, notes } = await acceptedByB();
      statuses.push((await send({ agreement: made, note: notes[0] })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 409]);
  });
});
