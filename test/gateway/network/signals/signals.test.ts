/** One gateway revokes, another one hears of it: by a signed signal, after the fact, and only to its own loss. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { GatewayError } from '../../../../gateway/faults/errors.ts';
import { Bodies } from '../../../../gateway/http/bodies/bodies.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { EnvelopeKeys } from '../../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import { signCompact } from '../../../../gateway/identity/jose/envelope-keys/seal-envelope.ts';
import { readPeer } from '../../../../gateway/network/agreements/peers-store.ts';
import {
  type SendSignalsDeps,
  sendSignals,
  startSignals,
} from '../../../../gateway/network/signals/send-signals.ts';
import { SESSION_REVOKED, VERIFICATION } from '../../../../gateway/network/signals/session-revoked.ts';
import { SIGNAL_ROUTES } from '../../../../gateway/network/signals/signal-routes.ts';
import { findWithdrawn } from '../../../../gateway/network/signals/signals-store.ts';
import type { SignalFault } from '../../../../gateway/network/signals/take-signal.ts';
import { placeMark } from '../../../../gateway/release/revoke/marks-store.ts';
import type { Subject } from '../../../../sharing-rules/terms/asker.ts';
import { insertAgreement } from '../../../setup/database/insert-agreement.ts';
import {
  createSharingFixture,
  PARTNER,
  partnerSystem,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import type { Served } from '../../../setup/serve-on-loopback.ts';

const HOUR = 3_600_000;
/** By the documents of `insertAgreement`. */
const TELLER = 'https://ours.test';
const TOLD = 'https://told.test';

/** To each the other is the partner of the fixture. */
let teller: SharingFixture;
let told: SharingFixture;
let keys: EnvelopeKeys;
let receiver: Served;
let sending: SendSignalsDeps;
let asker: Subject | null;
let sent: string[] = [];
const warnings: string[] = [];

beforeAll(async () => {
  [teller, told] = [await createSharingFixture(), await createSharingFixture()];
  const logKey = teller.deps.signer.vkey;
  await insertAgreement(teller.ownerPool, { ori: PARTNER, resource: TOLD, logKey });
  await insertAgreement(told.ownerPool, { ori: PARTNER, resource: TELLER, logKey });
  keys = await EnvelopeKeys.open(
    mkdtempSync(join(tmpdir(), 'keys-')),
    { publishAhead: HOUR, overlap: HOUR },
    0,
  );
  receiver = await serveApp({
    intakeRoutes: [
      routerOf(SIGNAL_ROUTES, {
        ...{ pool: told.pool, owner: PARTNER, resource: TOLD, now: Date.now, bodies: new Bodies() },
        keysOf: async () => ({ resource: TELLER, keys: keys.publicJwks(Date.now()) }),
        signIn: async () => {
          if (asker === null) throw new GatewayError('invalid_token', 'send an access token');
          return asker;
        },
      }),
    ],
  });
  sending = {
    ...{ pool: teller.pool, envelopeKeys: keys, resource: TELLER, now: Date.now },
    log: {
      warn: (_, message) => void warnings.push(message),
      error: (_, message) => void warnings.push(message),
    },
    connect: async () => ({
      request: async (_method, _path, body) => {
        sent.push(String(body));
        const { status } = await push(String(body));
        return { status } as never;
      },
    }),
  };
  await sendSignals(sending);
});
afterAll(async () => {
  receiver.close();
  await Promise.all([teller.close(), told.close()]);
});
beforeEach(() => {
  asker = partnerSystem(told.agencyId);
  sent = [];
});

async function push(body: string, type = 'application/secevent+jwt') {
  const response = await fetch(`${receiver.url}/v1/network/signals`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** Takes a right away as `withdrawRight` does in its transaction. */
const revoke = (officer: string | null = null, kind: 'revoked' | 'subject_suspended' = 'revoked') =>
  inTransaction(teller.pool, async (trx) => {
    const agency = { id: teller.agencyId, ori: PARTNER };
    const owner = officer === null ? { by: 'test' } : { by: 'test', reason: 'private', subjectId: officer };
    const event = { ...{ kind, agency, owner, asker: {} }, ...{ grant: null, effect: null, mark: true } };
    const index = (await appendEvents(trx, [event])).sealed[0]?.index as number;
    await placeMark(trx, {
      ...{ index, agencyId: agency.id, grant: null, kind, officerId: officer, personId: null },
    });
    return index;
  });

const claims = (changes: object = {}): object => ({
  ...{ iss: TELLER, aud: TOLD, jti: `test-${Math.random()}`, iat: Math.floor(Date.now() / 1000) },
  sub_id: { format: 'complex', tenant: { format: 'opaque', id: PARTNER } },
  events: { [SESSION_REVOKED]: { event_timestamp: 1 } },
  ...changes,
});
const signed = (payload: object, typ = 'secevent+jwt'): string =>
  signCompact(JSON.stringify(payload), keys.current(Date.now()), { typ });
const stopped = async () => (await readPeer(told.pool, PARTNER))?.askingStopped;
const letAsk = () =>
  told.ownerPool.query('UPDATE network_peer SET asking_stopped_at = NULL, asking_stopped_reason = NULL');

describe('a revocation', () => {
  test('is told: pages hear of it, and whoever lost access may ask, since access may come back', async () => {
    const index = await revoke();
    await sendSignals(sending);
    expect(sent).toHaveLength(1);
    const payload = JSON.parse(Buffer.from(sent[0]?.split('.')[1] ?? '', 'base64url').toString());
    expect(payload).toMatchObject({
      ...{ iss: TELLER, aud: TOLD, jti: `mark-${index}` },
      sub_id: { format: 'complex', tenant: { format: 'opaque', id: PARTNER } },
    });
    expect(await stopped()).toBe(false);
    expect(await findWithdrawn(told.pool)).toMatchObject([{ ori: PARTNER, officer: null }]);
  });

  test('is told once, and nothing that came before the agreement', async () => {
    await sendSignals(sending);
    expect(sent).toEqual([]);
  });

  test('of an officer is told with the agency’s own name of the officer, without a reason, and stops nobody else', async () => {
    const { rows } = await teller.ownerPool.query(
      `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'badge-7', 'Officer Seven', 'active') RETURNING id`,
      [teller.agencyId],
    );
    await revoke(rows[0].id, 'subject_suspended');
    await sendSignals(sending);
    const payload = Buffer.from(sent[0]?.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(payload).sub_id.user).toEqual({ format: 'opaque', id: 'badge-7' });
    expect(payload).not.toMatch(/private|Seven|reason/);
    expect(await stopped()).toBe(false);
    expect((await findWithdrawn(told.pool)).at(-1)).toMatchObject({ officer: 'badge-7' });
  });

  test('of another agency is nobody’s business here', async () => {
    await inTransaction(teller.pool, async (trx) => {
      const event = {
        kind: 'issuer_removed' as const,
        agency: null,
        owner: {},
        asker: {},
        grant: null,
        effect: null,
      };
      const index = (await appendEvents(trx, [{ ...event, mark: true }])).sealed[0]?.index as number;
      const kind = 'issuer_removed' as const;
      await placeMark(trx, { index, agencyId: null, grant: null, kind, officerId: null, personId: null });
    });
    await sendSignals(sending);
    expect(sent).toEqual([]);
  });

  async function revokesAtOnce(): Promise<void> {
    const began = performance.now();
    await revoke();
    expect(performance.now() - began).toBeLessThan(1_000);
  }

  test('is in force as ever while the tables of receivers are locked', async () => {
    const client = await teller.ownerPool.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE network_told, network_signal, network_peer IN ACCESS EXCLUSIVE MODE');
    await revokesAtOnce();
    await client.query('ROLLBACK');
    client.release();
  });

  test.each([
    ['gone', 'ALTER TABLE network_told RENAME TO gone', 'ALTER TABLE gone RENAME TO network_told'],
    [
      'full',
      'ALTER TABLE network_told ADD CONSTRAINT is_full CHECK (false) NOT VALID',
      'ALTER TABLE network_told DROP CONSTRAINT is_full',
    ],
  ])('is in force as ever while the table of receivers is %s', async (_name, breaking, mending) => {
    await teller.ownerPool.query(breaking);
    await revokesAtOnce();
    await expect(sendSignals(sending)).rejects.toThrow();
    await teller.ownerPool.query(mending);
  });

  test('waits for a receiver that does not answer, and is told later, all of it in order', async () => {
    const connect = async () => {
      throw new GatewayError('unavailable', 'nobody answers');
    };
    await sendSignals({ ...sending, connect });
    expect(warnings.at(-1)).toContain('tried again');
    await teller.ownerPool.query('UPDATE network_told SET next_at = now()');
    await sendSignals(sending);
    const told = sent.map(
      (set) => JSON.parse(Buffer.from(set.split('.')[1] ?? '', 'base64url').toString()).jti,
    );
    expect(told).toHaveLength(3);
    expect(told).toEqual(told.toSorted((a, b) => Number(a.slice(5)) - Number(b.slice(5))));
    await letAsk();
  });
});

describe('a receiver that hangs', () => {
  test('keeps no other from being told, and is told itself, one thing after another', async () => {
    const resource = 'https://hangs.test';
    const logKey = teller.deps.signer.vkey;
    await insertAgreement(teller.ownerPool, { ori: 'CO0010200', resource, logKey });
    await sendSignals(sending);
    let free = (): void => undefined;
    const hangs = new Promise<void>((resolve) => {
      free = resolve;
    });
    const asked: string[] = [];
    const connect: SendSignalsDeps['connect'] = async (ori) => {
      asked.push(ori);
      if (ori === PARTNER) return sending.connect(ori);
      return { request: () => hangs.then(() => ({ status: 202 }) as never) };
    };
    const halt = () =>
      inTransaction(teller.pool, async (trx) => {
        const event = { ...{ kind: 'halted' as const, agency: null, owner: {}, asker: {} } };
        const [sealed] = (await appendEvents(trx, [{ ...event, grant: null, effect: null, mark: true }]))
          .sealed;
        const index = sealed?.index as number;
        const of = { agencyId: null, grant: null, officerId: null, personId: null };
        await placeMark(trx, { index, kind: 'halted', ...of });
      });
    const signals = startSignals({ ...sending, connect });
    for (const count of [1, 2, 3]) {
      await halt();
      await eventually(async () => sent.length === count);
    }
    expect(asked.filter((ori) => ori === 'CO0010200')).toHaveLength(1);
    free();
    await signals.stop();
    const { rows } = await teller.ownerPool.query('SELECT DISTINCT tries FROM network_told');
    expect(rows).toEqual([{ tries: 0 }]);
  });
});

describe('a signal', () => {
  test('of a stranger is 401, and nothing of it is read', async () => {
    asker = null;
    const slow = new ReadableStream({
      async pull(controller) {
        await new Promise((done) => setTimeout(done, 100));
        controller.enqueue(new TextEncoder().encode('x'));
      },
    });
    const began = performance.now();
    const answer = await fetch(`${receiver.url}/v1/network/signals`, {
      ...{ method: 'POST', body: slow, duplex: 'half' },
      headers: { 'Content-Type': 'application/json' },
    } as RequestInit);
    expect(answer.status).toBe(401);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('that comes again is taken, and kept once', async () => {
    const set = signed(claims({ jti: 'again' }));
    const before = (await findWithdrawn(told.pool)).length;
    for (const _time of [1, 2]) expect((await push(set)).status).toBe(202);
    expect(await findWithdrawn(told.pool)).toHaveLength(before + 1);
  });

  test('never starts again what a person has to look at', async () => {
    await told.ownerPool.query(
      "UPDATE network_peer SET asking_stopped_at = now(), asking_stopped_reason = 'unproven'",
    );
    await push(signed(claims()));
    const { rows } = await told.pool.query('SELECT asking_stopped_reason AS reason FROM network_peer');
    expect(rows).toEqual([{ reason: 'unproven' }]);
    await letAsk();
  });

  test('that only asks whether it arrives takes no effect', async () => {
    const set = signed(claims({ events: { [VERIFICATION]: { state: 'test' } } }));
    expect((await push(set)).status).toBe(202);
    expect(await stopped()).toBe(false);
  });

  const other = { format: 'opaque', id: 'CO0010000X' };
  const wrong: readonly (readonly [SignalFault, string, () => string])[] = [
    ['invalid_request', 'a `typ` of another text', () => signed(claims(), 'JWT')],
    ['invalid_request', 'no events', () => signed(claims({ events: undefined }))],
    [
      'invalid_request',
      'an event that is not known',
      () => signed(claims({ events: { 'https://x.test': {} } })),
    ],
    ['invalid_request', 'an unknown member', () => signed({ ...claims(), exp: 1 })],
    [
      'invalid_request',
      'another agency',
      () => signed(claims({ sub_id: { format: 'complex', tenant: other } })),
    ],
    [
      'invalid_request',
      'a time to come',
      () => signed(claims({ iat: Math.floor(Date.now() / 1000) + 3_600 })),
    ],
    [
      'invalid_request',
      'a time of last week',
      () => signed(claims({ iat: Math.floor(Date.now() / 1000) - 600_000 })),
    ],
    ['invalid_request', 'no signed text', () => 'none'],
    [
      'invalid_request',
      'no algorithm',
      () => `${Buffer.from('{"alg":"none","typ":"secevent+jwt"}').toString('base64url')}.e30.`,
    ],
    [
      'invalid_key',
      'a signature of another text',
      () => {
        const [head, , mac] = signed(claims()).split('.');
        return [head, Buffer.from(JSON.stringify(claims())).toString('base64url'), mac].join('.');
      },
    ],
    ['invalid_issuer', 'another issuer', () => signed(claims({ iss: TOLD }))],
    ['invalid_audience', 'another audience', () => signed(claims({ aud: TELLER }))],
  ];
  test.each(wrong)(
    'is %s with %s: refused with what to change, an entry, and no effect',
    async (err, _what, make) => {
      const count = async () => {
        const { rows } = await told.pool.query(
          "SELECT count(*)::int AS count FROM audit_detail WHERE kind = 'fault'",
        );
        return rows[0].count as number;
      };
      const before = await count();
      expect(await push(make())).toMatchObject({
        status: 400,
        body: { err, description: expect.any(String) },
      });
      expect(await count()).toBe(before + 1);
      expect(await stopped()).toBe(false);
    },
  );

  test('of another media type, of a person, of an agency without an agreement is refused by its code', async () => {
    expect(await push(signed(claims()), 'application/jwt')).toMatchObject({
      body: { err: 'invalid_request' },
    });
    asker = partnerSystem(told.agencyId, { kind: 'person', personId: 'p' });
    expect(await push(signed(claims()))).toMatchObject({ status: 400, body: { err: 'access_denied' } });
    asker = partnerSystem(told.agencyId + 1_000);
    expect(await push(signed(claims()))).toMatchObject({ status: 400, body: { err: 'access_denied' } });
  });

  const root = process.env.CONFORMANCE_VECTORS;
  (root === undefined ? test.skip : test)('is none of Wycheproof’s signed texts', async () => {
    const path = join(root ?? '', 'jose/wycheproof/testvectors_v1/json_web_signature_test.json');
    const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as {
      testGroups: { tests: { jws: unknown }[] }[];
    };
    const texts = testGroups
      .flatMap(({ tests }) => tests.map(({ jws }) => jws))
      .filter((jws) => typeof jws === 'string');
    expect(texts.length).toBeGreaterThan(300);
    const statuses = new Set<number>();
    for (const text of texts) statuses.add((await push(text as string)).status);
    expect([...statuses]).toEqual([400]);
  });
});
