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
  PARTNER,
  type RunningNode,
} from '../node/log-identity/log-fixture.ts';

export interface LoggedEntry {
  readonly index: number;
  readonly kind: string;
  readonly releaseId: string | null;
  readonly asker: Readonly<Record<string, unknown>>;
  readonly owner: Readonly<Record<string, unknown>>;
}

/** A partner, and how it is granted sharing. */
export interface AskingPartner {
  readonly ori: string;
  /** A cursor of its answers is good for its key alone. */
  readonly client: Client;
  /** As its officer. */
  ask(plate: string, changes?: Record<string, unknown>): Promise<HttpAnswer & { readonly body: Answer }>;
  /** Resolves to the id of the grant that is in force from then on. */
  grant(): Promise<string>;
}

export interface FlockFixture {
  readonly simulator: FlockSimulator;
  readonly node: RunningNode;
  readonly log: LogFixture;
  readonly adams: Client;
  /** Of the first partner. */
  readonly grantId: string;
  /** As an officer of the first partner. */
  readonly ask: AskingPartner['ask'];
  /** In the order given. Only the first has a grant at the start. */
  readonly partners: readonly AskingPartner[];
  /** An administrator, who has signed in once. */
  readonly admin: Client;
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

/** No cap of a grant stands in the way of as many as a test asks for. */
const TERMS = { dailyRecords: 1_000_000 };

/** What the simulator's client signs in with, as the operator keeps it. */
export async function writeCredentials(directory: string, { credentials }: FlockSimulator): Promise<string> {
  const path = join(directory, 'flock.json');
  await writeFile(path, JSON.stringify(credentials), { mode: 0o600 });
  return path;
}

/**
 * @param oris of the partners; a grant is made for the first one
 * @param hasStore whether there is a store of the agency's own beside the vendor
 */
export async function startFlockGateway(
  settings: Record<string, string> = {},
  oris: readonly string[] = [PARTNER],
  hasStore = false,
): Promise<FlockFixture> {
  const simulator = await startFlockSimulator({ slowMs: 30_000, retryAfter: 0 });
  const log = await createLogFixture(oris);
  const dataDir = await log.newDirectory();
  const node = await log.start({
    dataDir,
    settings: {
      READS_SOURCE: 'flock',
      FLOCK_URL: simulator.url,
      FLOCK_CREDENTIALS_FILE: await writeCredentials(dataDir, simulator),
      FLOCK_NETWORK_ID: simulator.networkId,
      READS_DATABASE_URL: hasStore ? log.readsUrl : '',
      RATE_LIMIT_PER_MINUTE: '1000000',
      OFFICER_QUERIES_PER_DAY: '1000000',
      PATTERN_QUERIES_PER_DAY: '1000000',
      AGENCY_RECORDS_PER_DAY: '1000000',
      OFFICER_RECORDS_PER_DAY: '1000000',
      AGENCY_REFUSALS_PER_DAY: '1000000',
      ...settings,
    },
  });
  const administrators = { 'admin-1': await node.as('admin-1'), 'admin-2': await node.as('admin-2') };
  const signedIn = { as: async (name: string) => administrators[name as keyof typeof administrators] };
  const partners = await Promise.all(oris.map((ori) => partnerOf(ori, node, signedIn)));
  const [first] = partners as [AskingPartner, ...AskingPartner[]];
  return {
    ...{ simulator, node, log, partners, admin: administrators['admin-1'], ask: first.ask },
    adams: first.client,
    grantId: await first.grant(),
    entries: async (from = 0) => {
      const rows = await log.owner<{
        index: string;
        kind: string;
        release_id: string;
        asker: object;
        owner: object;
      }>(
        `SELECT index, kind, coalesce(asker_detail::json ->> 'id', owner_detail::json #>> '{searchedBy,releaseId}') AS release_id,
           asker_detail::json AS asker, owner_detail::json AS owner
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

async function partnerOf(
  ori: string,
  node: RunningNode,
  signedIn: Pick<RunningNode, 'as'>,
): Promise<AskingPartner> {
  const client = await node.as(ori === PARTNER ? 'adams' : ori);
  return {
    ...{ client, ori },
    ask: async (plate, changes) => {
      const answer = await client.request('POST', '/v1/queries', demoQuery(client, plate, changes));
      return { ...answer, body: answer.body as Answer };
    },
    grant: () => grantPartner(signedIn, ori, TERMS),
  };
}
