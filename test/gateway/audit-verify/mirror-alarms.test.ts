/** What a mirror finds, and that it replaces nothing when it does: it is what others compare a log with. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import {
  ADAMS,
  checkpointAt,
  HONEST,
  release,
  rootAt,
  type Step,
  sealSteps,
  writeLog,
} from '../audit/sample-log.ts';
import { filesIn, useMirroredLog } from './mirrored-log.ts';

const log = useMirroredLog();
const STEPS: readonly Step[] = [...HONEST, ...Array<Step>(780).fill(['log_read'])];
const sealed = sealSteps(STEPS);
/** A second history under the same key. */
const forked = sealSteps(STEPS);
const KEPT = 600;
const NOTED = /^refused\//;

/** Of the log as it is served now. */
const flip = (directory: string, path: string, at = 40) => {
  const bytes = readFileSync(join(directory, path));
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(join(directory, path), bytes);
};
let before: Record<string, string>;
/** What stood there stands there as it was. */
const expectNothingReplaced = () => expect(filesIn(log.directory)).toMatchObject(before);
const evidence = () => Object.keys(filesIn(log.directory)).filter((path) => NOTED.test(path));

beforeEach(async () => {
  writeLog(log.origin, sealed.slice(0, KEPT));
  await log.mirror();
  before = filesIn(log.directory);
  writeLog(log.origin, sealed);
});

describe('a log that serves what it did not sign', () => {
  test.each([
    ['tile/0/002', '`tile/0/002` of the log is not what the tile above it has the hash of'],
    [
      'tile/0/003.p/33',
      '`tile/0/003.p/33` and `tile/1/000.p/3` of the log do not lead to the root that is signed',
    ],
    [
      'tile/1/000.p/3',
      '`tile/0/003.p/33` and `tile/1/000.p/3` of the log do not lead to the root that is signed',
    ],
    [
      'tile/entries/002',
      '`tile/entries/002` of the log does not have the entries that `tile/0/002` has the hashes of: entry 512 is the first',
    ],
    [
      'tile/entries/003.p/33',
      '`tile/entries/003.p/33` of the log does not have the entries that `tile/0/003` has the hashes of: entry 768 is the first',
    ],
  ])('is found out by `%s`, which is not kept', async (path, fault) => {
    flip(log.origin, path);
    expect(await log.mirror()).toMatchObject({ ok: false, faults: [fault], before: KEPT, evidence: null });
    expectNothingReplaced();
    expect(Object.keys(filesIn(log.directory))).not.toContain(path);
    writeLog(log.origin, sealed);
    expect(await log.mirror()).toMatchObject({ ok: true, size: sealed.length });
  });

  test.each(['tile/0/002', 'tile/entries/002', 'tile/1/000.p/3'])(
    '`%s` that is missing is named',
    async (path) => {
      rmSync(join(log.origin, path));
      expect((await log.mirror()).faults).toEqual([`the log does not serve \`${path}\``]);
      expectNothingReplaced();
    },
  );

  test.each([
    ['tile/entries/000', 'entry 0: `tile/entries/000` of the log is not what it served before'],
    ['tile/entries/001', 'entry 256: `tile/entries/001` of the log is not what it served before'],
    ['tile/0/001', 'entry 257: `tile/0/001` of the log is not what it served before'],
  ])('is found out by `%s`, which was copied and verified long ago', async (path, fault) => {
    flip(log.origin, path);
    // Nobody asks for it again unless it is compared.
    expect((await log.mirror()).ok).toBe(true);
    const alarmed = await log.mirror(undefined, 4);
    expect(alarmed).toMatchObject({ ok: false, faults: [expect.stringContaining(fault)] });
    rmSync(join(log.origin, path));
    expect((await log.mirror(undefined, 4)).faults).toEqual([expect.stringContaining(path)]);
    writeLog(log.origin, sealed);
    expect((await log.mirror(undefined, 4)).ok).toBe(true);
    expect(await log.verify()).toMatchObject({ ok: true, size: sealed.length });
  });

  test('a checkpoint of another key, or with another size or root, is not taken over', async () => {
    const other = createCheckpointSigner('log.example/ccpd', generateLogKey());
    writeFileSync(join(log.origin, 'checkpoint'), other.sign(sealed.length, rootAt(sealed)));
    expect((await log.mirror()).faults).toEqual([
      expect.stringMatching(/^checkpoint of the log: the checkpoint is not signed by /),
    ]);
    flip(log.origin, 'checkpoint', 20);
    expect(await log.mirror()).toMatchObject({ ok: false });
    writeFileSync(join(log.origin, 'checkpoint'), '<html>Not here</html>');
    expect((await log.mirror()).faults).toEqual([
      'checkpoint of the log: the checkpoint is not a signed note',
    ]);
    expectNothingReplaced();
  });

  test('an answer that is cut, never ends, or says nothing is an error that names the file', async () => {
    const answers: [RegExp, Parameters<typeof log.serveWrongly>[0]][] = [
      [
        /broke off, at `tile\/entries\/002`/,
        (path, response) => {
          if (path !== 'tile/entries/002') return false;
          response.writeHead(200, { 'content-length': 1_000 }).write('half', () => response.destroy());
          return true;
        },
      ],
      [
        /\/tile\/entries\/002` is longer than any file of a log can be/,
        (path, response) => {
          if (path !== 'tile/entries/002') return false;
          response.end(Buffer.alloc(20_000_000));
          return true;
        },
      ],
      [
        /`published` does not say how many entries are published/,
        (path, response) => {
          if (path !== 'published') return false;
          response.end('{"size":"all"}');
          return true;
        },
      ],
    ];
    for (const [message, answer] of answers) {
      log.serveWrongly(answer);
      await expect(log.mirror()).rejects.toThrow(message);
      expectNothingReplaced();
    }
  });
});

describe('a log that has signed what cannot be', () => {
  test('a fork is an alarm: nothing is replaced, and the forked checkpoint is kept as evidence', async () => {
    writeLog(log.origin, forked);
    const report = await log.mirror();
    expect(report).toMatchObject({ ok: false, faults: [`the log was rewritten before entry ${KEPT}`] });
    expectNothingReplaced();
    expect(evidence()).toEqual([report.evidence]);
    expect(readFileSync(join(log.directory, report.evidence as string), 'utf8')).toBe(checkpointAt(forked));
    expect(await log.verify()).toMatchObject({ ok: true, size: KEPT });
    // A log that comes back to what it was is taken over again; what it had signed stays known.
    writeLog(log.origin, sealed);
    expect(await log.mirror()).toMatchObject({ ok: true });
    expect(evidence()).toEqual([report.evidence]);
  });

  test('so is another history of the same size', async () => {
    rmSync(join(log.origin, 'tile'), { recursive: true });
    writeLog(log.origin, forked.slice(0, KEPT));
    expect((await log.mirror()).faults).toEqual([`the log was rewritten before entry ${KEPT}`]);
    expectNothingReplaced();
  });

  test('so is a log that has shrunk, even to a head that was right once', async () => {
    writeLog(log.origin, sealed.slice(0, 500));
    const report = await log.mirror();
    expect(report.faults).toEqual([`the log shrank: it had ${KEPT} entries, and has 500`]);
    expect(evidence()).toEqual([report.evidence]);
    expectNothingReplaced();
  });

  test('so are entries that break the rules: a release after a revocation', async () => {
    const revoked: Step = ['revoked', { agency: ADAMS, grant: 'g3' }];
    const broken = sealSteps([...HONEST, revoked, release(ADAMS, 'g3')]);
    for (const directory of [log.origin, log.directory]) {
      rmSync(directory, { recursive: true });
      writeLog(directory, broken.slice(0, HONEST.length));
    }
    before = filesIn(log.directory);
    writeLog(log.origin, broken);
    const report = await log.mirror();
    expect(report.faults).toEqual([
      `entry ${HONEST.length + 1}: a \`release\` after the revocation at ${HONEST.length}`,
    ]);
    expect(evidence()).toEqual([report.evidence]);
    expectNothingReplaced();
  });
});

describe('a mirror that was changed where it is kept', () => {
  test.each(['tile/0/001', 'tile/entries/000', 'tile/entries/001'])(
    '`%s` is named, and not replaced',
    async (path) => {
      flip(log.directory, path);
      before = filesIn(log.directory);
      const { faults } = await log.mirror();
      expect(faults).toEqual([
        expect.stringMatching(new RegExp(`^the kept file \`${path}\` is not what the log`)),
      ]);
      expectNothingReplaced();
      rmSync(join(log.directory, path));
      expect(await log.mirror()).toMatchObject({ ok: true });
      expect(await log.verify()).toMatchObject({ ok: true, size: sealed.length });
    },
  );

  test.each(['tile/0/002.p/88', 'tile/1/000.p/2', 'tile/entries/002.p/88'])(
    '`%s` is named, as long as the log has not grown beyond it',
    async (path) => {
      rmSync(join(log.origin, 'tile'), { recursive: true });
      writeLog(log.origin, sealed.slice(0, KEPT));
      flip(log.directory, path);
      before = filesIn(log.directory);
      expect((await log.mirror()).faults).toEqual([
        expect.stringContaining(`the kept file \`${path}\` is not`),
      ]);
      expectNothingReplaced();
    },
  );

  test('its checkpoint, and what it says is published, are named', async () => {
    flip(log.directory, 'checkpoint', 20);
    before = filesIn(log.directory);
    expect((await log.mirror()).faults).toEqual([expect.stringMatching(/^kept file `checkpoint`: /)]);
    expectNothingReplaced();
    writeFileSync(join(log.directory, 'checkpoint'), checkpointAt(sealed, KEPT));
    writeFileSync(join(log.directory, 'published'), 'all of them');
    before = filesIn(log.directory);
    expect((await log.mirror()).faults).toEqual([
      expect.stringMatching(/^the kept file `published` does not say/),
    ]);
    expectNothingReplaced();
  });
});
