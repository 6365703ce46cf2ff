/** Envelopes: sealed, opened, tampered with. */
import { sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import jose from 'node-jose';
import { EnvelopeKeys } from '../../../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import {
  sealEnvelope,
  signEnvelope,
} from '../../../../../gateway/identity/jose/envelope-keys/seal-envelope.ts';
import { verifyJws } from '../../../../../gateway/identity/jose/verify-jws.ts';
import { decryptJwe } from '../../../../setup/receiver/decrypt-jwe.ts';
import { openEnvelope } from '../../../../setup/receiver/open-envelope.ts';
import { encryptionPair, signaturePair } from './sample-keys.ts';

const directory = mkdtempSync(join(tmpdir(), 'envelope-'));
afterAll(() => rmSync(directory, { recursive: true }));
const NOW = Date.UTC(2025, 0, 1);
const HOUR = 3_600_000;
const keys = await EnvelopeKeys.open(directory, { publishAhead: HOUR, overlap: 24 * HOUR }, NOW);
const key = keys.current(NOW);
const jwks = keys.publicJwks(NOW);
const agency = encryptionPair();
const other = encryptionPair();

const headerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** A place in the text, and another character for it. */
const change = (token: string) =>
  fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom(...`${ALPHABET}.=+/ \n\0`))
    .filter(([at, character]) => token[at] !== character)
    .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1));

describe('signed envelope', () => {
  test('what was sealed is what is opened, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await openEnvelope(await sealEnvelope(text, key, undefined), jwks)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  test('the header names algorithm, key and kind, and nothing else', () => {
    expect(headerOf(signEnvelope('{}', key))).toEqual({
      alg: 'ES256',
      kid: key.kid,
      typ: 'alpr-answer+jws',
      cty: 'json',
    });
  });

  test('no change of a single character verifies', async () => {
    const token = signEnvelope('{"reads":[]}', key);
    await fc.assert(
      fc.asyncProperty(change(token), async (changed) => {
        await expect(openEnvelope(changed, jwks)).rejects.toMatchObject({ code: 'malformed' });
      }),
      { numRuns: 400 },
    );
  });

  test('every change of the last character is refused, unused bits included', async () => {
    const token = signEnvelope('{}', key);
    for (const last of ALPHABET) {
      if (token.endsWith(last)) continue;
      await expect(openEnvelope(token.slice(0, -1) + last, jwks)).rejects.toMatchObject({
        code: 'malformed',
      });
    }
  });

  test('a signed text of another kind is not an answer, though the same key signed it', async () => {
    const token = signEnvelope('{}', key);
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: key.kid, typ: 'JWT' })).toString(
      'base64url',
    );
    const input = `${header}.${token.split('.')[1]}`;
    const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
    const jwt = `${input}.${signature.toString('base64url')}`;
    await expect(verifyJws(jwt, jwks)).resolves.toMatchObject({ typ: 'JWT' });
    await expect(openEnvelope(jwt, jwks)).rejects.toThrow('no answer of the gateway');
  });

  test('an envelope does not verify under the keys of another gateway', async () => {
    const foreign = { keys: [{ ...signaturePair(key.kid).publicJwk }] };
    await expect(openEnvelope(signEnvelope('{}', key), foreign)).rejects.toThrow('does not verify');
  });
});

describe('encrypted envelope', () => {
  test('only the agency can open it, and finds the signed answer inside', async () => {
    const token = await sealEnvelope('{"reads":["ü"]}', key, agency.publicJwk);
    expect(headerOf(token)).toEqual({
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
      kid: 'agency-enc-1',
      cty: 'JOSE',
    });
    expect(await openEnvelope(token, jwks, agency.privateJwk)).toBe('{"reads":["ü"]}');
    await expect(openEnvelope(token, jwks, other.privateJwk)).rejects.toThrow('cannot be decrypted');
    await expect(openEnvelope(token, jwks)).rejects.toThrow('3 parts');
  });

  test('an agency that has a key does not take an envelope whose encryption was taken off', async () => {
    const bare = await sealEnvelope('{}', key, undefined);
    await expect(openEnvelope(bare, jwks, agency.privateJwk)).rejects.toThrow('5 parts');
  });

  test('encrypted text that nobody signed is refused', async () => {
    const recipient = await jose.JWK.asKey(agency.publicJwk);
    const encrypt = (cty: string) =>
      jose.JWE.createEncrypt({ format: 'compact', contentAlg: 'A256GCM', fields: { cty } }, recipient)
        .update('{"reads":[]}')
        .final();
    await expect(openEnvelope(await encrypt('json'), jwks, agency.privateJwk)).rejects.toThrow(
      'not a signed',
    );
    await expect(openEnvelope(await encrypt('JOSE'), jwks, agency.privateJwk)).rejects.toThrow('3 parts');
  });

  test('no change of a single character is opened', async () => {
    const token = await sealEnvelope('{"reads":[]}', key, agency.publicJwk);
    await fc.assert(
      fc.asyncProperty(change(token), async (changed) => {
        await expect(decryptJwe(changed, agency.privateJwk)).rejects.toMatchObject({ code: 'malformed' });
      }),
      { numRuns: 150 },
    );
  });

  test('wrong key, wrong padding and wrong tag read the same: nobody can ask which it was', async () => {
    const parts = (await sealEnvelope('{}', key, agency.publicJwk)).split('.');
    const zeros = (bytes: number) => Buffer.alloc(bytes).toString('base64url');
    const broken = [
      parts.with(1, zeros(256)).join('.'),
      parts.with(4, zeros(16)).join('.'),
      parts.with(2, zeros(12)).join('.'),
    ];
    const messages = await Promise.all(
      broken.map((token) =>
        decryptJwe(token, agency.privateJwk).then(String, (error: Error) => error.message),
      ),
    );
    expect(new Set(messages)).toEqual(new Set(['the envelope cannot be decrypted with this key']));
  });

  test('nothing is sealed for a key that is unfit', async () => {
    const small = encryptionPair(1024).publicJwk;
    await expect(sealEnvelope('{}', key, small)).rejects.toThrow('1024 bits');
    await expect(sealEnvelope('{}', key, null)).rejects.toMatchObject({ code: 'malformed' });
  });
});
