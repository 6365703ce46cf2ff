/** A change of keys of another gateway's log is followed where its own log proves it, and kept with an entry of ours. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { readPeer } from '../../../../gateway/network/agreements/peers-store.ts';
import { followLogKey, readLogKeys } from '../../../../gateway/network/checks/follow-log-key.ts';
import { insertAgreement } from '../../../setup/database/insert-agreement.ts';
import {
  createSharingFixture,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { AnsweringLog } from '../asks/answering-log.ts';

const ORIGIN = 'aurora.test/log';
const [oldPem, newPem] = [generateLogKey(), generateLogKey()] as const;
const [OLD, NEW] = [oldPem, newPem].map((pem) => createCheckpointSigner(ORIGIN, pem).vkey) as [
  string,
  string,
];

/** A log that both keys sign, unless others are named, with the entry by which a key came. */
function logWith(asker: object, ...pems: readonly string[]) {
  const [first = oldPem, ...others] = pems.length === 0 ? [oldPem, newPem] : pems;
  const log = new AnsweringLog(ORIGIN, createCheckpointSigner(ORIGIN, first, ...others));
  const { receipt } = log.append({ kind: 'log_key_added', agency: null, asker: { ...asker } });
  return { log, receipts: [receipt] };
}

const serving = (receipts: readonly object[], growth?: AnsweringLog) => ({
  request: async (_method: string, path: string) => {
    if (path === '/v1/network/log-keys') return { status: 200, body: { receipts } } as never;
    const [from, to] = (path.match(/\d+/g) ?? []).slice(1).map(Number) as [number, number];
    return { status: 200, body: { size: to, proof: await growth?.growth(from, to) } } as never;
  },
});

const known = (lastHead: string | null = null) => ({ logKey: OLD, lastHead });

describe('the keys of another log', () => {
  test('are both known while both sign, once its log tells of the new one under the old one', async () => {
    const { receipts } = logWith({ added: NEW, beside: OLD });
    expect(await readLogKeys(serving(receipts), known())).toEqual([OLD, NEW]);
  });

  test('are the new one alone once its log tells that the old one has ended', async () => {
    const { log, receipts } = logWith({ added: NEW, beside: OLD });
    const asker = { retired: OLD, goesOn: NEW };
    receipts.push(log.append({ kind: 'log_key_retired', agency: null, asker }).receipt);
    expect(await readLogKeys(serving(receipts), known())).toEqual([NEW]);
  });

  test('stay as they were at a gateway of a version that tells nothing', async () => {
    const silent = { request: async () => ({ status: 404, body: {} }) as never };
    expect(await readLogKeys(silent, known())).toEqual([OLD]);
  });

  test.each([
    ['told under the new key alone', logWith({ added: NEW, beside: OLD }, newPem).receipts],
    ['told by an entry that names none', logWith({}).receipts],
    ['told by an entry of another kind', [laterRelease()]],
    ['not a key', logWith({ added: `${ORIGIN}+00000000+AAAA`, beside: OLD }).receipts],
    ['of another log', logWith({ added: NEW.replace(ORIGIN, 'other.test/log'), beside: OLD }).receipts],
  ])('stay as they were where the new one is %s', async (_, receipts) => {
    expect(await readLogKeys(serving(receipts), known())).toEqual([OLD]);
  });

  test('stay as they were where it is told in another history than the one that we have seen', async () => {
    const seen = new AnsweringLog(ORIGIN, createCheckpointSigner(ORIGIN, oldPem));
    const { log, receipts } = logWith({ added: NEW, beside: OLD });
    expect(await readLogKeys(serving(receipts, log), known(seen.checkpoint))).toEqual([OLD]);
  });
});

/** A release whose detail names a key. */
function laterRelease(): object {
  const log = new AnsweringLog(ORIGIN, createCheckpointSigner(ORIGIN, oldPem, newPem));
  const asker = { added: NEW, beside: OLD, kind: 'log_key_added' };
  return log.append({ kind: 'refusal', effect: 'deny', agency: PARTNER, asker }).receipt;
}

describe('keys that are followed', () => {
  let fixture: SharingFixture;
  beforeAll(async () => {
    fixture = await createSharingFixture();
    await insertAgreement(fixture.ownerPool, { ori: PARTNER, resource: 'https://theirs.test', logKey: OLD });
  });
  afterAll(() => fixture.close());

  test('are kept, with an entry of our log that names both, once', async () => {
    const { receipts } = logWith({ added: NEW, beside: OLD });
    for (let times = 0; times < 2; times += 1) {
      const peer = await readPeer(fixture.pool, PARTNER);
      if (peer !== null) await followLogKey(peer, serving(receipts), fixture.pool);
    }
    expect((await readPeer(fixture.pool, PARTNER))?.logKey).toBe(`${OLD} ${NEW}`);
    const { rows } = await fixture.ownerPool.query(
      `SELECT owner_detail::jsonb AS told FROM audit_detail WHERE kind = 'agreement'`,
    );
    expect(rows).toMatchObject([{ told: { change: 'log key followed', from: OLD, to: `${OLD} ${NEW}` } }]);
  });
});
