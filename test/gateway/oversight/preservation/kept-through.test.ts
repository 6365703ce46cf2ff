/** What is preserved outlasts the purge, a failover to the standby, and a backup that is restored; what has ended is gone. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../../../../gateway/cli/client/connect.ts';
import { purgeReads } from '../../../../gateway/reads/purge-reads.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import { useCli } from '../../../setup/commands/use-cli.ts';
import { type ServerPair, startServerPair } from '../../../setup/database/server-pair.ts';
import { eventually } from '../../../setup/eventually.ts';
import {
  createLogFixture,
  type LogFixture,
  PLATE,
  type Place,
  type RunningNode,
} from '../../node/log-identity/log-fixture.ts';
import { CASE, iso, proposal } from './preservation-fixture.ts';

const PATIENCE = 300_000;
const READS = 3;
const RESTORED = 'log.test/restored';

const cli = useCli();
let pair: ServerPair;
let fixture: LogFixture;
let dataDir: string;
/** Backups of the gateway's database and of the reads, from before the end of one. */
let backups: readonly [gateway: string, reads: string];
let kept: string;
let ended: string;
let over: string;

async function keep(node: RunningNode): Promise<string> {
  const body = proposal({ plate: { number: PLATE }, from: iso(Date.now() - DAY), to: iso(Date.now()) });
  const { id } = await (await node.as('clerk')).call<{ id: string }>('POST', '/v1/preservations', body);
  await (await node.as('admin-2')).call('POST', `/v1/preservations/${id}/approve`);
  return id;
}
const end = async (node: RunningNode, id: string) =>
  (await node.as('admin-1')).call('POST', `/v1/preservations/${id}/end`, { reason: 'the case was closed' });
/** How many reads the clerk gets, or the status of the refusal. */
async function take(clerk: Client, id: string): Promise<number> {
  const { body, status } = await clerk.request('POST', `/v1/preservations/${id}/release`, {
    caseNumber: CASE,
  });
  return status === 200 ? (body as { reads: unknown[] }).reads.length : status;
}
const copies = async (database?: string) =>
  (await fixture.owner<{ id: string }>('SELECT preservation_id AS id FROM preserved_copy', database)).map(
    ({ id }) => id,
  );
const purgeAMonthLater = (ownerUrl: string) =>
  purgeReads({ ownerUrl, now: Date.now() + 31 * DAY, retentionDays: 30, all: true });
async function onNode<T>(place: Place, work: (node: RunningNode) => Promise<T>): Promise<T> {
  const node = await fixture.start(place);
  return work(node).finally(() => node.stop());
}
const databaseOf = (url: string, database: string) =>
  Object.assign(new URL(url), { pathname: `/${database}` }).href;

beforeAll(async () => {
  pair = await startServerPair();
  fixture = await createLogFixture(undefined, pair.databases);
  dataDir = await fixture.newDirectory();
  await onNode({ dataDir }, async (node) => {
    kept = await keep(node);
    ended = await keep(node);
    over = await keep(node);
  });
  backups = [
    await fixture.copy('backup'),
    await fixture.copy('reads', new URL(fixture.readsUrl).pathname.slice(1)),
  ];
  await onNode({ dataDir }, (node) => end(node, ended));
}, PATIENCE);
afterAll(async () => {
  await pair?.close();
  await fixture?.close();
}, PATIENCE);

describe('what is preserved', () => {
  test(
    'is there after a backup is restored, and its reads purged; what was over by then is gone, what was ended is ended again',
    async () => {
      const [database, reads] = backups;
      expect((await copies(database)).sort()).toEqual([kept, ended, over].sort());
      await purgeAMonthLater(databaseOf(fixture.readsOwnerUrl, reads));
      await fixture.owner(`UPDATE preservation SET until = clock_timestamp() WHERE id = '${over}'`, database);
      const secrets = await fixture.newDirectory();
      await cp(join(dataDir, 'secrets'), join(secrets, 'secrets'), { recursive: true });
      const adopted = await cli(['log', 'adopt', '--confirm'], {
        ...{ OWNER_DATABASE_URL: fixture.ownerUrl(database), DATA_DIR: secrets, LOG_ORIGIN: RESTORED },
      });
      expect([adopted.code, adopted.stderr]).toEqual([0, '']);
      const settings = { READS_DATABASE_URL: databaseOf(fixture.readsUrl, reads) };
      await onNode({ dataDir: secrets, origin: RESTORED, database, settings }, async (node) => {
        const clerk = await node.as('clerk');
        expect([await take(clerk, kept), await take(clerk, over)]).toEqual([READS, 404]);
        await eventually(async () => !(await copies(database)).includes(over));
        // The database has forgotten that it was ended: the guide has somebody end it again.
        await end(node, ended);
        expect(await take(clerk, ended)).toBe(404);
      });
      expect(await copies(database)).toEqual([kept]);
    },
    PATIENCE,
  );

  test(
    'is there on the standby that takes over, once the purge has been; what was ended is not',
    async () => {
      await purgeAMonthLater(fixture.readsOwnerUrl);
      await pair.killFirst();
      await pair.promoteSecond();
      const at = (url: string) => Object.assign(new URL(url), { port: String(pair.second.port) }).href;
      const settings = { DATABASE_URL: at(fixture.gatewayUrl()), READS_DATABASE_URL: at(fixture.readsUrl) };
      await eventually(async () => !(await pair.say('SELECT pg_is_in_recovery() AS r', pair.second))[0]?.r);
      await onNode({ dataDir, settings }, async (node) => {
        const clerk = await node.as('clerk');
        const taken = [kept, over, ended].map((id) => take(clerk, id));
        expect(await Promise.all(taken)).toEqual([READS, READS, 404]);
      });
    },
    PATIENCE,
  );
});
