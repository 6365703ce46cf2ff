/** A real gateway node that asks the simulated vendor: one partner with a grant, two administrators. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import type { HttpAnswer } from '../../../gateway/cli/client/http-client-answer.ts';
import { type FlockSimulator, startFlockSimulator } from '../../flock-simulator/start-flock-simulator.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import {
  createLogFixture,
  grantPartner,
  type LogFixture,
  type RunningNode,
} from '../log-identity/log-fixture.ts';

export interface LoggedEntry {
  readonly index: number;
  readonly kind: string;
  readonly releaseId: string | null;
  readonly asker: Readonly<Record<string, unknown>>;
  readonly owner: Readonly<Record<string, unknown>>;
}

export interface FlockFixture {
  readonly simulator: FlockSimulator;
  readonly node: RunningNode;
  readonly log: LogFixture;
  readonly adams: Client;
  readonly grantId: string;
  /** As an officer of the partner. */
  ask(plate: string, changes?: Record<string, unknown>): Promise<HttpAnswer & { readonly body: Answer }>;
  /** Of the log, oldest first, from an index on. */
  entries(from?: number): Promise<LoggedEntry[]>;
  close(): Promise<void>;
}

export interface Answer {
  readonly releaseId?: string;
  readonly reads?: readonly (Readonly<Record<string, unknown>> & { readonly readId: string })[];
  readonly next?: string | null;
  readonly reasons?: readonly { readonly code: string; readonly detail?: string }[];
  readonly detail?: string;
}

/** What the simulator's client signs in with, as the operator keeps it. */
export async function writeCredentials(directory: string, { credentials }: FlockSimulator): Promise<string> {
  const path = join(directory, 'flock.json');
  await writeFile(path, JSON.stringify(credentials), { mode: 0o600 });
  return path;
}

export async function startFlockGateway(settings: Record<string, string> = {}): Promise<FlockFixture> {
  const simulator = await startFlockSimulator({ slowMs: 30_000, retryAfter: 0 });
  const log = await createLogFixture();
  const dataDir = await log.newDirectory();
  const node = await log.start({
    dataDir,
    settings: {
      READS_SOURCE: 'flock',
      FLOCK_URL: simulator.url,
      FLOCK_CREDENTIALS_FILE: await writeCredentials(dataDir, simulator),
      FLOCK_NETWORK_ID: simulator.networkId,
      READS_DATABASE_URL: '',
      RATE_LIMIT_PER_MINUTE: '1000000',
      OFFICER_QUERIES_PER_DAY: '1000000',
      PATTERN_QUERIES_PER_DAY: '1000000',
      AGENCY_RECORDS_PER_DAY: '1000000',
      OFFICER_RECORDS_PER_DAY: '1000000',
      AGENCY_REFUSALS_PER_DAY: '1000000',
      ...settings,
    },
  });
  const grantId = await grantPartner(node);
  const adams = await node.as('adams');
  return {
    ...{ simulator, node, log, adams, grantId },
    ask: async (plate, changes) => {
      const answer = await adams.request('POST', '/v1/queries', demoQuery(adams, plate, changes));
      return { ...answer, body: answer.body as Answer };
    },
    entries: async (from = 0) => {
      const rows = await log.owner<{
        index: string;
        kind: string;
        release_id: string;
        asker: object;
        owner: object;
      }>(
        `SELECT index, kind, release_id, asker_detail::json AS asker, owner_detail::json AS owner
         FROM audit_detail WHERE index >= ${from} ORDER BY index`,
      );
      return rows.map(({ asker, index, kind, owner, release_id: releaseId }) => ({
        ...{ index: Number(index), kind, releaseId },
        asker: asker as Record<string, unknown>,
        owner: owner as Record<string, unknown>,
      }));
    },
    close: async () => {
      await node.stop();
      simulator.close();
      await log.close();
    },
  };
}
