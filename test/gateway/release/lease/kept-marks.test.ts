/** A revocation that was told is not forgotten by a start: the mark is on the disk before the call returns. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { KeptHead } from '../../../../gateway/release/lease/kept-head.ts';
import { KeptMarks } from '../../../../gateway/release/lease/kept-marks.ts';
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

beforeEach(async () => {
  fixture = await createSharingFixture();
  dataDir = await mkdtemp(join(tmpdir(), 'kept-marks-'));
  warnings = [];
});
afterEach(async () => {
  await fixture.close();
  await rm(dataDir, { recursive: true });
});

const log = { warn: (_: object, message: string) => void warnings.push(message) };
const kept = (origin = ORIGIN) => new KeptHead({ dataDir, origin });

/** @returns the mark's index */
async function revoke(directory = dataDir): Promise<number> {
  const { agencyId, ownerPool, pool } = fixture;
  const { rows } = await ownerPool.query('SELECT id FROM person LIMIT 1');
  const marks = new KeptMarks({ dataDir: directory, origin: ORIGIN });
  const inFlight = new InFlight(standingLease(), marks.keeper(log));
  const agency = { id: agencyId, ori: PARTNER };
  const revoked = await revokeAgency({ pool, inFlight }, { agency, reason: 'misuse', personId: rows[0].id });
  await marks.close();
  return revoked.index;
}

/** What a restored backup lacks, or its owner takes away: everything from this entry on. */
async function cut(from: number): Promise<void> {
  const tables = ['log_entry', 'log_checkpoint', 'mark', 'drain'];
  const turn = (what: string) =>
    tables.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER`).join('; ');
  await fixture.ownerPool.query(`${turn('DISABLE')}; DELETE FROM drain WHERE mark >= ${from};
    DELETE FROM mark WHERE index >= ${from}; DELETE FROM log_checkpoint WHERE size > ${from};
    DELETE FROM log_entry WHERE index >= ${from}; ${turn('ENABLE')}`);
}

test('a node that is killed right after a revocation does not start on a log that lacks it', async () => {
  await kept().keep(await kept().derive(fixture.pool));
  const index = await revoke();
  await kept().check(fixture.pool);
  await cut(index);
  await expect(kept().check(fixture.pool)).rejects.toThrow(`it is not the one that had ${index + 1} entries`);
  await expect(kept().compare(fixture.pool)).resolves.toBe('lacking');
  // Under another name it goes on as a restored one.
  await kept('log.test/restored').check(fixture.pool);
  expect((await stat(join(dataDir, 'log-marks'))).mode & 0o777).toBe(0o600);
  expect(warnings).toEqual([]);
});

test('nor on one that has another entry in its place', async () => {
  const index = await revoke();
  await fixture.ownerPool.query(
    `ALTER TABLE log_entry DISABLE TRIGGER USER; UPDATE log_entry SET leaf_hash = sha256(leaf_hash) WHERE index = ${index}`,
  );
  await expect(kept().check(fixture.pool)).rejects.toThrow('Revocations may be missing');
});

test('the newest marks are kept, of any number, and one that a crash has torn is passed over', async () => {
  const marks = new KeptMarks({ dataDir, origin: ORIGIN });
  const missing = () => new KeptMarks({ dataDir, origin: ORIGIN }).findMissing(fixture.pool);
  expect(await missing()).toBeNull();
  for (let index = 100; index < 300; index += 1)
    await marks.keep({ index, leafHash: Buffer.alloc(32, index) });
  await marks.close();
  expect(await missing()).toBe(300 - 64 + 1);
  const path = join(dataDir, 'log-marks');
  const text = await readFile(path, 'utf8');
  expect(text).toHaveLength(64 * 256);
  await writeFile(path, text.replace(`"index":${300 - 64}`, `"index" ${300 - 64}`));
  expect(await missing()).toBe(300 - 64 + 2);
});

test('a mark that cannot be kept is said, and the revocation returns', async () => {
  const index = await revoke(join(dataDir, 'nowhere'));
  expect(index).toBeGreaterThan(0);
  expect(warnings).toEqual([expect.stringMatching(/^the revocation is in force, and could not be kept/)]);
});
