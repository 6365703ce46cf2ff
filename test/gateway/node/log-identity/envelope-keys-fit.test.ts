/** All nodes of a log sign their envelopes with the keys of one set, or do not start. */
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { EnvelopeKeys } from '../../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import {
  ENVELOPE_TIMING,
  keepEnvelopeKeys,
} from '../../../../gateway/identity/jose/envelope-keys/rotate-envelope-keys.ts';
import { settleEnvelopeKeys } from '../../../../gateway/node/log-identity/settle-envelope-keys.ts';
import { createLogFixture, type LogFixture, ORIGIN } from './log-fixture.ts';

const PATIENCE = 300_000;
const DAY = 86_400_000;
const FILE = 'envelope-keys.json';

let fixture: LogFixture;
/** Of the first node. */
let dataDir: string;
/** Of another host: all but the log's head. */
let copied: string;
let before: string;
let rotated: string;
let untold: string;
beforeAll(async () => {
  fixture = await createLogFixture();
  dataDir = await fixture.newDirectory();
  await (await fixture.start({ dataDir })).stop();
  // Now: a node that was refused leaves its sessions open in this process.
  before = await fixture.copy('before');
  rotated = await fixture.copy('rotated');
  untold = await fixture.copy('untold');
}, PATIENCE);
afterAll(() => fixture.close(), PATIENCE);
beforeEach(async () => {
  copied = await fixture.newDirectory();
  await cp(join(dataDir, 'secrets'), join(copied, 'secrets'), { recursive: true });
});

const kidsIn = async (directory: string) =>
  (await EnvelopeKeys.open(join(directory, 'secrets'), ENVELOPE_TIMING, 0)).kids;
const recorded = async (database?: string) => {
  const rows = await fixture.owner<{ kid: string }>(
    'SELECT kid FROM envelope_key ORDER BY position',
    database,
  );
  return rows.map(({ kid }) => kid);
};
/** As a database of before the step that records them. */
const forget = (database: string) =>
  fixture.owner(
    `ALTER TABLE envelope_key DISABLE TRIGGER ALL; DELETE FROM envelope_key;
     ALTER TABLE envelope_key ENABLE TRIGGER ALL`,
    database,
  );

describe('a node of a live log', () => {
  test('does not start without the file of the envelopes’ keys, and makes none', async () => {
    expect(await recorded()).toEqual(await kidsIn(dataDir));
    const path = join(copied, 'secrets', FILE);
    await rm(path);
    await expect(fixture.start({ dataDir: copied })).rejects.toThrow(
      `\`${path}\` is missing\nbring these files from DATA_DIR/secrets of a node that runs on this log, or from its ` +
        `backup: ${FILE}\n`,
    );
    expect(await readdir(join(copied, 'secrets'))).not.toContain(FILE);
  });

  test('does not start with other keys, and leaves them as they are', async () => {
    const path = join(copied, 'secrets', FILE);
    await rm(path);
    const [other] = await kidsIn(copied);
    await expect(fixture.start({ dataDir: copied })).rejects.toThrow(
      `\`${path}\` lacks the newest key that was published\nbring these files from DATA_DIR/secrets of a node`,
    );
    expect(await kidsIn(copied)).toEqual([other]);
  });

  test('is told all that it lacks at once', async () => {
    for (const file of ['cursor.key', FILE]) await rm(join(copied, 'secrets', file));
    await expect(fixture.start({ dataDir: copied })).rejects.toThrow(`backup: cursor.key, ${FILE}\n`);
  });
});

describe('a log of before the record', () => {
  test(
    'takes the keys of a node that has some, and of no other',
    async () => {
      await forget(before);
      await rm(join(copied, 'secrets', FILE));
      await expect(fixture.start({ dataDir: copied, database: before })).rejects.toThrow(
        `${FILE}\` is missing`,
      );
      expect(await recorded(before)).toEqual([]);
      await (await fixture.start({ dataDir, database: before })).stop();
      expect(await recorded(before)).toEqual(await kidsIn(dataDir));
    },
    PATIENCE,
  );
});

describe('two hosts with copies of the file', () => {
  let pool: pg.Pool;
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: fixture.gatewayUrl(rotated), max: 4 });
  }, PATIENCE);
  afterAll(() => pool.end());

  test('do not diverge: one publishes, and the other says what to bring until it has been brought', async () => {
    const now = Date.now();
    const due = now + 90 * DAY;
    const told: string[] = [];
    const log = { error: (_fields: object, message: string) => told.push(message) } as never;
    const settle = (directory: string) =>
      settleEnvelopeKeys(pool, { dataDir: directory, origin: ORIGIN }, now);
    const first = await fixture.newDirectory();
    await cp(copied, first, { recursive: true });
    const [one, two] = [await settle(first), await settle(copied)];
    await keepEnvelopeKeys({ pool, keys: one, log }, due);
    expect(one.kids).toHaveLength(2);
    expect(await recorded(rotated)).toEqual(one.kids);

    await keepEnvelopeKeys({ pool, keys: two, log }, due + 1);
    expect(await kidsIn(copied)).toEqual(one.kids.slice(0, 1));
    expect(told).toEqual([
      expect.stringContaining(`${FILE}\` lacks the newest envelope key, which another node`),
    ]);
    expect(() => two.check()).toThrow('bring the file');
    await expect(settle(copied)).rejects.toThrow('lacks the newest key that was published');

    await cp(join(first, 'secrets', FILE), join(copied, 'secrets', FILE));
    await keepEnvelopeKeys({ pool, keys: two, log }, due + 2);
    expect(two.check()).toBeUndefined();
    expect(two.publicJwks(due + 2)).toEqual(one.publicJwks(due + 2));
    expect(told).toHaveLength(1);
    expect(await recorded(rotated)).toEqual(one.kids);
  });

  test('tell later what a COMMIT that failed has not told', async () => {
    const owned = new pg.Pool({ connectionString: fixture.gatewayUrl(untold), max: 2 });
    const now = Date.now() + 90 * DAY;
    const keys = await settleEnvelopeKeys(owned, { dataDir: copied, origin: ORIGIN }, now);
    // Written, and not committed.
    const added = (await keys.rotate(now, async () => undefined)).kid;
    expect(await recorded(untold)).not.toContain(added);
    await keepEnvelopeKeys({ pool: owned, keys, log: { error: () => undefined } as never }, now + 1);
    expect(await recorded(untold)).toEqual([...(await kidsIn(copied))]);
    await owned.end();
  });
});

describe("the gateway's role", () => {
  test('can neither change what was published, nor skip the newest', async () => {
    const client = new pg.Client(fixture.gatewayUrl());
    await client.connect();
    const kid = 'x'.repeat(43);
    for (const statement of [
      `UPDATE envelope_key SET kid = '${kid}'`,
      'DELETE FROM envelope_key',
      'TRUNCATE envelope_key',
      `INSERT INTO envelope_key (position, kid) VALUES (2, '${kid}')`,
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    const record = 'SELECT record_envelope_key($1, $2)';
    for (const after of [null, 'y'.repeat(43)]) {
      await expect(client.query(record, [kid, after])).rejects.toThrow('published meanwhile');
    }
    const [newest] = await recorded();
    await expect(client.query(record, [newest, newest])).rejects.toThrow('published before');
    await expect(client.query(record, ['short', newest])).rejects.toMatchObject({ code: '23514' });
    await client.end();
    expect(await recorded()).toEqual([newest]);
  });
});
