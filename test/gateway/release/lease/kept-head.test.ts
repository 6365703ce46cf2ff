/** What was seen of the log outlives the nodes: a database that lost entries meanwhile is not started on. */
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findNewestCheckpoint, type StoredCheckpoint } from '../../../../gateway/audit/log-store.ts';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { KeptHead } from '../../../../gateway/release/lease/kept-head.ts';
import {
  createSharingFixture,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../../setup/database/standing-lease.ts';

const ORIGIN = 'log.test/alpr';

let fixture: SharingFixture;
let dataDir: string;
let warnings: string[];

beforeAll(async () => {
  fixture = await createSharingFixture();
  dataDir = await mkdtemp(join(tmpdir(), 'kept-head-'));
  warnings = [];
});
afterAll(async () => {
  await fixture.close();
  await rm(dataDir, { recursive: true });
});

const log = { warn: (_: object, message: string) => void warnings.push(message) };
const kept = (origin = ORIGIN, directory = dataDir) => new KeptHead({ dataDir: directory, origin });
const head = async () => (await findNewestCheckpoint(fixture.pool)) as StoredCheckpoint;
/** A node that derives this head, and stops. */
async function nodeSees(seen: StoredCheckpoint, of = kept()): Promise<void> {
  const witness = new HeadWitness();
  const following = of.follow(witness, log);
  witness.remember({ ...seen, frontier: [] });
  await following.stop();
}
async function revoke(): Promise<void> {
  const { agencyId, ownerPool, pool } = fixture;
  const { rows } = await ownerPool.query('SELECT id FROM person LIMIT 1');
  const by = { reason: 'misuse', personId: rows[0].id as string };
  const inFlight = new InFlight(standingLease());
  await revokeAgency({ pool, inFlight }, { agency: { id: agencyId, ori: PARTNER }, ...by });
}

describe('a node starts', () => {
  test('where nothing was seen yet, and on the log that was seen, grown or not', async () => {
    await kept().check(fixture.pool);
    await nodeSees(await head());
    await kept().check(fixture.pool);
    await revoke();
    await kept().check(fixture.pool);
    expect((await stat(join(dataDir, 'log-head.json'))).mode & 0o777).toBe(0o600);
  });

  test('but not on one that lacks what was seen, until it goes on under another name', async () => {
    await nodeSees(await head());
    const backup = await createSharingFixture();
    try {
      await expect(kept().check(backup.pool)).rejects.toThrow('Revocations may be missing');
      await kept('log.test/restored').check(backup.pool);
      await kept().check(fixture.pool);
    } finally {
      await backup.close();
    }
  });

  test('nor on one of the same length with other entries, nor where the file cannot be read', async () => {
    const path = join(dataDir, 'log-head.json');
    const text = await readFile(path, 'utf8');
    const root = Buffer.alloc(32, 1).toString('base64');
    await writeFile(path, JSON.stringify({ ...JSON.parse(text), root }));
    await expect(kept().check(fixture.pool)).rejects.toThrow('was restored from a backup');
    await writeFile(path, text.slice(0, 20));
    await expect(kept().check(fixture.pool)).rejects.toThrow('is damaged');
    await writeFile(path, text);
  });
});

test('a node that saw less does not set back what others saw', async () => {
  const newest = await head();
  await nodeSees(newest);
  await nodeSees({ size: 1, root: Buffer.alloc(32) });
  await kept().check(fixture.pool);
  expect(JSON.parse(await readFile(join(dataDir, 'log-head.json'), 'utf8')).size).toBe(newest.size);
});

test('a node that saw a tail which the database has forgotten keeps what it saw: started again, it refuses', async () => {
  const newest = await head();
  const directory = await mkdtemp(join(tmpdir(), 'forgotten-tail-'));
  const witness = new HeadWitness();
  witness.remember({ ...newest, frontier: [] });
  // Of its own last commit, which nobody but it has seen.
  witness.remember({ size: newest.size + 1, root: Buffer.alloc(32), frontier: [] });
  expect(() => witness.extend(witness.derived, [], { ...newest, frontier: [] })).toThrow('does not extend');
  await kept(ORIGIN, directory).follow(witness, log).stop();
  await expect(kept(ORIGIN, directory).check(fixture.pool)).rejects.toThrow('Revocations may be missing');
  await rm(directory, { recursive: true });
});

test('a head that was only read is never kept: it may be forged, and the next start would take it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'forged-head-'));
  const newest = await head();
  const witness = new HeadWitness();
  witness.remember({ ...newest, frontier: [] });
  witness.see(null, { size: newest.size + 1, root: Buffer.alloc(32, 1) });
  witness.distrust();
  await kept(ORIGIN, directory).follow(witness, log).stop();
  expect(JSON.parse(await readFile(join(directory, 'log-head.json'), 'utf8')).size).toBe(newest.size);
  await kept(ORIGIN, directory).check(fixture.pool);
  await rm(directory, { recursive: true });
});

test('two nodes of one directory that keep at the same moment do not set back what either saw', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kept-heads-'));
  const keptSize = async () => JSON.parse(await readFile(join(directory, 'log-head.json'), 'utf8')).size;
  const lower: number[] = [];
  for (let size = 1; size < 200; size += 2) {
    const seen = [size + 1, size].map((one) => ({ size: one, root: Buffer.alloc(32) }));
    await Promise.all(seen.map((one) => nodeSees(one, kept(ORIGIN, directory))));
    if ((await keptSize()) <= size) lower.push(size);
  }
  expect(lower).toEqual([]);
  expect(await keptSize()).toBe(200);
  expect(await readdir(directory)).toEqual(['log-head.json']);
  expect(warnings).toEqual([]);
  await rm(directory, { recursive: true });
});

test('a lock of a node that was killed is not waited for longer than it can be of use', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kept-lock-'));
  const lock = join(directory, 'log-head.json.lock');
  await writeFile(lock, 'of a node that was killed');
  await utimes(lock, new Date(0), new Date(0));
  await nodeSees(await head(), kept(ORIGIN, directory));
  expect(await readdir(directory)).toEqual(['log-head.json']);
  await rm(directory, { recursive: true });
});

test('a head that cannot be kept is said, and stops nobody', async () => {
  expect(warnings).toEqual([]);
  await nodeSees(await head(), kept(ORIGIN, join(dataDir, 'nowhere')));
  expect(warnings).toEqual([
    expect.stringMatching(
      /^the head of the log could not be kept: .*; next: let this account write into DATA_DIR$/,
    ),
  ]);
});
