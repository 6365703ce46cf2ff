/** A log has one name and one set of keys: no node signs, searches or encrypts with others. */
import { randomBytes } from 'node:crypto';
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { verifyNote } from '../../../../gateway/audit/signed-note.ts';
import { createLogFixture, grantPartner, type LogFixture, ORIGIN, type RunningNode } from './log-fixture.ts';

const PATIENCE = 300_000;

let fixture: LogFixture;
/** Of the first node. */
let dataDir: string;
beforeAll(async () => {
  fixture = await createLogFixture();
  dataDir = await fixture.newDirectory();
  const node = await fixture.start({ dataDir });
  await grantPartner(node);
  await node.stop();
}, PATIENCE);
afterAll(() => fixture.close(), PATIENCE);

let copied: string;
beforeEach(async () => {
  copied = await fixture.newDirectory();
  await cp(join(dataDir, 'secrets'), join(copied, 'secrets'), { recursive: true });
});
const halts = () => fixture.owner("SELECT index FROM mark WHERE kind = 'halted'");

describe('a live log', () => {
  test('is not joined by a node with an empty DATA_DIR, which makes no keys', async () => {
    const empty = await fixture.newDirectory();
    await expect(fixture.start({ dataDir: empty })).rejects.toThrow('bring these files');
    expect(await readdir(empty)).toEqual([]);
  });

  test.each([
    ['log-key.pem', () => generateLogKey()],
    ['plate-search.key', () => randomBytes(32).toString('base64')],
    ['cursor.key', () => randomBytes(32).toString('base64')],
    ['endpoint.key', () => randomBytes(32).toString('base64')],
  ])('is not joined with another %s, nor without it', async (file, other) => {
    const path = join(copied, 'secrets', file);
    await writeFile(path, other());
    await expect(fixture.start({ dataDir: copied })).rejects.toThrow(
      `\`${path}\` is not the key of this log\nbring these files from DATA_DIR/secrets of a node that runs ` +
        `on this log, or from its backup: ${file}\n`,
    );
    await rm(path);
    await expect(fixture.start({ dataDir: copied })).rejects.toThrow(`\`${path}\` is missing`);
    expect(await readdir(join(copied, 'secrets'))).not.toContain(file);
  });

  test.each(['log-key.pem', 'plate-search.key', 'cursor.key', 'endpoint.key', 'envelope-keys.json'])(
    'is not joined with a %s that other accounts may read',
    async (file) => {
      const path = join(copied, 'secrets', file);
      await chmod(path, 0o644);
      await expect(fixture.start({ dataDir: copied })).rejects.toThrow(/others? .*may read.*chmod 600/);
    },
  );

  test('is not joined with a log key that is none, nor under another name', async () => {
    await expect(fixture.start({ dataDir: copied, origin: 'log.test/second' })).rejects.toThrow(
      `the log is \`${ORIGIN}\`: set it to that\nif they are lost`,
    );
    await writeFile(join(copied, 'secrets', 'log-key.pem'), 'no key');
    await expect(fixture.start({ dataDir: copied })).rejects.toThrow('holds no key that can be read');
  });
});

describe('a second node with the right keys', () => {
  let first: RunningNode;
  beforeAll(async () => {
    first = await fixture.start({ dataDir });
  }, PATIENCE);
  afterAll(() => first.stop());

  test(
    'joins while another one runs, and nothing is halted',
    async () => {
      const { close, url } = await fixture.startBeside({ dataDir: copied });
      expect(await halts()).toEqual([]);
      // A node that is killed now has seen the log all the same.
      expect(await readdir(copied)).toContain('log-head.json');
      expect(await first.ask()).toBe(3);
      const note = await (await fetch(`${url}/log/checkpoint`)).text();
      expect(verifyNote(note, first.logKey).signedBy).toEqual([ORIGIN]);
      await close();
    },
    PATIENCE,
  );
});

describe("the gateway's role", () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client(fixture.gatewayUrl());
    await client.connect();
  });
  afterAll(() => client.end());

  test('knows nothing of a key from its id', async () => {
    const text = await readFile(join(dataDir, 'secrets', 'cursor.key'), 'utf8');
    const { rows } = await client.query('SELECT cursor_key FROM log_identity');
    expect(rows).toEqual([{ cursor_key: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(text, 'base64').toString('hex').slice(0, 8));
  });

  test('can neither change what is recorded, nor record it again', async () => {
    for (const statement of [
      "UPDATE log_identity SET origin = 'x'",
      'DELETE FROM log_identity',
      'TRUNCATE log_identity',
      'INSERT INTO log_without_identity VALUES (true)',
      "SELECT setval('node_generation', 1, false)",
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    const claim = `SELECT claim_log_identity('x', 'y', repeat('0', 32), repeat('0', 32), repeat('0', 32))`;
    await expect(client.query(claim)).rejects.toThrow('recorded already');
    await fixture.owner('DELETE FROM log_identity');
    await expect(client.query(claim)).rejects.toThrow('nodes have run on this log');
  });
});

describe('a log of before the record', () => {
  beforeEach(async () => {
    await fixture.owner('DELETE FROM log_identity');
    await fixture.owner('INSERT INTO log_without_identity VALUES (true) ON CONFLICT DO NOTHING');
  });

  test('is claimed by the DATA_DIR that has seen it, without a halt', async () => {
    const node = await fixture.start({ dataDir });
    expect(await node.ask()).toBe(3);
    expect(await halts()).toEqual([]);
    await node.stop();
    const rows = await fixture.owner<{ log_key: string }>('SELECT log_key FROM log_identity');
    expect(rows).toEqual([{ log_key: node.logKey }]);
    expect(await fixture.owner('SELECT FROM log_without_identity')).toEqual([]);
  });

  test('is claimed by no other, and no key is made', async () => {
    const empty = await fixture.newDirectory();
    for (const directory of [empty, copied]) {
      await expect(fixture.start({ dataDir: directory })).rejects.toThrow(
        'does not record which log this is',
      );
    }
    expect(await readdir(empty)).toEqual([]);
    expect(await fixture.owner('SELECT FROM log_identity')).toEqual([]);
  });
});
