/** A proof counts once, on whichever node; a token is remembered only while all that it rests on stands. */
import { describe, expect, test } from '@jest/globals';
import {
  generateKeyPair,
  publicHalf,
  type SigningPrivateJwk,
} from '../../../gateway/identity/jose/generate-key-pair.ts';
import { claimProof, forgetExpiredProofs } from '../../../gateway/identity/proofs/proofs-store.ts';
import { seconds } from '../../setup/mint.ts';
import { both, makeProof, makeToken } from './bent/bent-request.ts';
import { AURORA, OWNER } from './cast.ts';
import { connectClient } from './connect-client.ts';
import { type Answer, listenAnywhere, startResourceServer } from './resource-server.ts';
import { useKit } from './use-kit.ts';

const kit = useKit();

const subjectOf = ({ text }: Pick<Answer, 'text'>) => JSON.parse(text).subject;

describe('a proof counts once', () => {
  const twice = async (ask: (token: string, proof: string) => Promise<Answer>) => {
    const token = makeToken(kit, {}, kit);
    const proof = makeProof(kit, token, {});
    const first = await kit.fixture.node.ask('POST', '/v1/queries', both(token, proof));
    return [first, await ask(token, proof)] as const;
  };
  const expectReplay = ([first, second]: readonly [Answer, Answer]) => {
    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 401, challenge: expect.stringContaining('invalid_dpop_proof') });
    expect(second.text).toContain('used before');
  };

  test('on the node that saw it', async () => {
    expectReplay(await twice((...sent) => kit.fixture.node.ask('POST', '/v1/queries', both(...sent))));
  });

  test('on another node that never did', async () => {
    const other = await startResourceServer(kit.fixture.pool, await listenAnywhere(), {
      resource: kit.fixture.node.url,
    });
    try {
      expectReplay(await twice((...sent) => other.ask('POST', '/v1/queries', both(...sent))));
    } finally {
      await other.stop();
    }
  });

  test('and of twenty copies sent at once, one', async () => {
    const token = makeToken(kit, {}, kit);
    const proof = makeProof(kit, token, {});
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => kit.fixture.node.ask('POST', '/v1/queries', both(token, proof))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
  });

  test('also when the same identifier comes with other contents', async () => {
    const jti = crypto.randomUUID();
    const token = makeToken(kit, {}, kit);
    const answers: number[] = [];
    for (const iat of [seconds(), seconds() - 5]) {
      const proof = makeProof(kit, token, { claims: { jti, iat } });
      answers.push((await kit.fixture.node.ask('POST', '/v1/queries', both(token, proof))).status);
    }
    expect(answers).toEqual([200, 401]);
  });

  test('marks are forgotten only after their proofs are too old to be accepted', async () => {
    const mark = (name: string, ahead: number) => ({
      hash: Buffer.from(name.padEnd(32)),
      expiresAt: new Date(Date.now() + ahead),
    });
    expect(await claimProof(kit.fixture.pool, mark('old', -1000))).toBe(true);
    expect(await claimProof(kit.fixture.pool, mark('young', 60_000))).toBe(true);
    expect(await forgetExpiredProofs(kit.fixture.pool)).toBe(1);
    expect(await claimProof(kit.fixture.pool, mark('young', 60_000))).toBe(false);
    const { rows } = await kit.fixture.pool.query(
      `SELECT count(*)::int AS n FROM proof_used WHERE expires_at < clock_timestamp() + interval '60 s'`,
    );
    // Only `young`: the marks of real proofs live longer than the 70 s in which they could be accepted.
    expect(rows[0].n).toBe(1);
  });
});

describe('a token known by its hash', () => {
  test('is refused as soon as its client is removed, and not before', async () => {
    const client = await connectClient(kit.fixture, 'leaving', 'alpr.query');
    expect((await client.request('POST', '/v1/queries')).status).toBe(200);
    await kit.fixture.node.identity.registrations.reload();
    expect((await client.request('POST', '/v1/queries')).status).toBe(200);
    await kit.fixture.ownerPool.query(
      `UPDATE client_registration SET status = 'removed' WHERE client_id = 'leaving'`,
    );
    await kit.fixture.node.identity.registrations.reload();
    const { status, body, headers } = await client.request('POST', '/v1/queries');
    expect(status).toBe(401);
    expect(body).toMatchObject({ detail: 'the access token is not accepted here' });
    expect(headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  test('follows a change of its registration with the next request', async () => {
    const token = makeToken(kit, { claims: { sub: 'alice-cli', client_id: 'alice-cli', ori: OWNER } }, kit);
    const ask = () => kit.fixture.node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, {})));
    const roles = (list: string) =>
      kit.fixture.ownerPool.query(`UPDATE person SET roles = $1 WHERE subject = 'alice'`, [list]);
    expect(subjectOf(await ask()).roles).toEqual(['sharing_admin']);
    try {
      await roles('{auditor}');
      await kit.fixture.node.identity.registrations.reload();
      expect(subjectOf(await ask()).roles).toEqual(['auditor']);
    } finally {
      await roles('{sharing_admin}');
      await kit.fixture.node.identity.registrations.reload();
    }
  });

  test('is refused once its issuer has taken back the key that signed it', async () => {
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const node = await startResourceServer(kit.fixture.pool, await listenAnywhere(), {
      resource: kit.fixture.node.url,
      now,
    });
    const { partner, partnerKey } = kit.fixture;
    const next = generateKeyPair();
    const claims = { iss: partner.issuer, sub: 'aurora-own', client_id: 'aurora-own', ori: AURORA };
    const tokenBy = (key: SigningPrivateJwk) =>
      makeToken(kit, { header: { kid: key.kid }, claims, key }, kit);
    const ask = (token: string) => {
      const proof = makeProof(kit, token, { claims: { iat: Math.floor(now() / 1000) } });
      return node.ask('POST', '/v1/queries', both(token, proof));
    };
    try {
      const old = tokenBy(partnerKey);
      expect([(await ask(old)).status, (await ask(old)).status]).toEqual([200, 200]);
      partner.answer = { keys: [next.publicJwk] };
      ahead = 11_000;
      expect((await ask(tokenBy(next.privateJwk))).status).toBe(200);
      expect(await ask(old)).toMatchObject({
        status: 401,
        text: expect.stringContaining('not accepted here'),
      });
    } finally {
      partner.answer = { keys: [publicHalf(partnerKey)] };
      await node.stop();
    }
  });

  test('is refused once it expires', async () => {
    let ahead = 0;
    const node = await startResourceServer(kit.fixture.pool, await listenAnywhere(), {
      resource: kit.fixture.node.url,
      now: () => Date.now() + ahead,
    });
    try {
      const token = makeToken(kit, {}, kit);
      const ask = (iat: number) =>
        node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, { claims: { iat } })));
      expect((await ask(seconds())).status).toBe(200);
      ahead = 301_000;
      const late = await ask(seconds() + 301);
      expect(late).toMatchObject({ status: 401, challenge: expect.stringContaining('invalid_token') });
      expect(late.text).toContain('expired');
    } finally {
      await node.stop();
    }
  });
});
