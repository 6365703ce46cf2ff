/** A mirror: what outsiders keep of a log, verified as it is copied. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { httpSource } from '../../../gateway/audit-verify/log-source.ts';
import type { MirrorDirectory } from '../../../gateway/audit-verify/mirror-directory.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { checkpointAt, rootAt, type Step, sealSteps, signer, writeLog } from '../audit/sample-log.ts';
import { filesIn, useMirroredLog } from './mirrored-log.ts';

const log = useMirroredLog();
const STEPS: readonly Step[] = Array.from({ length: 900 }, (_, i) => [i === 0 ? 'log_created' : 'log_read']);
const sealed = sealSteps(STEPS);
/** The log as it was served at this size, and nothing of what came before. */
const serveAt = (size: number) => {
  for (const name of ['tile', 'published']) rmSync(join(log.origin, name), { recursive: true, force: true });
  writeLog(log.origin, sealed.slice(0, size));
};
/** Only the texts of so many are published. */
const serveDelayed = (size: number, published: number) => {
  serveAt(size);
  rmSync(join(log.origin, 'tile/entries'), { recursive: true });
  writeLog(log.origin, sealed.slice(0, published));
  writeFileSync(join(log.origin, 'checkpoint'), checkpointAt(sealed, size));
  writeFileSync(join(log.origin, 'published'), JSON.stringify({ size: published, delaySeconds: 3_600 }));
};
const onlyTiles = (paths: readonly string[]) => paths.filter((path) => path.startsWith('tile/')).sort();

describe('a mirror of a log', () => {
  test.each([1, 255, 256, 257, 512, 900])('holds exactly the files of a log of %i entries', async (size) => {
    serveAt(size);
    expect(await log.mirror()).toEqual({
      ok: true,
      faults: [],
      unknownKinds: [],
      origin: 'log.example/ccpd',
      size,
      root: rootAt(sealed, size).toString('base64'),
      published: size,
      before: null,
      written: expect.any(Number),
      evidence: null,
      checkpoint: checkpointAt(sealed, size),
    });
    expect(filesIn(log.directory)).toEqual({ ...filesIn(log.origin), published: JSON.stringify({ size }) });
    expect(await log.verify()).toMatchObject({ ok: true, size, published: size });
  });

  test('grows with the log: it asks for what it does not have, and drops partial tiles of before', async () => {
    serveAt(300);
    await log.mirror();
    log.asked();
    serveAt(700);
    expect(await log.mirror()).toMatchObject({ ok: true, before: 300, size: 700 });
    // The tile in which the checkpoint of before ends is read once more, to see that the log has grown from it.
    expect(new Set(onlyTiles(log.asked()))).toEqual(
      new Set([
        ...['tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2'],
        ...['tile/entries/001', 'tile/entries/002.p/188'],
      ]),
    );
    expect(filesIn(log.directory)).toEqual({ ...filesIn(log.origin), published: '{"size":700}' });
    expect(await log.mirror()).toMatchObject({ ok: true, before: 700, size: 700, written: 0 });
  });

  test('goes on after a break with what is missing, and never had half a file', async () => {
    serveAt(900);
    log.serveWrongly(async (path, response) => {
      if (path !== 'tile/entries/002') return false;
      while (!existsSync(join(log.directory, 'tile/entries/000'))) await pause(10);
      response.writeHead(500).end();
      return true;
    });
    await expect(log.mirror()).rejects.toThrow('/tile/entries/002` answered 500');
    const there = Object.keys(filesIn(log.directory));
    expect(there).toContain('tile/entries/000');
    expect(there).not.toContain('checkpoint');
    log.serveWrongly(() => false);
    log.asked();
    expect(await log.mirror()).toMatchObject({ ok: true, size: 900 });
    const again = log.asked();
    for (const path of there.filter((name) => !name.includes('.p/'))) expect(again).not.toContain(path);
    expect(await log.verify()).toMatchObject({ ok: true, size: 900 });
  });

  test('takes the texts that a log publishes later when they are there, and says so to who reads it', async () => {
    serveDelayed(600, 300);
    expect(await log.mirror()).toMatchObject({ ok: true, size: 600, published: 300 });
    expect(await log.verify()).toMatchObject({ ok: true, size: 600, published: 300 });
    serveDelayed(600, 500);
    expect(await log.mirror()).toMatchObject({ ok: true, before: 600, size: 600, published: 500 });
    expect(Object.keys(filesIn(log.directory))).not.toContain('tile/entries/001.p/44');
    expect(await log.verify()).toMatchObject({ ok: true, published: 500 });
    // A log that holds more back again takes nothing out of the mirror.
    serveDelayed(700, 400);
    expect(await log.mirror()).toMatchObject({ ok: true, size: 700, published: 500 });
    serveAt(700);
    expect(await log.mirror()).toMatchObject({ ok: true, published: 700 });
    expect(await log.verify()).toMatchObject({ ok: true, size: 700, published: 700 });
  });

  test('verifies wherever its writing was cut, and the next run completes it', async () => {
    let cuts = 0;
    for (let allowed = 0; ; allowed += 1) {
      serveDelayed(300, 100);
      rmSync(log.directory, { recursive: true });
      await log.mirror();
      serveDelayed(600, 350);
      let left = allowed;
      const step = () => {
        left -= 1;
        if (left < 0) throw new Error('cut');
      };
      const cutting = (opened: MirrorDirectory): MirrorDirectory => ({
        ...opened,
        write: async (path, content) => {
          step();
          await opened.write(path, content);
        },
        settle: async () => {
          step();
          await opened.settle();
        },
        removePartsExcept: async (current) => {
          step();
          await opened.removePartsExcept(current);
        },
      });
      const end = await log.mirror(cutting).catch((error: Error) => error.message);
      expect(await log.verify()).toMatchObject({ ok: true, faults: [] });
      expect(await log.mirror()).toMatchObject({ ok: true, size: 600, published: 350 });
      expect(await log.verify()).toMatchObject({ ok: true, size: 600, published: 350 });
      if (end !== 'cut') break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(10);
  });

  test('keeps of two notes of one head the one that more have signed', async () => {
    serveAt(300);
    const bare = checkpointAt(sealed, 300);
    const cosigned = `${bare}— witness.example/w1 ${Buffer.alloc(76).toString('base64')}\n`;
    writeFileSync(join(log.origin, 'checkpoint'), cosigned);
    await log.mirror();
    writeFileSync(join(log.origin, 'checkpoint'), bare);
    await log.mirror();
    expect(readFileSync(join(log.directory, 'checkpoint'), 'utf8')).toBe(cosigned);
  });

  test('that grows while it is read is not blamed for the partial tiles that it drops', async () => {
    // The log is itself a mirror: once its checkpoint is read, it takes the next one over.
    const growing = () => {
      serveAt(300);
      let grown = false;
      log.serveWrongly((path) => {
        if (path !== 'checkpoint' && !grown) serveAt(700);
        grown ||= path !== 'checkpoint';
        return false;
      });
    };
    growing();
    await expect(log.mirror()).rejects.toThrow(
      /`tile\/.*` is gone, since the log grew while it was read; next: run/,
    );
    growing();
    const source = httpSource(log.url);
    await expect(verifyLog({ source, vkey: signer.vkey })).rejects.toThrow('is gone, since the log grew');
    expect(await log.mirror()).toMatchObject({ ok: true, size: 700 });
  });

  test('cannot be made of nothing, or of an address that has no log', async () => {
    await expect(log.mirror()).rejects.toThrow('no checkpoint was found: give the address that holds');
    expect(filesIn(log.directory)).toEqual({});
    writeFileSync(join(log.origin, 'checkpoint'), signer.sign(0, rootAt([])));
    expect(await log.mirror()).toMatchObject({ ok: true, size: 0 });
  });
});
