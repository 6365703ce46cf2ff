/** Vectors of signed notes (golang.org/x/mod/sumdb/note, transparency-dev/formats). */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { signNote, verifierKey, verifyNote } from '../../gateway/audit/signed-note.ts';

const vectors = process.env.CONFORMANCE_VECTORS;
const describeWithVectors = vectors === undefined ? describe.skip : describe;
const PKCS8_PREFIX = '302e020100300506032b657004220420';

interface OpenCase {
  desc: string;
  msg: string;
  verifiers: string[];
  verified?: string[];
  unverified?: string[];
  error?: string;
}

describeWithVectors('signed-note vectors (skipped unless CONFORMANCE_VECTORS names their directory)', () => {
  const read = () =>
    JSON.parse(readFileSync(join(vectors ?? '', 'transparency-log', 'signed-note', 'vectors.json'), 'utf8'));

  test('the published test key signs the published text to the published note', () => {
    const { test_signing_key, text, signed, open } = read();
    const [, name, id, encoded] = /^PRIVATE\+KEY\+(.*?)\+(.*?)\+(.*)$/.exec(test_signing_key) ?? [];
    const seed = Buffer.from(encoded ?? '', 'base64').subarray(1);
    const der = Buffer.concat([Buffer.from(PKCS8_PREFIX, 'hex'), seed]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    expect(signNote(text, name ?? '', key)).toBe(signed);
    expect(verifierKey(name ?? '', key)).toBe(open[0].verifiers[0]);
    expect(verifierKey(name ?? '', key)).toContain(`+${id}+`);
  });

  test('notes are opened and refused as the reference does, for the same reason', () => {
    const { open } = read() as { open: OpenCase[] };
    expect(open.length).toBeGreaterThanOrEqual(7);
    for (const v of open) {
      const openNote = () => verifyNote(v.msg, ...v.verifiers);
      if (v.error !== undefined) expect(openNote).toThrow(v.error.replace(/key (\S+)$/, 'key `$1`'));
      else
        expect([v.desc, openNote()]).toMatchObject([v.desc, { signedBy: v.verified, unknown: v.unverified }]);
    }
  });

  test('malformed notes and bad verifier keys are refused', () => {
    const { malformed, bad_verifier_keys, cosignature_v1, open, signed } = read();
    for (const note of malformed)
      expect(() => verifyNote(note, open[0].verifiers[0])).toThrow('malformed note');
    const bad = [...bad_verifier_keys, ...cosignature_v1.invalid_vkeys];
    // A cosigner's key (type 4) is a good key, but not one that may sign for a log.
    bad.push(cosignature_v1.valid_vkeys[1]);
    for (const vkey of bad) expect(() => verifyNote(signed, vkey)).toThrow(TypeError);
  });
});
