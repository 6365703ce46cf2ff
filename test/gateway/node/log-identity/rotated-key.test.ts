/** A log changes its key while it goes on: nobody who verifies it is left without a key, and no node signs otherwise. */
import { cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { proveConsistency } from '../../../../gateway/audit/prove-log.ts';
import { createTileReader } from '../../../../gateway/audit/tiles.ts';
import { httpSource } from '../../../../gateway/audit-verify/log-source.ts';
import { openCheckpoint } from '../../../../gateway/audit-verify/open-checkpoint.ts';
import { verifyLog } from '../../../../gateway/audit-verify/verify-log.ts';
import { verifyAnswer } from '../../../../gateway/audit-verify/verify-receipt.ts';
import { openWitness } from '../../../../gateway/cosigning/witness/open-witness.ts';
import { parseRequest } from '../../../../gateway/cosigning/witness/parse-request.ts';
import { readLogKeys } from '../../../../gateway/network/checks/follow-log-key.ts';
import { planAdoption } from '../../../../gateway/node/log-identity/plan-adoption.ts';
import {
  beginRotation,
  cancelRotation,
  finishRotation,
  prepareNextKey,
} from '../../../../gateway/node/log-identity/rotate-log-key.ts';
import { describeIndependent, runVerifyLog } from '../../../independent/run-verify-log.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { bodyOf } from '../../cosigning/witness/witness-fixture.ts';
import { createLogFixture, grantPartner, type LogFixture, ORIGIN, type RunningNode } from './log-fixture.ts';

const PATIENCE = 300_000;

let fixture: LogFixture;
let owner: pg.Pool;
/** Of two machines. */
let dataDir: string;
let elsewhere: string;
/** What both had before the change of keys. */
let backup: string;
let node: RunningNode;
let old: string;
let next: string;
let answerOfBefore: unknown;

beforeAll(async () => {
  fixture = await createLogFixture();
  owner = new pg.Pool({ connectionString: fixture.ownerUrl(), max: 2 });
  dataDir = await fixture.newDirectory();
  elsewhere = await fixture.newDirectory();
  backup = await fixture.newDirectory();
  node = await fixture.start({ dataDir });
  await grantPartner(node);
  for (const other of [elsewhere, backup]) await copySecrets(dataDir, other);
  old = node.logKey;
  answerOfBefore = await answer();
}, PATIENCE);
afterAll(async () => {
  await node.stop();
  await owner.end();
  await fixture.close();
}, PATIENCE);

const here = () => ({ dataDir, origin: ORIGIN });
const secretsOf = (directory: string) => join(directory, 'secrets');
const copySecrets = (from: string, to: string) => cp(secretsOf(from), secretsOf(to), { recursive: true });
const carry = (file: string) => cp(join(secretsOf(dataDir), file), join(secretsOf(elsewhere), file));
const kinds = async () =>
  (
    await fixture.owner<{ kind: string; owner_detail: string }>(
      `SELECT kind, owner_detail FROM audit_detail WHERE kind LIKE 'log_key_%' ORDER BY index`,
    )
  ).map(({ kind, owner_detail }) => [kind, JSON.parse(owner_detail)]);

async function answer(): Promise<unknown> {
  const adams = await node.as('adams');
  const { body, status } = await adams.request('POST', '/v1/queries', demoQuery(adams, 'TST0001'));
  expect(status).toBe(200);
  return body;
}

/** The keys of this log to another gateway that knew these of it. */
const keysSeenBy = async (logKey: string) =>
  readLogKeys(await node.as('adams'), { logKey, lastHead: await node.checkpoint() });

/** Size up to which the witness has cosigned. */
let cosigned = 0;

/** Shows the newest head of the node to a witness that knows these keys of the log. @returns the status of its answer */
async function askWitness(...logs: readonly string[]): Promise<number> {
  const files = { keyFile: join(backup, 'witness.pem'), stateFile: join(backup, 'witness.json'), logs };
  const opened = await openWitness({ ...files, name: 'witness.test/w1', newState: false }, Date.now);
  try {
    const note = await node.checkpoint();
    const size = Number(note.split('\n')[1]);
    const subtree = createTileReader(owner).subtrees(size);
    const proof = cosigned === 0 || cosigned === size ? [] : await proveConsistency(cosigned, size, subtree);
    const hashes = proof.map((hash) => hash.toString('base64'));
    const body = Buffer.from(bodyOf(cosigned, hashes, note));
    const { status } = await opened.witness.addCheckpoint(parseRequest(body));
    if (status === 200) cosigned = size;
    return status;
  } finally {
    await opened.close();
  }
}

async function restart(): Promise<void> {
  await node.stop();
  node = await fixture.start({ dataDir });
}

const lines = (note: string) => note.slice(note.lastIndexOf('\n\n') + 2, -1).split('\n').length;
const noteAt = async (url: string) => (await fetch(`${url}/log/checkpoint`)).text();

describe('before the next key signs,', () => {
  test(
    'it is made beside the present one, once, for its owner alone, and changes nothing',
    async () => {
      const { made, next: first, path } = await prepareNextKey(owner, here());
      expect([made, (await stat(path)).mode & 0o777]).toEqual([true, 0o600]);
      next = first;
      expect(next).toMatch(/^log\.test\/first\+[0-9a-f]{8}\+/);
      expect(next).not.toBe(old);
      expect(await prepareNextKey(owner, here())).toEqual({ made: false, next, path });
      expect(lines(await node.checkpoint())).toBe(1);
      await restart();
      expect(node.logKey).toBe(old);
    },
    PATIENCE,
  );

  test('nothing can be ended, and it is made only where the present key is, for the log of this name', async () => {
    await expect(finishRotation(owner, here())).rejects.toThrow(
      'the log is not changing its key; next, to change it: npm run gateway -- log rotate begin',
    );
    await expect(cancelRotation(owner, here())).rejects.toThrow(
      'the log is not changing its key; next, to change it: npm run gateway -- log rotate begin',
    );
    const nextFile = join(dataDir, 'secrets', 'log-key-next.pem');
    const made = await readFile(nextFile);
    const present = await readFile(join(dataDir, 'secrets', 'log-key.pem'));
    for (const [content, fault] of [
      [Buffer.from('no key'), 'does not hold an Ed25519 key'],
      [present, 'is the key with which the log signs already'],
    ] as const) {
      await writeFile(nextFile, content);
      await expect(beginRotation(owner, here())).rejects.toThrow(
        `\`${nextFile}\` ${fault}; next: rm ${nextFile}, then, for another key: npm run gateway -- log rotate begin`,
      );
    }
    await writeFile(nextFile, made);
    const empty = await fixture.newDirectory();
    await expect(prepareNextKey(owner, { dataDir: empty, origin: ORIGIN })).rejects.toThrow(
      'does not have the key',
    );
    await expect(prepareNextKey(owner, { dataDir, origin: 'log.test/other' })).rejects.toThrow(
      `LOG_ORIGIN is \`log.test/other\`, and the log is \`${ORIGIN}\`: set it to that`,
    );
  });
});

describe('while both sign,', () => {
  test('the log says so in an entry that names both, and the role of the gateway can change none of it', async () => {
    const { index } = await beginRotation(owner, here());
    expect(index).toBeGreaterThan(0);
    expect(await kinds()).toEqual([['log_key_added', { added: next, beside: old }]]);
    await expect(beginRotation(owner, here())).rejects.toThrow('is changing its key already');
    const role = new pg.Client(fixture.gatewayUrl());
    await role.connect();
    await expect(role.query('UPDATE log_identity SET next_log_key = NULL')).rejects.toMatchObject({
      code: '42501',
    });
    await role.end();
  });

  test('a node that lacks the next key does not start, and says which file to bring', async () => {
    await expect(fixture.startBeside({ dataDir: elsewhere })).rejects.toThrow(
      /log-key-next\.pem` is missing\nbring these files [^\n]*: log-key-next\.pem\nif the next key of the log is lost: /,
    );
    expect(await readdir(secretsOf(elsewhere))).not.toContain('log-key-next.pem');
  });

  test('the old key is not ended while a node runs that does not sign with the next', async () => {
    await expect(finishRotation(owner, here())).rejects.toThrow('1 of the nodes that run do not sign');
    expect(await readdir(secretsOf(dataDir))).toEqual(
      expect.arrayContaining(['log-key.pem', 'log-key-next.pem']),
    );
  });

  test(
    'nodes that were restarted and one that was not sign one head with one root, which either key verifies',
    async () => {
      await carry('log-key-next.pem');
      const beside = await fixture.startBeside({ dataDir: elsewhere });
      try {
        await answer();
        const [one, both] = [await node.checkpoint(), await noteAt(beside.url)];
        expect([lines(one), lines(both)]).toEqual([1, 2]);
        expect(both.startsWith(one)).toBe(true);
        await restart();
        expect(await node.checkpoint()).toBe(await noteAt(beside.url));
        expect(node.logKey).toBe(`${old} ${next}`);
      } finally {
        await beside.close();
      }
      for (const vkey of [old, next, node.logKey]) {
        expect(await openCheckpoint(await node.checkpoint(), vkey)).toMatchObject({ origin: ORIGIN });
        expect(await verifyAnswer(await answer(), vkey)).toMatchObject({ ok: true });
      }
      expect(await askWitness(old)).toBe(200);
      expect(await askWitness(old, next)).toBe(200);
    },
    PATIENCE,
  );

  test('another gateway that knows the old key follows, and knows both', async () => {
    expect(await keysSeenBy(old)).toEqual([old, next]);
  });

  describeIndependent('a client that knows the specifications alone', () => {
    test('verifies the whole log with either key', async () => {
      for (const vkey of [old, next]) {
        const report = { ok: true, origin: ORIGIN };
        expect((await runVerifyLog(node.url, vkey)).report).toMatchObject(report);
      }
    });
  });
});

describe('when the old key has ended,', () => {
  test(
    'its file is gone, and nodes that start sign with the new one alone',
    async () => {
      await finishRotation(owner, here());
      expect((await kinds()).at(-1)).toEqual(['log_key_retired', { retired: old, goesOn: next }]);
      expect(await readdir(secretsOf(dataDir))).not.toContain('log-key-next.pem');
      await restart();
      expect(node.logKey).toBe(next);
      const note = await node.checkpoint();
      expect(lines(note)).toBe(1);
      expect(await openCheckpoint(note, next)).toMatchObject({ origin: ORIGIN });
      await expect(openCheckpoint(note, old)).rejects.toThrow('is not signed by');
    },
    PATIENCE,
  );

  test('another gateway that followed knows the new key alone, and one that did not keeps the old one', async () => {
    expect(await keysSeenBy(`${old} ${next}`)).toEqual([next]);
    expect(await keysSeenBy(old)).toEqual([old]);
  });

  test('a receipt of before still verifies with it, one of now with the new one, and the whole log with both', async () => {
    expect(await verifyAnswer(answerOfBefore, old)).toMatchObject({ ok: true });
    expect(await verifyAnswer(answerOfBefore, next)).toMatchObject({ ok: false });
    const now = await answer();
    expect(await verifyAnswer(now, next)).toMatchObject({ ok: true });
    for (const each of [answerOfBefore, now])
      expect(await verifyAnswer(each, `${old} ${next}`)).toMatchObject({ ok: true });
    const older = [(answerOfBefore as { receipt: { checkpoint: string } }).receipt.checkpoint];
    const report = await verifyLog({ source: httpSource(`${node.url}/log`), vkey: `${old} ${next}`, older });
    expect(report).toMatchObject({ ok: true, older: [{ holds: true }] });
  });

  test('a witness that knows the new key goes on where it was, and one that was not told refuses', async () => {
    expect(await askWitness(old)).toBe(403);
    expect(await askWitness(old, next)).toBe(200);
    await answer();
    expect(await askWitness(next)).toBe(200);
  });

  test(
    'a machine on which the new file still lies beside the old one starts, and uses the new key',
    async () => {
      const beside = await fixture.startBeside({ dataDir: elsewhere });
      expect(await openCheckpoint(await noteAt(beside.url), next)).toMatchObject({ origin: ORIGIN });
      await beside.close();
      await rename(join(secretsOf(elsewhere), 'log-key-next.pem'), join(secretsOf(elsewhere), 'log-key.pem'));
      await (await fixture.startBeside({ dataDir: elsewhere })).close();
    },
    PATIENCE,
  );

  test('a backup of before, with the retired key alone, refuses to start, and says which file to bring', async () => {
    await expect(fixture.startBeside({ dataDir: backup })).rejects.toThrow(
      /log-key\.pem` no longer signs this log: another key has taken its place\nbring these files [^\n]*: log-key\.pem\n/,
    );
  });
});

test(
  'a next key that was lost or exposed is ended instead, and the present one goes on alone',
  async () => {
    const { next: third } = await prepareNextKey(owner, here());
    await beginRotation(owner, here());
    await carry('log-key-next.pem');
    await rm(join(secretsOf(dataDir), 'log-key-next.pem'));
    await expect(fixture.startBeside({ dataDir })).rejects.toThrow('log rotate cancel --help');
    await cancelRotation(owner, here());
    expect((await kinds()).at(-1)).toEqual(['log_key_retired', { retired: third, goesOn: next }]);
    // Where its file was left, it is not taken up again.
    await expect(prepareNextKey(owner, { dataDir: elsewhere, origin: ORIGIN })).rejects.toThrow(
      'was ended before',
    );
    await restart();
    expect(node.logKey).toBe(next);
    expect(await verifyAnswer(await answer(), next)).toMatchObject({ ok: true });
  },
  PATIENCE,
);

test(
  'where the present key is lost instead, the next one can go on alone; under another name, neither goes on',
  async () => {
    const { next: fourth } = await prepareNextKey(owner, here());
    await beginRotation(owner, here());
    const lost = await fixture.newDirectory();
    await copySecrets(dataDir, lost);
    await rm(join(secretsOf(lost), 'log-key.pem'));
    await expect(fixture.startBeside({ dataDir: lost })).rejects.toThrow('-- log rotate finish`');
    await restart();
    await node.stop();
    await expect(planAdoption(owner, { dataDir: lost, origin: ORIGIN })).rejects.toThrow(
      'end the one that is lost: `npm run gateway -- log rotate finish`',
    );
    // As after a restored backup of this moment, by somebody who has only the keys of later.
    const later = await fixture.newDirectory();
    await copySecrets(lost, later);
    await rename(join(secretsOf(later), 'log-key-next.pem'), join(secretsOf(later), 'log-key.pem'));
    const plan = await planAdoption(owner, { dataDir: later, origin: 'log.test/second' });
    expect(plan).toMatchObject({ setsLogKeyAside: true, toMake: ['log-key.pem'] });
    await finishRotation(owner, { dataDir: lost, origin: ORIGIN });
    node = await fixture.start({ dataDir: lost });
    expect(node.logKey).toBe(fourth);
  },
  PATIENCE,
);
