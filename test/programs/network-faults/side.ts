/** One of two gateways: a demo, a node of the harness's own beside it on its database, and what may befall both. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Client, connectWith } from '../../../gateway/cli/client/connect.ts';
import { castOf } from '../../../gateway/demo/cast/demo-cast.ts';
import { loadDemoKeys } from '../../../gateway/demo/cast/demo-keys.ts';
import { administratorsOf } from '../../../gateway/demo/cast/seed-demo.ts';
import { ensureLogin } from '../../../gateway/demo/ensure-login.ts';
import type { Joining } from '../../../gateway/demo/peer/join-gateways.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { type DemoProcess, startDemo } from '../../setup/demo/running-demo.ts';
import { eventually } from '../../setup/eventually.ts';
import { programArguments } from '../../setup/program-arguments.ts';
import { GatewayProcess } from '../faults/cluster/gateway-process.ts';

export interface Side {
  readonly demo: DemoProcess;
  readonly joining: Joining;
  /** Its second node, which may be killed. */
  readonly node: GatewayProcess;
  /** The gateway's database, as its owner. */
  readonly owner: pg.Pool;
  /** A client at the harness's node, or at the demo's own. */
  as(name: string, at: 'node' | 'demo'): Promise<Client>;
  /** Ends the sessions of all its nodes. */
  endSessions(): Promise<void>;
  /** `kill -9` of one of PostgreSQL's processes: the server ends all sessions and recovers as after a crash. */
  crashDatabase(): Promise<void>;
  /** Lets no entry of these kinds into the log (all, where none is named) until what it returns is called. */
  refuseEntries(...kinds: readonly string[]): Promise<() => Promise<void>>;
}

/** Functions that end what was started, in their order. */
export type Closes = (() => Promise<unknown>)[];

const MANY = '100000000';
const LOGIN = 'network_harness';

/** @param settings of the demo and the node @param closes takes what ends them */
export async function startSide(
  owner: Ori,
  settings: Readonly<Record<string, string>>,
  closes: Closes,
): Promise<Side> {
  const shared = { ...settings, OWNER_ORI: owner, RATE_LIMIT_PER_MINUTE: MANY };
  const demo = await startDemo(shared);
  closes.push(() => demo.stop());
  const { dataDir, file } = demo;
  const { gatewayOwnerUrl, readsOwnerUrl } = file.databases;
  const password = randomBytes(12).toString('hex');
  for (const [url, role] of [
    [gatewayOwnerUrl, 'gateway_app'],
    [readsOwnerUrl, 'reads_reader'],
  ] as const)
    await ensureLogin(url, { login: `${LOGIN}_${role}`, password, memberOf: [role] });
  const as = (url: string, username: string, secret = password) =>
    Object.assign(new URL(url), { username, password: secret }).href;
  const node = await GatewayProcess.create({
    name: owner,
    program: programArguments('gateway/cli.ts'),
    trace: join(dataDir, 'trace'),
    environment: {
      ...shared,
      DATA_DIR: dataDir,
      DATABASE_URL: as(gatewayOwnerUrl, `${LOGIN}_gateway_app`),
      READS_DATABASE_URL: as(readsOwnerUrl, `${LOGIN}_reads_reader`),
      PUBLIC_URL: file.gateway,
      LOG_ORIGIN: originOf(file.logKey),
      LOG_LEVEL: 'warn',
      LOG_ENTRY_DELAY_MS: '0',
      LOG_HEAD_EVERY_S: '0',
      ATTESTATION_DAYS: '36500',
      APPROVAL_SECOND_FACTOR: 'off',
      OUTBOUND_RANGES: '127.0.0.0/8',
      ...{ AGENCY_RECORDS_PER_DAY: MANY, OFFICER_RECORDS_PER_DAY: MANY },
      ...{ OFFICER_QUERIES_PER_DAY: MANY, PATTERN_QUERIES_PER_DAY: MANY, AGENCY_REFUSALS_PER_DAY: MANY },
    },
  });
  closes.push(() => node.stop());
  await node.start();
  const keys = loadDemoKeys(dataDir, castOf(owner));
  const superuser = readFileSync(join(dataDir, 'postgres', 'password'), 'utf8');
  const pool = new pg.Pool({ connectionString: gatewayOwnerUrl, max: 4 });
  const root = new pg.Pool({ connectionString: as(gatewayOwnerUrl, 'postgres', superuser), max: 1 });
  // Whatever ends the sessions of the nodes may end these.
  for (const one of [pool, root]) {
    one.on('error', () => undefined);
    closes.push(() => one.end());
  }
  const sessions = async (what: string) => {
    const others = `FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name LIKE 'gateway-%'`;
    // While the server recovers from a crash, there are no sessions.
    const { rows } = await root.query(`SELECT ${what} AS found ${others}`).catch(() => ({ rows: [] }));
    return rows.map(({ found }) => Number(found));
  };
  return {
    ...{ demo, node, owner: pool },
    joining: { facts: file, keys, dataDir, people: await administratorsOf(file, keys, 'off') },
    as: (name, at) => connectWith(file, name, at === 'node' ? `http://127.0.0.1:${node.port}` : file.gateway),
    endSessions: async () => {
      await sessions('pg_terminate_backend(pid)::int');
    },
    // The session may end before it is killed, and there is none while the server recovers: try until one is killed.
    crashDatabase: () => eventually(async () => (await sessions('pid')).some(tryToKill)),
    refuseEntries: (...kinds) => refuseEntries(pool, kinds),
  };
}

/** Kills the process. Returns false if it has ended already. */
function tryToKill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

const originOf = (logKey: string) => logKey.split('+')[0] as string;

async function refuseEntries(owner: pg.Pool, kinds: readonly string[]): Promise<() => Promise<void>> {
  const which = kinds.map((kind) => `NEW.entry LIKE '%"kind":"${kind}"%'`).join(' OR ') || 'true';
  await patiently(
    owner,
    `
    CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
    GRANT EXECUTE ON FUNCTION fault() TO PUBLIC;
    CREATE OR REPLACE TRIGGER fault BEFORE INSERT ON log_entry FOR EACH ROW WHEN (${which}) EXECUTE FUNCTION fault();`,
  );
  return async () => {
    await patiently(owner, 'DROP TRIGGER IF EXISTS fault ON log_entry');
  };
}

/** The server may just be recovering from a crash. */
const patiently = (owner: pg.Pool, text: string): Promise<void> =>
  eventually(() =>
    owner.query(text).then(
      () => true,
      () => false,
    ),
  );
