import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { emptyRoot } from '../../../gateway/audit/merkle.ts';
import { checkpointText, signNote, verifierKey, verifyNote } from '../../../gateway/audit/signed-note.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const vkey = verifierKey('log.example/ccpd', publicKey);
const text = checkpointText('log.example/ccpd', 7, emptyRoot);

describe('signed checkpoints', () => {
  test('a checkpoint is three lines and a signature that its verifier key accepts', () => {
    const note = signNote(text, 'log.example/ccpd', privateKey);
    expect(text).toBe('log.example/ccpd\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
    expect(verifyNote(note, vkey)).toEqual({ text, signedBy: ['log.example/ccpd'], unknown: [] });
    expect(signNote(text, 'log.example/ccpd', privateKey)).toBe(note);
  });

  test('no other text passes under the signature', () => {
    const note = signNote(text, 'log.example/ccpd', privateKey);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
        const changed = note.slice(0, at) + char + note.slice(at + 1);
        if (changed !== note) expect(() => verifyNote(changed, vkey)).toThrow(TypeError);
      }),
    );
  });

  test("another log's key does not count, and neither does no key", () => {
    const note = signNote(text, 'log.example/ccpd', privateKey);
    const other = verifierKey('log.example/ccpd', generateKeyPairSync('ed25519').publicKey);
    expect(() => verifyNote(note, other)).toThrow('no verifiable signatures');
    expect(() => verifyNote(note)).toThrow('no verifiable signatures');
  });

  test.each(['', 'two words', 'a+b', 'a\nb', 'a\u00a0b'])('`%s` cannot name a log', (name) => {
    expect(() => verifierKey(name, publicKey)).toThrow('cannot name a key');
  });

  test('only Ed25519 keys sign, and text with control characters is not signed', () => {
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(() => signNote(text, 'log.example', p256)).toThrow('Ed25519');
    expect(() => signNote('tab\there\n', 'log.example', privateKey)).toThrow('control characters');
    expect(() => signNote('no newline', 'log.example', privateKey)).toThrow('end in a newline');
    expect(() => checkpointText('two\nlines', 1, emptyRoot)).toThrow('one line');
    expect(() => checkpointText('log', 1.5, emptyRoot)).toThrow('not a tree size');
    expect(() => checkpointText('log', 1, Buffer.alloc(20))).toThrow('32 bytes');
  });

  test('the key made at first start signs checkpoints under its origin', () => {
    const signer = createCheckpointSigner('log.example/ccpd', generateLogKey());
    expect(verifyNote(signer.sign(7, emptyRoot), signer.vkey).text).toBe(text);
    expect(signer.vkey.startsWith('log.example/ccpd+')).toBe(true);
    expect(() => createCheckpointSigner('log.example', 'no key')).toThrow();
  });

  test('a private key and its public key have one verifier key', () => {
    expect(verifierKey('log.example/ccpd', privateKey)).toBe(vkey);
    expect(verifierKey('log.example/ccpd', createPublicKey(privateKey))).toBe(vkey);
  });
});
