/** What the faults of hot lists are brought about on: real PostgreSQL and Redis, a partner, workers that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../../gateway/demo/embedded-postgres.ts';
import { endpointSecret } from '../../../../gateway/hot-lists/delivery/endpoint-secret.ts';
import { putApprovedEndpoint } from '../../../gateway/hot-lists/lists/approved-endpoint.ts';
import {
  ENDPOINT_KEY,
  type PartnerServer,
  SALT,
  startPartner,
} from '../../../gateway/hot-lists/lists/partner-server.ts';
import { endPostgres } from '../../../setup/database/end-postgres.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { programArguments } from '../../../setup/program-arguments.ts';
import startRun from '../../../setup/start-run.ts';
import stopThisRun from '../../../setup/stop-run.ts';
import { startTestRedis, type TestRedis } from '../../../setup/test-redis.ts';

export interface Testbed extends SharingFixture {
  readonly redis: TestRedis;
  readonly partner: PartnerServer;
  startWorker(): Promise<ChildProcess>;
  /** Ends a worker at once, as a crash does. */
  kill(worker: ChildProcess): Promise<void>;
  /** Ends PostgreSQL at once, and starts it again. */
  restartPostgres(): Promise<void>;
  /** Waits until `holds`; false if it does not within the time. A lost database counts as "not yet". */
  until(holds: () => Promise<boolean>, within?: number): Promise<boolean>;
}

export async function openTestbed(): Promise<Testbed> {
  await startRun();
  const fixture = await createSharingFixture();
  const { databases, ownerPool, agencyId } = fixture;
  await ownerPool.query(
    `UPDATE sharing_grant SET data_classes = '{reads,hits,hot_lists}', daily_records = 1000000`,
  );
  const redis = await startTestRedis();
  const partner = await startPartner();
  partner.secret = endpointSecret(ENDPOINT_KEY, SALT, agencyId);
  await putApprovedEndpoint(ownerPool, agencyId, partner.url);
  const workers = new Set<ChildProcess>();
  const kill = async (worker: ChildProcess) => {
    workers.delete(worker);
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exited;
  };
  return {
    ...fixture,
    redis,
    partner,
    kill,
    startWorker: async () => {
      const env = {
        ...process.env,
        DATABASE_URL: databases.gatewayUrl,
        READS_DATABASE_URL: databases.readsUrl,
        REDIS_URL: redis.url,
      };
      const worker = spawn(process.execPath, programArguments('test/programs/faults/hot-lists/worker.ts'), {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      workers.add(worker);
      await once(worker.stdout, 'data');
      return worker;
    },
    restartPostgres: async () => {
      const dataDir = join(process.env.TEST_RUN_DIR as string, 'postgres');
      await endPostgres(dataDir, 'SIGQUIT');
      const port = Number(new URL(databases.gatewayUrl).port);
      await startEmbeddedPostgres({ dataDir, port, settings: { max_connections: '300' } });
    },
    until: (holds, within = 30_000) =>
      eventually(() => holds().catch(() => false), within).then(
        () => true,
        () => false,
      ),
    close: async () => {
      await Promise.all([...workers].map(kill));
      partner.close();
      await redis.close();
      await fixture.close();
      await stopThisRun();
    },
  };
}
