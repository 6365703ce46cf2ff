/**
 * What a witness answers a log, over HTTP: the conversations that the witnesses of others are tested with
 * (torchwood's litewitness, transparency-dev's witness) as cases of our own, and what the specification says beside them.
 */
import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { findCosignature, parseWitnessKey } from '../../../../gateway/audit/cosignature.ts';
import { emptyRoot } from '../../../../gateway/audit/merkle.ts';
import { checkpointText, splitNote } from '../../../../gateway/audit/signed-note.ts';
import { type OpenedWitness, openWitness } from '../../../../gateway/cosigning/witness/open-witness.ts';
import { createWitnessServer, type Told } from '../../../../gateway/cosigning/witness/serve-witness.ts';
import { bodyOf, createTestLog, forkAt, HISTORY, proofOf } from './witness-fixture.ts';

const NAME = 'witness.test/w1';
const NOW = Date.UTC(2026, 2, 1, 12) / 1000;

const log = createTestLog();
const otherLog = createTestLog('log.test/other');
const unknownLog = createTestLog('log.test/unknown');
/** Has the name of the log, and not its key. */
const impostor = createTestLog(log.origin);

let directory: string;
let opened: OpenedWitness;
let server: Server;
let url: string;
let told: Told[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'witness-'));
  opened = await openWitness(
    {
      keyFile: join(directory, 'key.pem'),
      stateFile: join(directory, 'state.json'),
      logs: [log.vkey, otherLog.vkey],
      name: NAME,
      newState: false,
    },
    () => NOW * 1000,
  );
  server = createWitnessServer(opened.witness, (one) => told.push(one));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
beforeEach(() => {
  told = [];
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await opened.close();
  await rm(directory, { recursive: true });
});

async function ask(body: string | Uint8Array<ArrayBuffer>) {
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
  };
}

/** The cosignature in an answer, verified. */
function cosignatureIn(text: string, note: string) {
  const { signatures, text: signed } = splitNote(`${note}${text}`);
  return findCosignature(signed, signatures, parseWitnessKey(opened.vkey));
}

describe('a log that grows honestly', () => {
  test('has its first checkpoint cosigned, with the time, in a line that a note takes', async () => {
    const note = log.note(1);
    const { status, text } = await ask(await log.body(0, 1));
    expect([status, text]).toEqual([200, expect.stringMatching(/^— witness\.test\/w1 \S+\n$/)]);
    expect(cosignatureIn(text, note)).toEqual({ line: text, time: NOW });
  });

  test('is refused where the signature does not fit what it signs', async () => {
    const forged = (await log.body(1, 3)).replace(/(.)=\n$/, (_, last) => `${last === 'A' ? 'E' : 'A'}=\n`);
    expect(await ask(forged)).toMatchObject({
      status: 403,
      text: expect.stringMatching(/invalid signature/),
    });
  });

  test('is refused where no key that the witness knows has signed', async () => {
    expect(await ask(await impostor.body(1, 3))).toMatchObject({
      status: 403,
      text: expect.stringContaining(
        'if the log has changed its key, start the witness with the new one as well',
      ),
    });
  });

  test('is refused where a bad signature of its key stands beside a good one', async () => {
    const good = log.note(3);
    const bad = log.note(4).split('\n').at(-2);
    expect(await ask(bodyOf(1, await proofOf(1, 3, HISTORY), `${good}${bad}\n`))).toMatchObject({
      status: 403,
    });
  });

  test('is not known to a witness that was not given its key', async () => {
    expect(await ask(await unknownLog.body(0, 3))).toMatchObject({
      status: 404,
      text: expect.stringMatching(/unknown log/),
    });
  });

  test.each([
    ['is missing', []],
    [
      'is of other entries',
      ['A'.repeat(43), 'B'.repeat(42)].map((text) => `${text}A`.slice(0, 43).concat('=')),
    ],
  ])('is refused where the consistency proof %s', async (_, proof) => {
    expect(await ask(bodyOf(1, proof, log.note(3)))).toMatchObject({
      status: 422,
      text: expect.stringMatching(/consistency proof/),
    });
  });

  test('is refused where one hash more than the proof stands there', async () => {
    const proof = await proofOf(1, 3, HISTORY);
    expect((await ask(bodyOf(1, [...proof, proof[0] as string], log.note(3)))).status).toBe(422);
  });

  test('has a larger checkpoint cosigned once the proof is right', async () => {
    const { status, text } = await ask(await log.body(1, 3));
    expect([status, cosignatureIn(text, log.note(3))?.time]).toEqual([200, NOW]);
  });

  test('is told the size from which to start where it starts from another', async () => {
    const conflict = { status: 409, type: 'text/x.tlog.size', text: '3\n' };
    expect(await ask(await log.body(1, 5))).toEqual(conflict);
    expect(await ask(await log.body(0, 5))).toEqual(conflict);
    expect((await ask(await log.body(3, 5))).status).toBe(200);
    expect(await ask(await log.body(0, 5))).toEqual({ ...conflict, text: '5\n' });
  });

  test('has the newest checkpoint cosigned again when it asks again', async () => {
    const { status, text } = await ask(await log.body(5, 5));
    expect([status, cosignatureIn(text, log.note(5))?.time]).toEqual([200, NOW]);
  });

  test('is refused where the old size is larger than the new one', async () => {
    expect(await ask(bodyOf(5, [], log.note(4)))).toMatchObject({
      status: 400,
      text: expect.stringMatching(/old size 5 is larger/),
    });
  });

  test('has the signatures of others passed over, and not cosigned or kept', async () => {
    const others = unknownLog.note(6).split('\n').at(-2);
    const { status, text } = await ask(`${await log.body(5, 6)}${others}\n`);
    expect([status, text.split('\n').length]).toEqual([200, 2]);
    const kept = await (await fetch(`${url}/${hash('sha256', log.origin, 'hex')}/checkpoint`)).text();
    expect(kept).toBe(`${log.note(6)}${text}`);
  });

  test('shares the witness with other logs, each of which starts from nothing', async () => {
    expect(await ask(await otherLog.body(6, 8))).toMatchObject({ status: 409, text: '0\n' });
    expect((await ask(await otherLog.body(0, 8))).status).toBe(200);
    expect(await ask(await log.body(0, 8))).toMatchObject({ status: 409, text: '6\n' });
  });
});

describe('a log that does not', () => {
  test('gets no cosignature for another root of the same size, and leaves a proof with the operator', async () => {
    const body = await log.body(6, 6, forkAt(5));
    expect(await ask(body)).toMatchObject({ status: 422, text: expect.stringMatching(/another root/) });
    expect(told).toEqual([
      {
        ...{ status: 422, origin: log.origin, size: 6, why: expect.stringMatching(/another root/) },
        evidence: log.note(6, forkAt(5)),
      },
    ]);
  });

  test('gets none for a larger tree that lacks what was cosigned', async () => {
    expect((await ask(await log.body(6, 9, forkAt(5)))).status).toBe(422);
  });

  test('gets none for a smaller tree', async () => {
    expect(await ask(await log.body(2, 4))).toMatchObject({ status: 409, text: '6\n' });
    expect((await ask(await log.body(0, 4))).status).toBe(409);
  });

  test('gets none for an empty tree with a root, nor where a proof leads from nothing', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'witness-'));
    const third = createTestLog('log.test/third');
    const files = { keyFile: join(fresh, 'k'), stateFile: join(fresh, 's'), name: NAME, newState: false };
    const { close, witness } = await openWitness({ ...files, logs: [third.vkey] }, Date.now);
    const { parseRequest } = await import('../../../../gateway/cosigning/witness/parse-request.ts');
    const say = async (body: string) => (await witness.addCheckpoint(parseRequest(Buffer.from(body)))).status;
    const proof = await proofOf(1, 3, HISTORY);
    expect(await say(bodyOf(0, proof, third.note(3)))).toBe(422);
    const { createCheckpointSigner } = await import('../../../../gateway/audit/checkpoint-signer.ts');
    const pem = generateLogKey();
    const signer = createCheckpointSigner('log.test/empty', pem);
    const empty = await openWitness(
      {
        keyFile: join(fresh, 'k2'),
        stateFile: join(fresh, 's2'),
        name: NAME,
        newState: false,
        logs: [signer.vkey],
      },
      Date.now,
    );
    const sayEmpty = async (root: Buffer) =>
      (await empty.witness.addCheckpoint(parseRequest(Buffer.from(bodyOf(0, [], signer.sign(0, root))))))
        .status;
    expect([await sayEmpty(Buffer.alloc(32)), await sayEmpty(emptyRoot)]).toEqual([422, 200]);
    await close();
    await empty.close();
    await rm(fresh, { recursive: true });
  });
});

describe('a request that is malformed is answered with what is wrong with it', () => {
  const root = Buffer.alloc(32).toString('base64');
  const note = log.note(7);
  const signed = note.split('\n').at(-2) as string;
  test.each<[string, string | Uint8Array<ArrayBuffer>, RegExp]>([
    ['nothing', '', /no empty line/],
    ['no old size', `6 stuff\n\n${note}`, /first line must be `old `/],
    ['an old size with a leading zero', `old 06\n\n${note}`, /first line must be `old `/],
    ['an old size that no tree has', `old 99999999999999999999\n\n${note}`, /first line must be `old `/],
    ['a hash that is no base64', `old 6\nZ043\n423ed\n\n${note}`, /line 2 must be a hash/],
    ['no line between proof and checkpoint', `old 6\n${root}\n${note}`, /line 3 must be a hash/],
    ['too many hashes', bodyOf(6, Array(64).fill(root), note), /at most 63 hashes/],
    [
      'a checkpoint without signatures',
      `old 6\n\n${checkpointText(log.origin, 7, Buffer.alloc(32))}`,
      /malformed note/,
    ],
    [
      'a checkpoint without a size',
      bodyOf(6, [], `${log.origin}\n\n${signed}\n`),
      /second line must be the size/,
    ],
    [
      'a checkpoint with a short root',
      bodyOf(6, [], `${log.origin}\n7\nAAAA\n\n${signed}\n`),
      /third line must be/,
    ],
    [
      'a signature line that is none',
      bodyOf(6, [], `${log.origin}\n7\n${root}\n\n- ${signed}\n`),
      /signature line/,
    ],
    ['carriage returns', (bodyOf(6, [], note) as string).replaceAll('\n', '\r\n'), /no empty line/],
    ['what is not UTF-8', Uint8Array.of(0x6f, 0x6c, 0x64, 0x20, 0xff, 0xfe), /not UTF-8/],
  ])('%s', async (_, body, what) => {
    expect(await ask(body)).toMatchObject({ status: 400, text: expect.stringMatching(what) });
  });

  test('a body that is larger than any request', async () => {
    expect(await ask('x'.repeat(200_000))).toMatchObject({ status: 413 });
  });

  test.each([
    ['GET', '/add-checkpoint', 405],
    ['POST', '/', 405],
    ['GET', '/', 200],
    ['GET', '/nowhere', 404],
    ['POST', '/nowhere', 404],
    ['GET', `/${'0'.repeat(64)}/checkpoint`, 404],
  ])('%s %s is answered %i', async (method, path, status) => {
    expect((await fetch(url + path, { method })).status).toBe(status);
  });
});
