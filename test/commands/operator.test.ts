/** A real gateway is set up from nothing by what the operators' guide says, and its log adopted by what `log adopt` says. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../gateway/demo/embedded-postgres.ts';
import { freePort } from '../../gateway/demo/free-port.ts';
import { type ResidentCli, startResidentCli } from '../setup/commands/resident-cli.ts';
import { shellWords } from '../setup/commands/shell-words.ts';
import { endDemo } from '../setup/demo/demo-process.ts';
import { eventually } from '../setup/eventually.ts';
import { programArguments } from '../setup/program-arguments.ts';
import { ROOT } from '../setup/source-files.ts';
import { OPERATOR, type OperatorRow } from './rows/operator.ts';

const PATIENCE = 300_000;
const PASSWORD = 'not-a-secret';

let directory: string;
let server: EmbeddedPostgres;
let cli: ResidentCli;
let nodes: ChildProcess[] = [];
let settings: Record<string, string>;
let otherPort: string;
/** Once `log key` has told it. */
let logKey = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'operator-'));
  // As root, PostgreSQL's own user has to pass through it.
  await chmod(directory, 0o711);
  [server, cli] = await Promise.all([
    startEmbeddedPostgres({ dataDir: join(directory, 'postgres'), port: 0 }),
    startResidentCli(directory),
  ]);
  const guide = await readFile(join(ROOT, 'gateway/docs/operating.md'), 'utf8');
  await writeFile(join(directory, 'registry.json'), /^```json\n(.*?)^```/ms.exec(guide)?.[1] as string);
  const owner = (user: string) => ({ user, password: PASSWORD });
  const port = await freePort();
  otherPort = String(await freePort());
  settings = {
    OWNER_DATABASE_URL: server.url('gateway', owner('alpr_owner')),
    OWNER_READS_DATABASE_URL: server.url('reads', owner('reads_owner')),
    DATABASE_URL: server.url('gateway', { user: 'gateway', password: PASSWORD }),
    READS_DATABASE_URL: server.url('reads', { user: 'gateway_reads', password: PASSWORD }),
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_ORIGIN: 'log.test/operator',
    DATA_DIR: join(directory, 'data'),
  };
}, PATIENCE);
afterAll(async () => {
  await endNodes();
  await cli?.stop();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
}, PATIENCE);

async function sql(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

async function endNodes(): Promise<void> {
  const ended = await Promise.all(nodes.map(endDemo));
  nodes = [];
  expect(ended.filter((code) => code !== 0)).toEqual([]);
}

async function type(line: string) {
  const { environment, words } = await shellWords(line);
  return cli.run(words.slice(words.indexOf('--') + 1), { ...settings, ...environment });
}

async function serve(line: string): Promise<void> {
  const { environment, words } = await shellWords(line);
  const own = words.slice(words.indexOf('--') + 1);
  const child = spawn(process.execPath, [...programArguments('gateway/cli.ts'), ...own], {
    cwd: directory,
    env: { ...process.env, NODE_OPTIONS: '', ...settings, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  nodes.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`it ended:\n${said}`);
    return /the gateway is ready|^listening at /m.test(said);
  }, PATIENCE);
}

/** What stands for something else in a command: a password, an address, a directory. */
function filledIn({ named, sql }: OperatorRow): string {
  if (sql) return named.replace("'…'", `'${PASSWORD}'`);
  return named
    .replace('PORT=8090', `PORT=${otherPort}`)
    .replace('--port 7380', '--port 0')
    .replace('LOG_ORIGIN=alpr.example.gov/log ', `LOG_ORIGIN=${settings.LOG_ORIGIN} `)
    .replace('alpr.example.gov/log+11ea43b5+Aa…', logKey)
    .replace('postgres://…', settings.OWNER_DATABASE_URL as string)
    .replace('/var/lib/alpr', settings.DATA_DIR as string);
}

async function run(row: OperatorRow): Promise<void> {
  const line = filledIn(row);
  if (row.stopped) await endNodes();
  if (row.sql) return sql(server.url('postgres'), line);
  if (row.serves) return serve(line);
  const { code, stderr, stdout } = await type(line);
  expect([code, stderr]).toEqual([row.finds === undefined ? 0 : 1, '']);
  expect(stdout).toMatch(row.finds ?? /./);
  if (line.endsWith('log key')) logKey = stdout.trim();
}

describe('an operator types', () => {
  test.each(OPERATOR.map((row) => [row.named, row] as const))('%s', (_, row) => run(row), PATIENCE);
});
