/**
 * Project Wycheproof's vectors of Ed25519 and ES256 against what verifies the signatures that cross between gateways: notes
 * of agreements, heads and cosignatures; tokens, proofs, answers and signals. `jose-wycheproof.test.ts` has those of JOSE.
 * The faults of the vectors are made in a true signature where the text has a form of its own.
 */
import { generateKeyPairSync, hash, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findCosignature } from '../../gateway/audit/cosignature.ts';
import {
  checkpointText,
  ED25519_COSIGNATURE,
  parseVerifierKey,
  signNote,
  splitNote,
  verifierKey,
  verifyNote,
} from '../../gateway/audit/signed-note.ts';
import { openCheckpoint } from '../../gateway/audit-verify/open-checkpoint.ts';
import { verifyJws } from '../../gateway/identity/jose/verify-jws.ts';
import { importProofKey, readProofHeader } from '../../gateway/identity/proofs/proof-key.ts';
import { verifyAside, verifyAtOnce } from '../../gateway/identity/proofs/verify-signature.ts';
import { noteText, readNote } from '../../gateway/network/agreements/agreement-note.ts';

interface Vector {
  readonly tcId: number;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid';
}
interface Group {
  readonly publicKey: { readonly pk: string };
  readonly publicKeyJwk?: { readonly x: string; readonly y: string };
  readonly tests: readonly Vector[];
}

const root = process.env.CONFORMANCE_VECTORS;
const described = root === undefined ? describe.skip : describe;

function groupsOf(file: string): readonly Group[] {
  const path = join(root ?? '', 'jose/wycheproof/testvectors_v1', `${file}_test.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { testGroups: Group[] }).testGroups;
}

const vkeyOf = (name: string, type: number, raw: Buffer): string => {
  const key = Buffer.concat([Buffer.of(type), raw]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), key]), 'buffer').toString('hex', 0, 4);
  return `${name}+${id}+${key.toString('base64')}`;
};
const hex = (text: string) => Buffer.from(text, 'hex');

described('the vectors', () => {
  test('of Ed25519 are judged as they say, on the node and in the program for strangers', async () => {
    let seen = 0;
    for (const { publicKey, tests } of groupsOf('ed25519')) {
      const raw = hex(publicKey.pk);
      const { key } = parseVerifierKey(vkeyOf('a.test/log', 1, raw));
      const imported = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
      for (const { msg, result, sig, tcId } of tests) {
        const [text, signature] = [hex(msg), hex(sig)];
        const judged = [
          verify(null, text, key, signature),
          await crypto.subtle.verify('Ed25519', imported, signature, text),
        ];
        expect([tcId, ...judged]).toEqual([tcId, result === 'valid', result === 'valid']);
        seen += 1;
      }
    }
    expect(seen).toBe(151);
  });

  test('of ES256 are judged as they say, for tokens and for proofs', async () => {
    let seen = 0;
    for (const { publicKeyJwk, tests } of groupsOf('ecdsa_secp256r1_sha256_p1363')) {
      if (publicKeyJwk === undefined) continue;
      const jwk = { kty: 'EC', crv: 'P-256', x: publicKeyJwk.x, y: publicKeyJwk.y };
      const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk })).toString(
        'base64url',
      );
      const { verifier } = importProofKey(readProofHeader(header));
      for (const { msg, result, sig, tcId } of tests) {
        const [text, signature] = [hex(msg), hex(sig)];
        const judged = [
          verifyAtOnce(text, verifier, signature),
          await verifyAside(text, verifier, signature),
        ];
        expect([tcId, ...judged]).toEqual([tcId, result === 'valid', result === 'valid']);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(250);
  });

  test('of signed texts are no proofs of a key', () => {
    const texts = (groupsOf('json_web_signature') as unknown as { tests: { jws: unknown }[] }[])
      .flatMap(({ tests }) => tests.map(({ jws }) => jws))
      .filter((jws) => typeof jws === 'string');
    expect(texts.length).toBeGreaterThan(300);
    for (const text of texts) expect(() => readProofHeader(text.split('.')[0] ?? '')).toThrow();
  });
});

const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (number: bigint) => hex(number.toString(16).padStart(64, '0'));

/** The order of the group in which S is counted (RFC 8032 §5.1). */
const ORDER_OF_25519 = 2n ** 252n + 27742317777372353535851937790883648493n;
const IDENTITY = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);

/** Faults of the vectors, made in a true signature R ‖ S. */
const ED25519_FAULTS: readonly (readonly [string, (true_: Buffer) => Buffer])[] = [
  ['a malleable S', (one) => withS(one, (s) => s + ORDER_OF_25519)],
  ['an S of twice the order more', (one) => withS(one, (s) => s + 2n * ORDER_OF_25519)],
  ['an S with its highest bit', (one) => withS(one, (s) => s + 2n ** 255n)],
  ['an S of 0', (one) => withS(one, () => 0n)],
  [
    'the other sign of R',
    (one) => Buffer.concat([one.subarray(0, 31), Buffer.of((one[31] as number) ^ 0x80), one.subarray(32)]),
  ],
  ['an R of small order', (one) => Buffer.concat([IDENTITY, one.subarray(32)])],
  ['an R of small order and an S of 0', () => Buffer.concat([IDENTITY, Buffer.alloc(32)])],
  ['an R beyond the field', (one) => Buffer.concat([Buffer.alloc(32, 0xff), one.subarray(32)])],
  ['nothing but zeros', () => Buffer.alloc(64)],
  ['a byte too few', (one) => one.subarray(0, 63)],
  ['a byte too many', (one) => Buffer.concat([one, Buffer.of(0)])],
  ['a byte before it', (one) => Buffer.concat([Buffer.of(0), one])],
  ['R alone', (one) => one.subarray(0, 32)],
  ['itself twice', (one) => Buffer.concat([one, one])],
  ['its halves changed', (one) => Buffer.concat([one.subarray(32), one.subarray(0, 32)])],
];

function withS(signature: Buffer, change: (s: bigint) => bigint): Buffer {
  const s = change(numberOf(Buffer.from(signature.subarray(32)).reverse()));
  return Buffer.concat([signature.subarray(0, 32), bytesOf(s % 2n ** 256n).reverse()]);
}

describe('a note whose signature has', () => {
  const NAME = 'b.test/log';
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const vkey = verifierKey(NAME, publicKey);
  const id = `sha256:${'a'.repeat(64)}`;
  const agreement = signNote(noteText(id, { word: 'accept', at: 1_000 }), NAME, privateKey);
  const head = signNote(checkpointText(NAME, 7, Buffer.alloc(32, 7)), NAME, privateKey);
  const witness = parseVerifierKey(
    verifierKey('w.test', publicKey, ED25519_COSIGNATURE),
    ED25519_COSIGNATURE,
  );
  const time = Buffer.concat([Buffer.alloc(7), Buffer.of(9)]);
  const cosigned = sign(null, Buffer.from(`cosignature/v1\ntime 9\n${splitNote(head).text}`), privateKey);

  const changed = (note: string, fault: (signature: Buffer) => Buffer) => {
    const { signatures, text } = splitNote(note);
    const [{ id: keyId, signature } = { id: '', signature: Buffer.alloc(0) }] = signatures;
    return `${text}\n— ${NAME} ${Buffer.concat([hex(keyId), fault(signature)]).toString('base64')}\n`;
  };
  const judge = async (fault: (signature: Buffer) => Buffer) => {
    const accepts = async (work: () => unknown) => {
      try {
        return (await work()) !== null;
      } catch {
        return false;
      }
    };
    const line = {
      name: 'w.test',
      id: witness.id,
      line: '',
      signature: Buffer.concat([time, fault(cosigned)]),
    };
    return [
      await accepts(() => verifyNote(changed(agreement, fault), vkey)),
      await accepts(() => readNote(changed(agreement, fault), { id, logKey: vkey }, 2_000)),
      await accepts(() => verifyNote(changed(head, fault), vkey)),
      await accepts(() => openCheckpoint(changed(head, fault), vkey)),
      await accepts(() => findCosignature(splitNote(head).text, [line], witness)),
    ];
  };

  test('no fault is taken, as agreement, head and cosignature', async () => {
    expect(await judge((one) => one)).toEqual([true, true, true, true, true]);
  });

  test.each(ED25519_FAULTS)('%s is refused as each of them', async (_, fault) => {
    expect(await judge(fault)).toEqual([false, false, false, false, false]);
  });

  test('a key of small order is no log’s, since anybody can sign under it', () => {
    const points = [
      ...['00', '01'].map((byte) => `${byte}${'00'.repeat(31)}`),
      ...['ec', 'ed', 'ee'].map((byte) => `${byte}${'ff'.repeat(30)}7f`),
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    ];
    for (const point of points) {
      for (const sign of [0, 0x80]) {
        const raw = hex(point);
        raw[31] = (raw[31] as number) | sign;
        for (const type of [1, 4] as const)
          expect(() => parseVerifierKey(vkeyOf(NAME, type, raw), type)).toThrow('anybody can sign');
      }
    }
  });
});

/** The order of P-256 (FIPS 186-5). */
const ORDER_OF_P256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Faults of the vectors, made in a true signature r ‖ s. */
const ES256_FAULTS: readonly (readonly [string, (r: bigint, s: bigint) => Buffer])[] = [
  ['r and s of 0', () => Buffer.alloc(64)],
  ['r of 0', (_, s) => Buffer.concat([bytesOf(0n), bytesOf(s)])],
  ['s of 0', (r) => Buffer.concat([bytesOf(r), bytesOf(0n)])],
  ['r of the order', (_, s) => Buffer.concat([bytesOf(ORDER_OF_P256), bytesOf(s)])],
  ['s of the order', (r) => Buffer.concat([bytesOf(r), bytesOf(ORDER_OF_P256)])],
  ['r and s of 1', () => Buffer.concat([bytesOf(1n), bytesOf(1n)])],
  ['r and s changed', (r, s) => Buffer.concat([bytesOf(s), bytesOf(r)])],
  ['r less than nothing', (r, s) => Buffer.concat([bytesOf(ORDER_OF_P256 - r), bytesOf(s)])],
  ['a byte too few', (r, s) => Buffer.concat([bytesOf(r), bytesOf(s)]).subarray(0, 63)],
  ['zeros before each', (r, s) => Buffer.concat([Buffer.alloc(1), bytesOf(r), Buffer.alloc(1), bytesOf(s)])],
  ['the form of DER', (r, s) => Buffer.concat([hex('3044022000'), bytesOf(r), hex('022000'), bytesOf(s)])],
  ['nothing', () => Buffer.alloc(0)],
];

test.each(ES256_FAULTS)(
  'a signed text (a token, an answer, a signal) with %s is refused',
  async (_, fault) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'ES256', use: 'sig' }] };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'ES256', kid: '1', typ: 'secevent+jwt' })}.${part({ iss: 'x' })}`;
    const true_ = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    await verifyJws(`${text}.${true_.toString('base64url')}`, keys);
    const lie = fault(numberOf(true_.subarray(0, 32)), numberOf(true_.subarray(32)));
    await expect(verifyJws(`${text}.${lie.toString('base64url')}`, keys)).rejects.toThrow();
  },
);
