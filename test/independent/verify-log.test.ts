/**
 * The log as a program sees it that was written from the public specifications alone, in another language. What the
 * gateway and its own verifier both take for right, this client may still refuse.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signer } from '../gateway/audit/sample-log.ts';
import { grow, type ServedLog, serveLog } from '../gateway/audit/serve-log.ts';
import { ROOT } from '../setup/source-files.ts';
import { bodyOf, type Change, flip, withChanged } from './answers.ts';
import { describeIndependent, runVerifyLog } from './run-verify-log.ts';

/** Of the log of 700 entries: two full tiles of hashes and a partial one, and their roots one level above. */
const TAMPERED: readonly (readonly [what: string, refused: string, change: Change])[] = [
  ['a byte of an entry', 'tile/0/001 is not of these', bodyOf('/log/tile/entries/001', (it) => flip(it, 99))],
  [
    'a byte of the newest entry',
    '002.p/188 is not',
    bodyOf('/log/tile/entries/002.p/188', (it) => flip(it, -1)),
  ],
  ['the length of an entry', 'tlog-tiles, Log entries', bodyOf('/log/tile/entries/000', (it) => flip(it, 1))],
  ['an entry too few', '187 entries, not 188', bodyOf('/log/tile/entries/002.p/188', withoutLast)],
  [
    'half an entry more',
    'ends within',
    bodyOf('/log/tile/entries/000', (it) => Buffer.concat([it, it.subarray(0, 9)])),
  ],
  ['a byte of a full tile', 'tile/0/000 is not of these', bodyOf('/log/tile/0/000', (it) => flip(it, 8191))],
  ['a byte of a partial tile', '002.p/188 is not', bodyOf('/log/tile/0/002.p/188', (it) => flip(it, 0))],
  [
    'a byte of a tile of level 1',
    'tile/1/000.p/2 is not',
    bodyOf('/log/tile/1/000.p/2', (it) => flip(it, 40)),
  ],
  ['a hash too few', '8160 bytes, not 8192', bodyOf('/log/tile/0/001', (it) => it.subarray(32))],
  ['a tile that is missing', 'tile/0/001 is missing', statusOf('/log/tile/0/001', 404)],
  ['a bundle that is missing', 'entries/000 is missing', statusOf('/log/tile/entries/000', 404)],
  ['a missing checkpoint', 'there is no checkpoint', statusOf('/log/checkpoint', 404)],
  [
    'another content type',
    'tlog-tiles, APIs',
    (_, { headers }) => ({ headers: { 'content-type': `${headers['content-type']}x` } }),
  ],
  [
    'some bytes of the signature',
    'signed-note, Sig',
    bodyOf('/log/checkpoint', (it) => edited(it, /.{8}\n$/, 'AAAAAAA=\n')),
  ],
  [
    'the size that is signed',
    'signed-note, Sig',
    bodyOf('/log/checkpoint', (it) => edited(it, /^700$/m, '699')),
  ],
  [
    'another key',
    'no signature is of the key',
    bodyOf('/log/checkpoint', (it) => edited(it, /(?<=^— )/m, 'x')),
  ],
];

function withoutLast(bundle: Buffer): Buffer {
  let at = 0;
  for (;;) {
    const next = at + 2 + bundle.readUInt16BE(at);
    if (next === bundle.length) return bundle.subarray(0, at);
    at = next;
  }
}

function statusOf(changed: string, status: number): Change {
  return (path) => (path === changed ? { status } : undefined);
}

function edited(body: Buffer, pattern: RegExp, text: string): string {
  const whole = body.toString();
  expect(whole).toMatch(pattern);
  return whole.replace(pattern, text);
}

describeIndependent('a client that shares no code with the gateway', () => {
  let log: ServedLog;
  let url: string;
  let grown = 0;

  const growTo = async (size: number) => {
    await grow(log.ownerPool, grown, size);
    grown = size;
  };
  const rootAt = async (size: number) => {
    const { rows } = await log.pool.query('SELECT root FROM log_checkpoint WHERE size = $1', [size]);
    return (rows[0].root as Buffer).toString('base64');
  };
  const verdict = (change: Change, vkey = signer.vkey) =>
    withChanged(url, change, (changed) => runVerifyLog(changed, vkey));

  beforeAll(async () => {
    log = await serveLog();
    url = log.url.replace(/\/log$/, '');
  });
  afterAll(() => log.stop());

  test('is made of the standard library and of cryptography, and of its own files', () => {
    const folder = join(ROOT, 'test/independent');
    const programs = readdirSync(folder).filter((name) => name.endsWith('.py'));
    const imports = programs.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ *(?:from|import) (\w+)/gm)].map(
        ([, of]) => of,
      ),
    );
    const standard =
      '__future__ argparse base64 binascii collections concurrent dataclasses email hashlib http itertools json pathlib re sys time typing urllib zlib';
    const known = new Set([...standard.split(' '), ...programs.map((name) => name.replace('.py', ''))]);
    expect([...new Set(imports.filter((name) => !known.has(name as string)))]).toEqual(['cryptography']);
  });

  test('refuses a log that does not exist yet', async () => {
    expect(await runVerifyLog(url, signer.vkey)).toMatchObject({
      code: 1,
      report: { ok: false, refused: 'tlog-tiles, Checkpoints: there is no checkpoint' },
    });
  });

  test.each([
    [1, 1],
    [255, 1],
    [256, 2],
    [257, 3],
    [700, 4],
  ])('rebuilds a log of %d entries, its %d tiles and its root', async (size, tiles) => {
    await growTo(size);
    expect(await runVerifyLog(url, signer.vkey)).toEqual({
      code: 0,
      report: { ok: true, origin: 'log.example/ccpd', size, root: await rootAt(size), tiles, cosigned: [] },
    });
  });

  test.each(TAMPERED)('refuses %s', async (_, refused, change) => {
    expect(await verdict(change)).toMatchObject({
      code: 1,
      report: { ok: false, refused: expect.stringContaining(refused) },
    });
  });

  test('refuses a log that was rewritten after it was signed, in its entries and its tiles alike', async () => {
    await log.ownerPool.query(`ALTER TABLE log_entry DISABLE TRIGGER USER`);
    const rewrite = (from: string, to: string) =>
      log.ownerPool.query(
        `UPDATE log_entry SET entry = replace(entry, $1, $2),
           leaf_hash = sha256('\\x00'::bytea || convert_to(replace(entry, $1, $2), 'UTF8')) WHERE index = 650`,
        [from, to],
      );
    await rewrite('log_read', 'log_head');
    const refused = await runVerifyLog(url, signer.vkey);
    await rewrite('log_head', 'log_read');
    await log.ownerPool.query(`ALTER TABLE log_entry ENABLE TRIGGER USER`);
    expect(refused).toMatchObject({
      code: 1,
      report: { refused: expect.stringContaining('the root of 700') },
    });
    expect(await runVerifyLog(url, signer.vkey)).toMatchObject({ code: 0 });
  });

  test('refuses a root that the log has signed, and that is not the root of its entries', async () => {
    const forged = signer.sign(700, Buffer.alloc(32));
    expect(await verdict(bodyOf('/log/checkpoint', () => forged))).toMatchObject({
      code: 1,
      report: { refused: expect.stringContaining('the root of 700') },
    });
  });

  test('reads a log that compresses what it serves, and waits for one that is busy', async () => {
    const zipped: Change = (_, { body, headers }) => ({
      body: gzipSync(body),
      headers: { ...headers, 'content-encoding': 'gzip' },
    });
    expect(await verdict(zipped)).toMatchObject({ code: 0, report: { size: 700 } });
    let busy = 1;
    const late: Change = () => (busy-- > 0 ? { status: 429, headers: { 'retry-after': '1' } } : undefined);
    expect(await verdict(late)).toMatchObject({ code: 0, report: { size: 700 } });
  });

  test('says that it could not check where the log is out of reach, or an argument is wrong', async () => {
    const [name, id, key] = signer.vkey.split(/\+(.{8})\+/);
    const wrong = `${name}+${id === '00000000' ? '11111111' : '00000000'}+${key}`;
    for (const [address, vkey, why] of [
      ['http://127.0.0.1:1', signer.vkey, 'refused'],
      ['nowhere', signer.vkey, 'unknown url type'],
      [url, wrong, `the ID of the key of \`${name}\` is ${id}, not`],
      [url, 'log.example/ccpd', 'is not NAME+ID+KEY'],
    ] as const) {
      expect(await runVerifyLog(address, vkey)).toMatchObject({
        code: 2,
        report: { ok: null, unchecked: expect.stringContaining(why) },
      });
    }
    expect(await verdict(statusOf('/log/tile/0/000', 500))).toMatchObject({ code: 2, report: { ok: null } });
  });

  describe('whose newest entries are held back', () => {
    const heldBack =
      (published: string | null): Change =>
      (path, { body }) => {
        if (path === '/log/published')
          return published === null ? { status: 404 } : { body: Buffer.from(published) };
        const later = /^\/log\/tile\/entries\/(001|002)/.test(path) && path !== '/log/tile/entries/001.p/44';
        return later ? { status: 404, body } : undefined;
      };
    const told = '{"size":300,"delaySeconds":3600}';
    const verify = (change: Change, ...words: string[]) =>
      withChanged(url, change, (changed) => runVerifyLog(changed, signer.vkey, ...words));

    test('is refused, since the specifications do not provide for that', async () => {
      expect((await verify(heldBack(told))).report).toMatchObject({
        ok: false,
        refused: expect.stringMatching(/entries\/00\d\S* is missing/),
      });
    });

    test('is verified on demand as far as they are published, and the hashes beyond, which it says', async () => {
      expect(await verify(heldBack(told), '--published')).toEqual({
        code: 0,
        report: {
          ...{
            ok: true,
            origin: 'log.example/ccpd',
            size: 700,
            root: await rootAt(700),
            tiles: 4,
            cosigned: [],
          },
          published: { size: 300, delaySeconds: 3600, hashesOnly: 400 },
        },
      });
      expect(await verify(heldBack('{"size":0,"delaySeconds":60}'), '--published')).toMatchObject({
        code: 0,
        report: { size: 700, tiles: 4, published: { size: 0, hashesOnly: 700 } },
      });
    });

    test('is refused where a hash beyond them is another one, or an entry before is', async () => {
      for (const [change, refused] of [
        [bodyOf('/log/tile/0/002.p/188', (it) => flip(it, 99)), 'the root of 700'],
        [bodyOf('/log/tile/0/001', (it) => flip(it, 99)), 'tile/0/001 is not of these'],
        [bodyOf('/log/tile/entries/001.p/44', (it) => flip(it, -1)), 'tile/0/001 is not of these'],
      ] as const) {
        const both: Change = (path, answer) => change(path, answer) ?? heldBack(told)(path, answer);
        expect((await verify(both, '--published')).report.refused).toContain(refused);
      }
    });

    test.each([
      ['nothing', null, 'leave out --published'],
      ['something else', '{"size":-1,"delaySeconds":0}', 'is not a `size` and `delaySeconds`'],
    ])('is refused where it says %s of how many are', async (_, published, refused) => {
      expect((await verify(heldBack(published), '--published')).report.refused).toContain(refused);
    });
  });

  test('rebuilds a log of 70,000 entries: three levels, of which two have full tiles', async () => {
    const older = Buffer.from(await (await fetch(`${log.url}/checkpoint`)).arrayBuffer());
    await growTo(70_000);
    expect(await runVerifyLog(url, signer.vkey)).toMatchObject({
      code: 0,
      report: { size: 70_000, root: await rootAt(70_000), tiles: 277 },
    });
    // A log may delete a partial tile once the full one is there.
    const thinned: Change = (path) =>
      path === '/log/checkpoint' ? { body: older } : path.includes('.p/') ? { status: 404 } : undefined;
    expect(await verdict(thinned)).toMatchObject({ code: 0, report: { size: 700, tiles: 4 } });
  });
});
