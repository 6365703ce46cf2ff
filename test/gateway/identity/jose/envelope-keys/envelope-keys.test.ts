/** Rotation of the signature keys, and the file that holds them. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ENVELOPE_KEY_FILE } from '../../../../../gateway/identity/jose/envelope-keys/envelope-key-file.ts';
import { EnvelopeKeys } from '../../../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import { signEnvelope } from '../../../../../gateway/identity/jose/envelope-keys/seal-envelope.ts';
import { openEnvelope } from '../../../../setup/receiver/open-envelope.ts';

const root = mkdtempSync(join(tmpdir(), 'envelope-keys-'));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;
const fresh = (): string => join(root, String(++made));
const fileOf = (directory: string): string => join(directory, ENVELOPE_KEY_FILE);

const HOUR = 3_600_000;
const NOW = Date.UTC(2025, 0, 1);
const TIMING = { publishAhead: HOUR, overlap: 24 * HOUR };
/** No other node has to know of it. */
const known = async () => undefined;
const kids = (keys: EnvelopeKeys, now: number): string[] => keys.publicJwks(now).keys.map((key) => key.kid);

describe('rotation of the envelope keys', () => {
  test('a new key is published before it signs, and a retired one after', async () => {
    const keys = await EnvelopeKeys.open(fresh(), TIMING, NOW);
    const first = keys.current(NOW).kid;
    expect(kids(keys, NOW)).toEqual([first]);

    const second = (await keys.rotate(NOW + HOUR, known)).kid;
    const takesOver = NOW + 2 * HOUR;
    expect(kids(keys, NOW + HOUR)).toEqual([first, second]);
    expect(keys.current(takesOver - 1).kid).toBe(first);
    expect(keys.current(takesOver).kid).toBe(second);
    expect(kids(keys, takesOver + 24 * HOUR - 1)).toEqual([first, second]);
    expect(kids(keys, takesOver + 24 * HOUR)).toEqual([second]);
  });

  test('whatever is signed verifies under the set published an hour before and until a day after', async () => {
    const step = fc.record({ wait: fc.integer({ min: 1, max: 40 }), rotate: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const keys = await EnvelopeKeys.open(fresh(), TIMING, NOW);
        let now = NOW;
        for (const { wait, rotate } of steps) {
          const before = { signed: signEnvelope('{}', keys.current(now)), published: keys.publicJwks(now) };
          if (rotate) await keys.rotate(now, known);
          const soon = signEnvelope('{}', keys.current(now + HOUR - 1));
          await expect(openEnvelope(soon, before.published)).resolves.toBe('{}');
          await expect(openEnvelope(before.signed, keys.publicJwks(now + 24 * HOUR))).resolves.toBe('{}');
          now += wait * HOUR;
        }
      }),
      { numRuns: 12 },
    );
  });

  test('a second rotation waits for the first to take over', async () => {
    const keys = await EnvelopeKeys.open(fresh(), TIMING, NOW);
    await keys.rotate(NOW, known);
    await expect(keys.rotate(NOW + HOUR - 1, known)).rejects.toMatchObject({ code: 'conflict' });
    await expect(keys.rotate(NOW + HOUR, known)).resolves.toMatchObject({ signsFrom: NOW + 2 * HOUR });
  });

  test('what is past its overlap leaves the file, private part and all', async () => {
    const directory = fresh();
    const keys = await EnvelopeKeys.open(directory, TIMING, NOW);
    const first = keys.current(NOW).kid;
    await keys.rotate(NOW, known);
    await keys.rotate(NOW + 25 * HOUR, known);
    expect(readFileSync(fileOf(directory), 'utf8')).not.toContain(first);
    const again = await EnvelopeKeys.open(directory, TIMING, NOW + 25 * HOUR);
    expect(kids(again, NOW + 25 * HOUR)).toEqual(kids(keys, NOW + 25 * HOUR));
  });

  test('a clock that went back finds a key to sign with', async () => {
    const keys = await EnvelopeKeys.open(fresh(), TIMING, NOW);
    expect(keys.current(NOW - HOUR).kid).toBe(keys.current(NOW).kid);
  });

  test('a timing that would let a key sign which others cannot know yet is refused', async () => {
    for (const timing of [
      { ...TIMING, publishAhead: 299_999 },
      { ...TIMING, overlap: Number.NaN },
    ]) {
      await expect(EnvelopeKeys.open(fresh(), timing, NOW)).rejects.toThrow('at least 300 s');
    }
  });
});

describe('file of the envelope keys', () => {
  test('it is for the gateway alone, and nothing else is left beside it', async () => {
    const directory = fresh();
    const keys = await EnvelopeKeys.open(directory, TIMING, NOW);
    await keys.rotate(NOW, known);
    expect(statSync(fileOf(directory)).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual([ENVELOPE_KEY_FILE]);
  });

  test('nodes that start together sign with one key', async () => {
    const directory = fresh();
    const nodes = await Promise.all([1, 2, 3, 4].map(() => EnvelopeKeys.open(directory, TIMING, NOW)));
    expect(new Set(nodes.map((node) => node.current(NOW).kid)).size).toBe(1);
    expect(readdirSync(directory)).toEqual([ENVELOPE_KEY_FILE]);
  });

  test('a node takes over what another has rotated', async () => {
    const directory = fresh();
    const [one, two] = [
      await EnvelopeKeys.open(directory, TIMING, NOW),
      await EnvelopeKeys.open(directory, TIMING, NOW),
    ];
    await one.rotate(NOW, known);
    await two.reload();
    expect(kids(two, NOW)).toEqual(kids(one, NOW));
    await expect(two.rotate(NOW, known)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a file that others can read is refused', async () => {
    const directory = fresh();
    await EnvelopeKeys.open(directory, TIMING, NOW);
    chmodSync(fileOf(directory), 0o640);
    await expect(EnvelopeKeys.open(directory, TIMING, NOW)).rejects.toThrow('chmod 600');
  });

  test('a damaged file is refused, never replaced by a new key', async () => {
    const directory = fresh();
    const keys = await EnvelopeKeys.open(directory, TIMING, NOW);
    const whole = JSON.parse(readFileSync(fileOf(directory), 'utf8'));
    const [key] = whole.store.keys;
    const elsewhere = fresh();
    await EnvelopeKeys.open(elsewhere, TIMING, NOW);
    const [foreign] = JSON.parse(readFileSync(fileOf(elsewhere), 'utf8')).store.keys;
    const damaged = [
      '',
      '{}',
      JSON.stringify(whole).slice(0, -20),
      JSON.stringify({ ...whole, store: { keys: [] } }),
      JSON.stringify({ store: { keys: [] }, signsFrom: {} }),
      JSON.stringify({ ...whole, signsFrom: {} }),
      JSON.stringify({ ...whole, signsFrom: { [key.kid]: 'soon' } }),
      JSON.stringify({ ...whole, signsFrom: { ...whole.signsFrom, more: 1 } }),
      JSON.stringify({ ...whole, store: { keys: [{ ...key, d: undefined }] } }),
      JSON.stringify({ ...whole, store: { keys: [{ ...key, d: foreign.d }] } }),
      JSON.stringify({ ...whole, store: { keys: [{ ...foreign, kid: key.kid }] } }),
      JSON.stringify({ ...whole, store: { keys: [{ ...key, alg: 'HS256' }] } }),
    ];
    for (const text of damaged) {
      writeFileSync(fileOf(directory), text);
      await expect(EnvelopeKeys.open(directory, TIMING, NOW)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(keys.reload()).rejects.toMatchObject({ code: 'unavailable' });
      expect(readFileSync(fileOf(directory), 'utf8')).toBe(text);
    }
    expect(kids(keys, NOW)).toEqual([key.kid]);
  });

  test('a removed file is noticed, and no other one made: what is wrong stands until it is back', async () => {
    const directory = fresh();
    const keys = await EnvelopeKeys.open(directory, TIMING, NOW);
    const text = readFileSync(fileOf(directory));
    rmSync(fileOf(directory));
    await expect(keys.reload()).rejects.toThrow('is gone from DATA_DIR/secrets');
    await expect(keys.rotate(NOW, known)).rejects.toThrow('log adopt');
    expect(() => keys.check()).toThrow('is gone from DATA_DIR/secrets');
    expect(readdirSync(directory)).toEqual([]);
    writeFileSync(fileOf(directory), text, { mode: 0o600 });
    await keys.reload();
    expect(keys.check()).toBeUndefined();
  });

  test('a key that cannot be told to the other nodes is not made', async () => {
    const directory = fresh();
    const keys = await EnvelopeKeys.open(directory, TIMING, NOW);
    const text = readFileSync(fileOf(directory), 'utf8');
    const untold = keys.rotate(NOW, async () => {
      throw new Error('not told');
    });
    await expect(untold).rejects.toThrow('not told');
    expect(readFileSync(fileOf(directory), 'utf8')).toBe(text);
    expect(keys.kids).toHaveLength(1);
  });

  test('that lacks what another node published lets no key of its own begin to sign', async () => {
    const keys = await EnvelopeKeys.open(fresh(), TIMING, NOW);
    const first = keys.newest.kid;
    const second = (await keys.rotate(NOW, known)).kid;
    const other = (await EnvelopeKeys.open(fresh(), TIMING, NOW)).newest.kid;
    expect(keys.keepUp(other, NOW + 1)).toBe(false);
    expect(() => keys.check()).toThrow(`which another node has published (\`${other}\`)`);
    expect(keys.current(NOW + 2 * HOUR).kid).toBe(first);
    expect(keys.keepUp(second, NOW + 2 * HOUR)).toBe(true);
    expect(keys.current(NOW + 2 * HOUR).kid).toBe(second);
    expect(keys.check()).toBeUndefined();
  });
});
