/** A node of our own: the real `serve` on a pair of databases. */
import type { DatabaseUrls } from '../../../../gateway/demo/provision-databases.ts';
import { ControlFailed } from '../attack.ts';
import { type Environment, holdsWhileRunning, type Program, runProgram } from './programs.ts';

export interface GatewayNode {
  /** Where it listens. */
  readonly url: string;
  readonly program: Program;
}

export interface NodeOptions {
  readonly source: string;
  readonly databases: DatabaseUrls;
  readonly dataDir: string;
  readonly port: number;
  /** Address for partners; default: where it listens. */
  readonly publicUrl?: string;
  readonly environment?: Environment;
}

export const LOG_ORIGIN = 'log.test/attacks';
/** Ms; a busy machine needs long to load the source. */
const STARTS_WITHIN = 120_000;
const MANY = '100000000';

export function spawnNode({
  databases,
  dataDir,
  environment,
  port,
  publicUrl,
  source,
}: NodeOptions): GatewayNode {
  const url = `http://127.0.0.1:${port}`;
  const program = runProgram(source, 'gateway/cli.ts', ['serve'], {
    DATA_DIR: dataDir,
    PORT: String(port),
    DATABASE_URL: databases.gatewayUrl,
    READS_DATABASE_URL: databases.readsUrl,
    PUBLIC_URL: publicUrl ?? url,
    LOG_ORIGIN,
    LOG_HEAD_EVERY_S: '0',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: MANY,
    AGENCY_RECORDS_PER_DAY: MANY,
    OFFICER_RECORDS_PER_DAY: MANY,
    OFFICER_QUERIES_PER_DAY: MANY,
    PATTERN_QUERIES_PER_DAY: MANY,
    ATTESTATION_DAYS: '36500',
    ...environment,
  });
  return { url, program };
}

/** Resolves to whether it is alive, ready or not; false where it ended before, or never got so far. */
export function answers({ program, url }: GatewayNode): Promise<boolean> {
  const path = `${url}/healthz`;
  const asked = () => isGood(path);
  return holdsWhileRunning(program, asked, STARTS_WITHIN);
}

/** @throws ControlFailed with its last words where it does not get ready */
export async function ready(node: GatewayNode): Promise<GatewayNode> {
  const path = `${node.url}/readyz`;
  const asked = () => isGood(path);
  if (await holdsWhileRunning(node.program, asked, STARTS_WITHIN)) return node;
  await node.program.stop();
  throw new ControlFailed(`a node did not get ready: ${node.program.output().slice(-800)}`);
}

/** While it starts it answers 503. */
function isGood(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );
}
