/**
 * The log of a running gateway, cosigned by witnesses: two of ours, without which nothing is released, and one that
 * nobody here wrote. Whoever has the database and the key can make a fork, and cannot hide it from them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createCheckpointSigner } from '../../gateway/audit/checkpoint-signer.ts';
import { findCosignature, parseWitnessKey } from '../../gateway/audit/cosignature.ts';
import { parseCheckpoint } from '../../gateway/audit/parse-checkpoint.ts';
import { splitNote, verifyNote } from '../../gateway/audit/signed-note.ts';
import { naiveRoot, someLeaves } from '../gateway/audit/naive-tree.ts';
import { verifyInclusion } from '../gateway/audit/verify-proof.ts';
import { bodyOf, proofOf } from '../gateway/witness/witness-fixture.ts';
import { runCli } from '../setup/commands/run-cli.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type RunningDemo, startDemo } from '../setup/demo/running-demo.ts';
import { eventually } from '../setup/eventually.ts';
import {
  type RunningWitness,
  SIGSUM,
  sigsumOrigin,
  startSigsumWitness,
  startWitness,
} from '../setup/witness-process.ts';

const PATIENCE = 150_000;
const SECONDS = 20_000;

interface Scene {
  readonly directory: string;
  readonly demo: RunningDemo;
  readonly logKey: string;
  stop(): Promise<void>;
}

/** @param witnessesOf starts the witnesses, and says what the policy is */
async function begin(
  originOf: (key: string) => string,
  witnessesOf: (directory: string, logKey: string) => Promise<string>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'witnessed-'));
  const dataDir = join(directory, 'data');
  const keyOf = async (origin: string) =>
    (await runCli(['log', 'key'], { DATA_DIR: dataDir, LOG_ORIGIN: origin })).stdout.trim();
  const origin = originOf(await keyOf(''));
  const logKey = await keyOf(origin);
  const policy = join(directory, 'policy.txt');
  writeFileSync(policy, await witnessesOf(directory, logKey));
  const demo = await startDemo({ DATA_DIR: dataDir, LOG_ORIGIN: origin, LOG_WITNESSES: policy, ...settings });
  return {
    directory,
    demo,
    logKey,
    stop: async () => {
      await demo.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function ask({ demo }: Scene, as = 'adams') {
  const client = await demo.asOnce(as);
  const plate = demo.file.plates[0] as string;
  const { body, status } = await client.request('POST', '/v1/queries', demoQuery(client, plate));
  const { reasons = [], receipt } = body as {
    reasons?: { code: string }[];
    receipt?: { index: number; leafHash: string };
  };
  return { status, codes: reasons.map(({ code }) => code), receipt };
}

const read = async ({ demo }: Scene, path: string) => {
  const response = await fetch(demo.file.gateway + path);
  return { status: response.status, text: await response.text() };
};

/** Whether the witness has cosigned the checkpoint that is served, of which all signatures must be good. */
function isCosigned(note: string, { logKey }: Scene, { vkey }: RunningWitness): boolean {
  const { text } = verifyNote(note, logKey);
  return findCosignature(text, splitNote(note).signatures, parseWitnessKey(vkey)) !== null;
}

const sizeOf = (note: string) => parseCheckpoint(splitNote(note).text).size;

async function alarmsOf(scene: Scene): Promise<number> {
  const { text } = await read(scene, '/metrics');
  return Number(/^alpr_log_witness_alarms_total (\d+)$/m.exec(text)?.[1]);
}

const degraded = async (scene: Scene) => JSON.parse((await read(scene, '/readyz')).text).degraded ?? [];

/** What the owner of the database and the key can do: a log with entries that the gateway has never written. */
async function signFork({ demo, logKey }: Scene, more: number): Promise<string> {
  const owner = new pg.Client({ connectionString: demo.file.databases.gatewayOwnerUrl });
  await owner.connect();
  const { rows } = await owner.query('SELECT leaf_hash FROM log_entry ORDER BY index');
  await owner.end();
  const real = rows.map((row) => row.leaf_hash as Buffer);
  const leaves = [...real, ...someLeaves(more)];
  const pem = readFileSync(join(demo.dataDir, 'secrets', 'log-key.pem'), 'utf8');
  const note = createCheckpointSigner(logKey.split('+')[0] as string, pem).sign(
    leaves.length,
    naiveRoot(leaves),
  );
  return bodyOf(real.length, await proofOf(real.length, leaves.length, { leaves }), note);
}

/** Once it has cosigned all that the gateway has: from there a fork leads away. */
async function settled(scene: Scene, witness: RunningWitness): Promise<void> {
  await eventually(
    async () => isCosigned((await read(scene, '/log/checkpoint')).text, scene, witness),
    SECONDS,
  );
}

describe('a gateway that releases nothing without its two witnesses', () => {
  let scene: Scene;
  let first: RunningWitness;
  let second: RunningWitness;
  let released: { index: number; leafHash: string };

  beforeAll(async () => {
    scene = await begin(
      () => 'log.test/witnessed',
      async (directory, logKey) => {
        [first, second] = await Promise.all([
          startWitness(directory, 'w1', logKey),
          startWitness(directory, 'w2', logKey),
        ]);
        return [
          `log ${logKey}`,
          `witness sheriff ${first.vkey} ${first.url}`,
          `witness university ${second.vkey} ${second.url}/`,
          'group both all sheriff university',
          'quorum both',
        ].join('\n');
      },
      { LOG_WITNESS_MAX_LAG_S: '3' },
    );
  }, PATIENCE);
  afterAll(async () => {
    await scene?.stop();
    await Promise.all([first?.end('SIGKILL'), second?.end('SIGKILL')]);
  }, PATIENCE);

  test('serves its checkpoint with both cosignatures, after its own signature, no older than the last answer', async () => {
    await eventually(async () => (await ask(scene)).status === 200, SECONDS);
    released = (await ask(scene)).receipt as typeof released;
    const { text } = await read(scene, '/log/checkpoint');
    expect(sizeOf(text)).toBeGreaterThan(released.index);
    expect([isCosigned(text, scene, first), isCosigned(text, scene, second)]).toEqual([true, true]);
    const names = splitNote(text).signatures.map(({ name }) => name);
    expect(names).toEqual(['log.test/witnessed', 'witness.test/w1', 'witness.test/w2']);
  });

  test('proves any entry to anyone, under a checkpoint that both have cosigned', async () => {
    const { status, text } = await read(scene, `/v1/receipts/${released.index}`);
    const [head = '', ...rest] = text.split('\n\n');
    const note = rest.join('\n\n');
    const [format, index, ...hashes] = head.split('\n');
    expect([status, format, index]).toEqual([200, 'c2sp.org/tlog-proof@v1', `index ${released.index}`]);
    expect([isCosigned(note, scene, first), isCosigned(note, scene, second)]).toEqual([true, true]);
    const { root, size } = parseCheckpoint(splitNote(note).text);
    const leaf = Buffer.from(released.leafHash, 'base64');
    const proof = hashes.map((hash) => Buffer.from(hash, 'base64'));
    expect(verifyInclusion(released.index, size, leaf, proof, root)).toBe(true);
    expect([await read(scene, '/v1/receipts/99999999'), await read(scene, '/v1/receipts/01')]).toEqual([
      { status: 404, text: expect.stringContaining('not grown so far') },
      { status: 400, text: expect.stringContaining('index of an entry') },
    ]);
  });

  test('names them to the public, with how far they have confirmed the log', async () => {
    const { text } = await read(scene, '/transparency.json');
    expect(JSON.parse(text).log).toMatchObject({
      witnesses: ['witness.test/w1', 'witness.test/w2'],
      witnessed: expect.stringMatching(/^Enough of them have confirmed the first \d+ of \d+ entries\.$/),
    });
  });

  test('says in its figures that nothing is missing', async () => {
    expect(await degraded(scene)).not.toContain('witnesses');
    await settled(scene, first);
    expect((await read(scene, '/metrics')).text).toMatch(/^alpr_log_witness_lag_seconds 0$/m);
    expect(await alarmsOf(scene)).toBe(0);
  });

  test('releases nothing while one of them is away; refuses, foretells and revokes as ever', async () => {
    await first.end('SIGKILL');
    await eventually(async () => (await ask(scene)).codes.includes('log_not_witnessed'), SECONDS);
    expect(await ask(scene)).toMatchObject({ status: 503, codes: ['log_not_witnessed'] });
    expect(await degraded(scene)).toContain('witnesses');
    expect((await ask(scene, 'brighton')).status).toBe(403);
    const aurora = await scene.demo.as('aurora');
    const plate = scene.demo.file.plates[0] as string;
    expect((await aurora.request('POST', '/v1/decisions', demoQuery(aurora, plate))).status).toBe(200);
    const administrator = await scene.demo.as('admin-1');
    const revoke = { reason: 'a test of the witnesses' };
    expect((await administrator.request('POST', '/v1/agencies/CO0010100/revoke', revoke)).status).toBe(200);
    expect(await ask(scene, 'aurora')).toMatchObject({
      status: 403,
      codes: expect.arrayContaining(['grant_revoked']),
    });
  }, 60_000);

  test('releases again once it is back, with what was logged meanwhile cosigned', async () => {
    first = await startWitness(scene.directory, 'w1', scene.logKey, Number(new URL(first.url).port));
    await eventually(async () => (await ask(scene)).status === 200, SECONDS);
    await settled(scene, first);
    expect(await degraded(scene)).not.toContain('witnesses');
  }, 60_000);

  test('raises an alarm, and releases nothing, when a fork was shown to one of them', async () => {
    await settled(scene, second);
    expect((await second.ask(await signFork(scene, 1))).status).toBe(200);
    await eventually(async () => {
      await ask(scene, 'brighton');
      return (await alarmsOf(scene)) > 0;
    }, SECONDS);
    expect(await degraded(scene)).toContain('witnesses');
    // The demo's diagnostics come a moment later.
    const alarm = /"level":50.*"kind":"(forked|ahead)".*ALARM: a witness has seen another log/;
    await eventually(() => alarm.test(scene.demo.output()));
    await eventually(async () => (await ask(scene)).codes.includes('log_not_witnessed'), SECONDS);
  }, 60_000);
});

const describeWithSigsum = SIGSUM === null ? describe.skip : describe;

describeWithSigsum('a gateway whose witness nobody here wrote (skipped without Debian’s sigsum-go)', () => {
  let scene: Scene;
  let witness: RunningWitness;

  beforeAll(async () => {
    scene = await begin(sigsumOrigin, async (directory, logKey) => {
      witness = await startSigsumWitness(directory, logKey);
      return `witness sigsum ${witness.vkey} ${witness.url}\nquorum sigsum\n`;
    });
  }, PATIENCE);
  afterAll(async () => {
    await scene?.stop();
    await witness?.end('SIGKILL');
  }, PATIENCE);

  test('has every head cosigned as the log grows', async () => {
    for (let round = 0; round < 3; round++) {
      const { receipt, status } = await ask(scene);
      expect(status).toBe(200);
      const { text } = await read(scene, '/log/checkpoint');
      expect([sizeOf(text) > (receipt?.index ?? 0), isCosigned(text, scene, witness)]).toEqual([true, true]);
    }
    expect(await alarmsOf(scene)).toBe(0);
  });

  test('notices that the witness has seen a larger log, then that it is another one: the witness refuses it', async () => {
    await settled(scene, witness);
    const fork = await signFork(scene, 4);
    expect((await witness.ask(fork)).status).toBe(200);
    const kinds = async () =>
      [...scene.demo.output().matchAll(/"kind":"(forked|ahead)"/g)].map(([, kind]) => kind);
    await ask(scene);
    await eventually(async () => (await kinds()).includes('ahead'), SECONDS);
    for (let more = 0; more < 4; more++) await ask(scene);
    await eventually(async () => (await read(scene, '/metrics')).text.includes('answer="forked"'), SECONDS);
    await eventually(() => /"level":50.*ALARM/.test(scene.demo.output()));
    // Whatever the gateway has signed meanwhile, the witness has cosigned none of it.
    const { text } = await read(scene, '/log/checkpoint');
    expect(isCosigned(text, scene, witness)).toBe(false);
  }, 60_000);
});
