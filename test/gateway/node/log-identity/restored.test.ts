/**
 * A database restored from a backup forgets revocations. Whatever comes with it, no read leaves before two persons have
 * looked and resumed.
 */
import { existsSync } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyNote } from '../../../../gateway/audit/signed-note.ts';
import { useCli } from '../../../setup/commands/use-cli.ts';
import { createLogFixture, grantPartner, type LogFixture, ORIGIN, PARTNER } from './log-fixture.ts';

const PATIENCE = 300_000;

const cli = useCli();
let fixture: LogFixture;
/** Of the node that released, and then revoked. */
let dataDir: string;
/** The gateway's database as it was before the revoke. */
let backup: string;
let logKey: string;
/** Of the data directory, taken with the backup: they agree with each other. */
let takenTogether: string;

beforeAll(async () => {
  fixture = await createLogFixture();
  dataDir = await fixture.newDirectory();
  let node = await fixture.start({ dataDir });
  await grantPartner(node);
  const source = { name: 'main-street', vendor: 'rekor_scout', method: 'basic', cameraPrefix: 'main-' };
  const [first, second] = [await node.as('admin-1'), await node.as('admin-2')];
  const { id } = await first.call<{ id: string }>('POST', '/v1/reads-sources', source);
  await second.call('POST', `/v1/reads-sources/${id}/approve`);
  expect(await node.ask()).toBe(3);
  await node.stop();
  backup = await fixture.copy('backup');
  takenTogether = await fixture.newDirectory();
  await cp(dataDir, takenTogether, { recursive: true });
  node = await fixture.start({ dataDir });
  ({ logKey } = node);
  // The same log, gone on with by the same node: nothing was halted.
  expect(await node.ask()).toBe(3);
  await (await node.as('admin-1')).call('POST', `/v1/agencies/${PARTNER}/revoke`, { reason: 'misuse' });
  expect(await node.ask()).toEqual(['grant_revoked']);
  await node.stop();
}, PATIENCE);
afterAll(() => fixture.close(), PATIENCE);

const restore = (name: string) => fixture.copy(name, backup);
/** What an operator brings who has only the keys. */
async function secretsOnly(): Promise<string> {
  const directory = await fixture.newDirectory();
  await cp(join(dataDir, 'secrets'), join(directory, 'secrets'), { recursive: true });
  return directory;
}
const kindsOf = async (database: string) => {
  const rows = await fixture.owner<{ kind: string }>(
    'SELECT kind FROM audit_detail ORDER BY index DESC LIMIT 6',
    database,
  );
  return rows.map(({ kind }) => kind);
};

describe('a restored backup', () => {
  test('is not started on with an empty DATA_DIR, and no key is made there', async () => {
    const database = await restore('empty');
    const empty = await fixture.newDirectory();
    const started = fixture.start({ dataDir: empty, database });
    await expect(started).rejects.toThrow(
      /log-key.pem` is missing\n(.|\n)*bring these files from DATA_DIR\/secrets/,
    );
    expect(await readdir(empty)).toEqual([]);
  });

  test('is halted before the node releases anything, also with the DATA_DIR that was copied at that moment', async () => {
    const node = await fixture.start({ dataDir: takenTogether, database: await restore('together') });
    try {
      expect(await node.ask()).toEqual(['sharing_halted']);
    } finally {
      await node.stop();
    }
    // And not once more: it has been seen there now.
    const again = await fixture.start({ dataDir: takenTogether, database: `${backup}_together` });
    try {
      expect((await kindsOf(`${backup}_together`)).filter((kind) => kind === 'halted')).toHaveLength(1);
    } finally {
      await again.stop();
    }
  });

  test('is not started on under another name, with all of DATA_DIR or only the keys', async () => {
    const database = await restore('name');
    for (const directory of [dataDir, await secretsOnly()]) {
      const started = fixture.start({ dataDir: directory, database, origin: 'log.test/second' });
      await expect(started).rejects.toThrow(
        `LOG_ORIGIN is \`log.test/second\`, and the log is \`${ORIGIN}\``,
      );
    }
  });

  test('is not started on by anyone who has seen what it lacks', async () => {
    const database = await restore('seen');
    await expect(fixture.start({ dataDir, database })).rejects.toThrow(
      /lacks entries that this gateway had seen(.|\n)*log adopt --help/,
    );
  });

  test(
    'is halted where only the keys were brought, until two persons resume',
    async () => {
      const database = await restore('keys');
      const directory = await secretsOnly();
      let node = await fixture.start({ dataDir: directory, database });
      expect(await node.ask()).toEqual(['sharing_halted']);
      expect(await kindsOf(database)).toEqual(expect.arrayContaining(['halted', 'revocation_effective']));
      const one = await node.as('admin-1');
      const proposed = await one.call<Record<string, never>>('POST', '/v1/sharing/resume', { reason: 'x' });
      expect(proposed).toMatchObject({
        status: 'proposed',
        halts: [
          {
            by: 'gateway',
            reason: expect.stringMatching(
              /may have been restored from a backup.*`log adopt` comes before `resume`/,
            ),
          },
        ],
        // The very grant that was revoked after the backup.
        grants: [{ partner: PARTNER }],
      });
      expect(await node.ask()).toEqual(['sharing_halted']);
      // To start again is no way around it, and no new halt either.
      await node.stop();
      node = await fixture.start({ dataDir: directory, database });
      expect(await node.ask()).toEqual(['sharing_halted']);
      expect(
        (await (await node.as('admin-1')).request('POST', '/v1/sharing/resume', { reason: 'restored' }))
          .status,
      ).toBe(202);
      const two = await node.as('admin-2');
      expect((await two.request('POST', '/v1/sharing/resume', { reason: 'looked' })).status).toBe(200);
      expect(await node.ask()).toBe(3);
      await node.stop();
    },
    PATIENCE,
  );
});

describe('`log adopt`', () => {
  const adopt = (directory: string, database: string, origin: string, ...words: string[]) =>
    cli(['log', 'adopt', ...words], {
      OWNER_DATABASE_URL: fixture.ownerUrl(database),
      DATA_DIR: directory,
      LOG_ORIGIN: origin,
    });

  test(
    'gives a restored log a new name and key, shows what may be missing, and halts',
    async () => {
      const database = await restore('adopted');
      const looked = await adopt(dataDir, database, 'log.test/second');
      expect([looked.code, looked.stderr]).toEqual([0, '']);
      expect(looked.stdout).toMatch(
        /LOG_ORIGIN is `log.test\/second`, a new name\n(.|\n)*to be made: log-key.pem/,
      );
      expect(looked.stdout).toMatch(
        new RegExp(`${PARTNER} +\\d{4}-(.|\\n)*npm run gateway -- log adopt --confirm`),
      );
      // No node runs that could be asked: nothing else is to be typed now.
      expect(looked.stdout.match(/npm run gateway -- .*/g)).toEqual([
        'npm run gateway -- log adopt --confirm',
      ]);
      expect(looked.stdout).toContain('do it again when a node runs, before sharing is resumed');
      expect(await kindsOf(database)).not.toContain('log_adopted');
      await expect(fixture.start({ dataDir, database, origin: 'log.test/second' })).rejects.toThrow(
        'LOG_ORIGIN',
      );

      const before = await fixture.newDirectory();
      await cp(dataDir, before, { recursive: true });
      const done = await adopt(dataDir, database, 'log.test/second', '--confirm', '--json');
      const result = JSON.parse(done.stdout.trimEnd().split('\n').at(-1) as string);
      expect([done.code, result.adopted]).toEqual([0, true]);
      expect(existsSync(result.oldLogKey)).toBe(true);
      expect((await kindsOf(database)).slice(0, 3)).toEqual([
        'revocation_effective',
        'halted',
        'log_adopted',
      ]);

      const node = await fixture.start({ dataDir, database, origin: 'log.test/second' });
      expect(node.logKey).toBe(result.logKey);
      expect(node.logKey).not.toContain(logKey.split('+')[2]);
      expect(verifyNote(await node.checkpoint(), node.logKey).signedBy).toEqual(['log.test/second']);
      expect(await node.ask()).toEqual(['sharing_halted', 'grant_revoked']);
      for (const [who, status] of [
        ['admin-1', 202],
        ['admin-2', 200],
      ] as const) {
        const person = await node.as(who);
        expect((await person.request('POST', '/v1/sharing/resume', { reason: 'looked' })).status).toBe(
          status,
        );
      }
      // Nobody can know whether it was revoked after the backup: it takes a new one.
      expect(result.ended).toEqual([PARTNER]);
      // Its secret may have been stolen, and the source removed, after the backup.
      expect(result.endedSources).toEqual(['main-street']);
      const { sources } = await (await node.as('admin-1')).call<{ sources: object[] }>(
        'GET',
        '/v1/reads-sources',
      );
      expect(sources).not.toContainEqual(expect.objectContaining({ status: 'active' }));
      expect(await node.ask()).toEqual(['grant_revoked']);
      const { body } = await (await node.as('admin-1')).request('GET', '/v1/grants?status=revoked');
      expect((body as { grants: object[] }).grants).toEqual([
        expect.objectContaining({
          partner: PARTNER,
          endedReason: expect.stringContaining('adopted under a new name'),
        }),
      ]);
      await node.stop();
      // A node that was left behind, with the old name and key, does not come back.
      await expect(fixture.start({ dataDir: before, database })).rejects.toThrow(
        'is not the key of this log',
      );
      // Nor does the log itself go back to the name under which it signed what was lost.
      const back = await adopt(before, database, ORIGIN, '--confirm');
      expect([back.code, back.stderr]).toEqual([1, expect.stringContaining('has gone on as')]);
      await rm(dataDir, { recursive: true });
      await cp(before, dataDir, { recursive: true });
    },
    PATIENCE,
  );

  test(
    'says what to do first where it cannot be done',
    async () => {
      const database = await restore('refused');
      const said = async (directory: string, origin: string) => {
        const { code, stderr } = await adopt(directory, database, origin, '--confirm');
        expect(code).toBe(1);
        return stderr;
      };
      expect(await said(dataDir, ORIGIN)).toContain('set LOG_ORIGIN to a new name');
      expect(await said(await fixture.newDirectory(), ORIGIN)).toContain('its key is not here');
      expect(await said(dataDir, 'https://log.test/second')).toContain('must be a URL without its scheme');
      const node = await fixture.start({ dataDir: await secretsOnly(), database });
      expect(await said(dataDir, 'log.test/second')).toContain('stop every node first');
      await node.stop();
      expect(await kindsOf(database)).not.toContain('log_adopted');
    },
    PATIENCE,
  );
});
