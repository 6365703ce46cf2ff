/**
 * The log of a running gateway, cosigned by witnesses: two of ours, without which nothing is released, and one that
 * nobody here wrote. Whoever has the database and the key can make a fork, and cannot hide it from them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createCheckpointSigner } from '../../gateway/audit/checkpoint-signer.ts';
import { parseCheckpoint } from '../../gateway/audit/parse-checkpoint.ts';
import { splitNote } from '../../gateway/audit/signed-note.ts';
import { metricsIn, metricsOf, readExpressions } from '../deploy/expressions.ts';
import { naiveRoot, someLeaves } from '../gateway/audit/naive-tree.ts';
import { verifyInclusion } from '../gateway/audit/verify-proof.ts';
import { bodyOf, proofOf } from '../gateway/cosigning/witness/witness-fixture.ts';
import { type Answer, withChanged } from '../independent/answers.ts';
import { describeIndependent, runVerifyLog } from '../independent/run-verify-log.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { eventually } from '../setup/eventually.ts';
import {
  type RunningWitness,
  SIGSUM,
  sigsumOrigin,
  startSigsumWitness,
  startWitness,
} from '../setup/witness-process.ts';
import { ask, begin, isCosigned, read, type Scene, SECONDS, settled, sizeOf } from './witnessed-scene.ts';

const PATIENCE = 300_000;

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

/** Another letter of base64. */
const other = (letter: string) => (letter === 'A' ? 'B' : 'A');

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
          '',
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
      { status: 404, text: expect.stringContaining('not grown that far') },
      { status: 400, text: expect.stringContaining('index of an entry') },
    ]);
  });

  describeIndependent('is verified by a client that shares no code with it', () => {
    const verify = (url: string, index = released.index) =>
      runVerifyLog(
        url,
        scene.logKey,
        '--policy',
        scene.policy,
        '--proof',
        `${index}`,
        '--witness',
        first.vkey,
      );

    test('with the cosignatures of both, and the proof of an entry', async () => {
      const { code, report } = await verify(scene.demo.file.gateway);
      const cosigned = ['w1', 'w2'].map((name) => ({
        witness: `witness.test/${name}`,
        time: expect.any(Number),
      }));
      const { index, leafHash } = released;
      expect({ code, report }).toMatchObject({
        code: 0,
        report: { ok: true, origin: 'log.test/witnessed', cosigned, proof: { index, leafHash, cosigned } },
      });
    });

    test.each<readonly [what: string, why: RegExp, edit: (proof: string) => string]>([
      ['a hash of another tree', /does not lead to the root/, (it) => it.replace(/(?<=index .*\n)./, other)],
      ['a hash too few', /does not lead to the root/, (it) => it.replace(/(?<=index .*\n).*\n/, '')],
      ['a hash twice', /does not lead to the root/, (it) => it.replace(/(?<=index .*\n).*\n/, '$&$&')],
      ['another index', /it proves entry/, (it) => it.replace(/(?<=index )\d+/, (n) => `${Number(n) - 1}`)],
      ['another format', /first line/, (it) => it.replace('@v1', '@v2')],
      ['one cosignature', /Defining the quorum/, (it) => it.replace(/^.*\/w2 .*\n/m, '')],
      [
        'another time of a cosignature',
        /w2` does not verify/,
        (it) => it.replace(/(?<=\/w2 \S{14})./, other),
      ],
    ])('which refuses a proof with %s', async (_, why, edit) => {
      const change = (path: string, { body }: Answer) =>
        path.startsWith('/v1/receipts/') ? { body: Buffer.from(edit(body.toString())) } : undefined;
      const { code, report } = await withChanged(scene.demo.file.gateway, change, (url) => verify(url));
      expect({ code, report }).toEqual({
        code: 1,
        report: { ok: false, refused: expect.stringMatching(why) },
      });
    });

    test('which refuses the proof of an entry that the log does not have', async () => {
      expect(await verify(scene.demo.file.gateway, 99_999_999)).toMatchObject({
        code: 1,
        report: { refused: expect.stringContaining('there is no proof of entry 99999999') },
      });
    });
  });

  test('names them to the public, with how far they have confirmed the log', async () => {
    const { text } = await read(scene, '/transparency.json');
    expect(JSON.parse(text).log).toMatchObject({
      witnesses: ['witness.test/w1', 'witness.test/w2'],
      witnessedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      witnessed: expect.stringMatching(/^Enough of them have confirmed the first \d+ of \d+ entries\.$/),
    });
  });

  test('says in its figures that nothing is missing', async () => {
    expect(await degraded(scene)).not.toContain('witnesses');
    await settled(scene, first);
    expect((await read(scene, '/metrics')).text).toMatch(/^alpr_log_witness_lag_seconds 0$/m);
    expect(await alarmsOf(scene)).toBe(0);
  });

  // Those of a vendor that looks for plates: test/gateway/hot-lists/vendor/.
  test('has every metric that an alert or a panel of the dashboard names', async () => {
    const there = metricsOf((await read(scene, '/metrics')).text);
    const expressions = readExpressions();
    expect(expressions.length).toBeGreaterThan(50);
    const missing = expressions.flatMap(({ of, text }) =>
      metricsIn(text)
        .filter((name) => !there.has(name) && !name.startsWith('alpr_vendor_'))
        .map((name) => `${of}: ${name}`),
    );
    expect(missing).toEqual([]);
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

  test('releases again once two administrators have taken that one out, which is needed no more', async () => {
    const remove = async (who: string) => {
      const client = await scene.demo.as(who);
      const reason = 'somebody had a fork cosigned by it';
      return client.request('POST', '/v1/log/witnesses/university/remove', { reason });
    };
    expect(await remove('admin-1')).toMatchObject({ status: 202, body: { status: 'proposed' } });
    expect((await ask(scene)).codes).toEqual(['log_not_witnessed']);
    expect(await remove('admin-2')).toMatchObject({
      status: 200,
      body: { status: 'removed', quorumReachable: true },
    });
    await eventually(async () => (await ask(scene)).status === 200, SECONDS);
    const { body } = await (await scene.demo.as('admin-1')).request('GET', '/v1/system');
    expect(body).toMatchObject({ log: { witnesses: ['witness.test/w1'] } });
    expect(await degraded(scene)).not.toContain('witnesses');
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

  describeIndependent('is verified with a client that nobody here shares code with either', () => {
    test('down to the cosignature and the proof of an entry', async () => {
      const { receipt } = await ask(scene);
      await settled(scene, witness);
      const words = ['--policy', scene.policy, '--witness', witness.vkey, '--proof', `${receipt?.index}`];
      const { code, report } = await runVerifyLog(scene.demo.file.gateway, scene.logKey, ...words);
      const cosigned = [{ witness: witness.vkey.split('+')[0], time: expect.any(Number) }];
      const proof = { index: receipt?.index, leafHash: receipt?.leafHash, cosigned };
      expect({ code, report }).toMatchObject({ code: 0, report: { ok: true, cosigned, proof } });
    });
  });

  test('alarms nobody by what it merely answers, since it shows no signed checkpoint, and cosigns nothing after a fork', async () => {
    await settled(scene, witness);
    expect((await witness.ask(await signFork(scene, 4))).status).toBe(200);
    await eventually(async () => {
      await ask(scene);
      return (await read(scene, '/metrics')).text.includes('witness="sigsum",answer="trouble"');
    }, SECONDS);
    await eventually(() => /a witness does not cosign the log; it is asked again/.test(scene.demo.output()));
    expect(await alarmsOf(scene)).toBe(0);
    expect(scene.demo.output()).not.toMatch(/ALARM: a witness/);
    // Whatever the gateway has signed meanwhile, the witness has cosigned none of it.
    const { text } = await read(scene, '/log/checkpoint');
    expect(isCosigned(text, scene, witness)).toBe(false);
  }, 60_000);
});
