/** A witness, or somebody on the way to it, who lies: what costs a pause, and what is evidence. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { type Cosigner, createCosigner, parseWitnessKey } from '../../../gateway/audit/cosignature.ts';
import { parseCheckpoint } from '../../../gateway/audit/parse-checkpoint.ts';
import { splitNote } from '../../../gateway/audit/signed-note.ts';
import { WitnessLine } from '../../../gateway/cosigning/witness-line.ts';
import {
  createTestLog,
  forkAt,
  HISTORY,
  type History,
  ORIGIN,
  proofOf,
  type TestLog,
} from './witness/witness-fixture.ts';

const SIZE = 20;
const GIANT = '9007199254740991\n';

interface Answer {
  readonly status: number;
  readonly text: string;
}

let log: TestLog;
let cosigner: Cosigner;
let server: Server;
let line: WitnessLine;
/** What it says to `add-checkpoint`; null: it cosigns. */
let lie: ((body: string) => Answer) | null;
/** What it shows to everybody. */
let shown: string | null;
let asked: number;
let now: number;
let told: string[];

const headOf = (size: number, history: History = HISTORY) => {
  const note = log.note(size, history);
  return { ...parseCheckpoint(splitNote(note).text), note };
};
const cosigned = (note: string, by = cosigner) => note + by.cosign(splitNote(note).text, 1_700_000_000);

beforeEach(async () => {
  log = createTestLog();
  cosigner = createCosigner('w.test', generateLogKey());
  [lie, shown, asked, now, told] = [null, null, 0, 0, []];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.method === 'GET') return void response.writeHead(shown === null ? 404 : 200).end(shown ?? '');
    asked += 1;
    const text = `${splitNote(body.slice(body.indexOf('\n\n') + 2)).text}`;
    const answer = lie?.(body) ?? { status: 200, text: cosigner.cosign(text, 1_700_000_000) };
    response.writeHead(answer.status).end(answer.text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { vkey } = cosigner;
  line = new WitnessLine({ name: 'w', vkey, key: parseWitnessKey(vkey), url }, 0, {
    signer: { origin: ORIGIN, vkeys: [log.vkey] },
    head: async () => headOf(SIZE),
    newest: async () => headOf(SIZE),
    prove: async (from, to) => (await proofOf(from, to, HISTORY)).map((hash) => Buffer.from(hash, 'base64')),
    onCosigned: (_, { size }) => void told.push(`cosigned ${size}`),
    onTrouble: (_, why) => void told.push(`trouble: ${why}`),
    onAlarm: (_, kind) => void told.push(`ALARM ${kind}`),
    clock: { monotonic: () => now, wall: () => now },
  });
});
afterEach(() => new Promise((done) => server.close(done)));

/** As a node does, with a new head each time that it is due. */
async function push(size: number): Promise<void> {
  if (line.wants(size)) await line.push(headOf(size));
}

describe('an answer that nobody has signed', () => {
  test.each<readonly [what: string, answer: Answer]>([
    ['409 with a giant size', { status: 409, text: GIANT }],
    ['409 with a size that no number can tell apart', { status: 409, text: '99999999999999999999\n' }],
    ['422 without proof', { status: 422, text: 'the consistency proof does not lead there\n' }],
  ])('%s alarms nobody, and the witness is asked again after a pause', async (_, answer) => {
    lie = () => answer;
    await push(10);
    expect(told).toEqual([expect.stringMatching(/^trouble: /)]);
    lie = null;
    expect(line.wants(11)).toBe(false);
    now += 5_001;
    await push(11);
    expect(told.at(-1)).toBe('cosigned 11');
  });

  test('is asked about no more often for it, however long it lies', async () => {
    lie = () => ({ status: 409, text: GIANT });
    for (let ms = 0; ms < 60_000; ms += 250) {
      now = ms;
      await push(10);
    }
    expect(asked).toBeLessThan(40);
    expect(told.filter((one) => one.startsWith('ALARM'))).toEqual([]);
  });
});

describe('what a witness shows beside it', () => {
  beforeEach(() => {
    lie = () => ({ status: 422, text: 'it is a fork\n' });
  });

  test.each<readonly [what: string, show: () => string, alarm: string]>([
    ['a larger head than the database holds', () => cosigned(log.note(SIZE + 9, forkAt(12))), 'ahead'],
    ['another head of the same size', () => cosigned(log.note(SIZE, forkAt(12))), 'forked'],
    ['a smaller head that this log does not extend', () => cosigned(log.note(15, forkAt(12))), 'forked'],
  ])('%s, signed by the log and by itself, is evidence: an alarm', async (_, show, alarm) => {
    shown = show();
    await push(10);
    expect(told).toEqual([`ALARM ${alarm}`]);
  });

  test.each<readonly [what: string, show: () => string]>([
    ['a fork that the log has not signed', () => cosigned(createTestLog().note(SIZE + 9, forkAt(12)))],
    ['a fork that the witness has not cosigned', () => log.note(SIZE + 9, forkAt(12))],
    [
      'a fork that another witness has cosigned',
      () => cosigned(log.note(SIZE + 9, forkAt(12)), createCosigner('w.test', generateLogKey())),
    ],
    ['a head of another log by the same key', () => cosigned(createTestLog('log.test/other').note(SIZE + 9))],
    ['a head that this log extends', () => cosigned(log.note(15))],
    ['no checkpoint', () => '<html>'],
  ])('%s is none', async (_, show) => {
    shown = show();
    await push(10);
    expect(told).toEqual([expect.stringMatching(/^trouble: it answered 422.*it shows no checkpoint/)]);
  });
});
