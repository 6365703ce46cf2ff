/** A gateway whose public log moves in beats, with a witness: receipts are newer than what everybody is shown, and hold. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseCheckpoint } from '../../gateway/audit/parse-checkpoint.ts';
import { splitNote, verifyNote } from '../../gateway/audit/signed-note.ts';
import { isExtension } from '../../gateway/cosigning/witness/verify-consistency.ts';
import { runCli } from '../setup/commands/run-cli.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { eventually } from '../setup/eventually.ts';
import { type RunningWitness, startWitness } from '../setup/witness-process.ts';
import { begin, isCosigned, read, type Scene, sizeOf } from './witnessed-scene.ts';

const PATIENCE = 300_000;
const BEAT = 10;

let scene: Scene;
let witness: RunningWitness;
beforeAll(async () => {
  scene = await begin(
    () => 'log.test/beats',
    async (directory, logKey) => {
      witness = await startWitness(directory, 'w1', logKey);
      return `log ${logKey}\nwitness w1 ${witness.vkey} ${witness.url}\nquorum w1\n`;
    },
    { LOG_HEAD_EVERY_S: String(BEAT), LOG_WITNESS_MAX_LAG_S: String(2 * BEAT) },
  );
}, PATIENCE);
afterAll(async () => {
  await scene?.stop();
  await witness?.end('SIGKILL');
}, PATIENCE);

interface Answer {
  readonly receipt: { readonly index: number; readonly checkpoint: string };
}

/** A release that everybody is not shown yet. */
async function newerThanShown(): Promise<Answer> {
  let answer: Answer | undefined;
  await eventually(async () => {
    const client = await scene.demo.asOnce('adams');
    const plate = scene.demo.file.plates[0] as string;
    const { body, status } = await client.request('POST', '/v1/queries', demoQuery(client, plate));
    answer = body as Answer;
    if (status !== 200) return false;
    return (await read(scene, `/v1/receipts/${answer.receipt.index}`)).status === 404;
  }, 6_000 * BEAT);
  return answer as Answer;
}

describe('a receipt that is newer than the published head', () => {
  test('is proved at once to who is in the registry, and to nobody else', async () => {
    const { receipt } = await newerThanShown();
    const note = verifyNote(receipt.checkpoint, scene.logKey).text;
    const older = parseCheckpoint(note);
    const path = (from: number | string) => `/v1/log/consistency?from=${from}`;
    for (const name of ['adams', 'auditor']) {
      const { body, status } = await (await scene.demo.asOnce(name)).request('GET', path(older.size));
      const told = body as { from: number; size: number; proof: string[]; checkpoint: string };
      expect([status, told.from]).toEqual([200, older.size]);
      const newer = parseCheckpoint(verifyNote(told.checkpoint, scene.logKey).text);
      const proof = told.proof.map((hash) => Buffer.from(hash, 'base64'));
      expect([newer.size, isExtension(older, newer, proof)]).toEqual([told.size, true]);
    }
    expect((await read(scene, path(older.size))).status).toBe(401);
    const adams = await scene.demo.asOnce('adams');
    expect((await adams.request('GET', path(99_999_999))).status).toBe(404);
    for (const from of ['0', '-1', 'x', '1&from=2']) {
      expect((await adams.request('GET', path(from))).status).toBe(422);
    }
  });

  test(
    'is called no fork by the verifier, which says when to ask again; after the beat it is in the log',
    async () => {
      const file = join(scene.directory, 'answer.json');
      const words = [
        'audit',
        'verify',
        '--url',
        `${scene.demo.file.gateway}/log`,
        '--receipt',
        file,
        '--key',
        scene.logKey,
      ];
      let answer: Answer;
      let early: Awaited<ReturnType<typeof runCli>>;
      // Where the beat came while the program ran, it has seen the later head.
      do {
        answer = await newerThanShown();
        writeFileSync(file, JSON.stringify(answer));
        early = await runCli(words, { DATA_DIR: scene.demo.dataDir });
      } while (sizeOf((await read(scene, '/log/checkpoint')).text) > answer.receipt.index);
      expect([early.code, early.stdout]).toEqual([
        2,
        expect.stringContaining('newer than the published head'),
      ]);
      expect(early.stdout).not.toMatch(/shrank|rewritten/);
      const { index } = answer.receipt;
      await eventually(async () => {
        const { text } = await read(scene, '/log/checkpoint');
        return sizeOf(text) > index && isCosigned(text, scene, witness);
      }, 6_000 * BEAT);
      expect((await runCli(words, { DATA_DIR: scene.demo.dataDir })).code).toBe(0);
      const { text } = await read(scene, `/v1/receipts/${index}`);
      expect(splitNote(text.slice(text.indexOf('\n\n') + 2)).signatures).toHaveLength(2);
    },
    PATIENCE,
  );
});
