/**
 * Sets up a gateway from nothing, as the operators' guide says: databases, the sample issuer and its people, the
 * registration, reads from a file, and a node. It uses nothing of the demo but the sample issuer.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../gateway/demo/free-port.ts';
import { runCli } from '../commands/run-cli.ts';
import { createTestDatabases } from '../database/test-databases.ts';
import { endDemo } from '../demo/demo-process.ts';
import { eventually } from '../eventually.ts';
import type { DemoLogin } from '../pages/sign-in-at-pages.ts';
import { programArguments } from '../program-arguments.ts';

const STARTS_WITHIN = 180_000;

export interface FreshGateway {
  readonly ori: string;
  readonly gateway: string;
  readonly people: readonly DemoLogin[];
  /** Gives the node the credentials by which it signs in at another gateway, as its engineer would. */
  meet(other: Pick<FreshGateway, 'ori' | 'gateway'>): void;
  stop(): Promise<void>;
}

/** @param plate one that a camera of this department has read */
export async function startFreshGateway(ori: string, plate: string): Promise<FreshGateway> {
  const databases = await createTestDatabases();
  const directory = mkdtempSync(join(tmpdir(), 'fresh-gateway-'));
  const trial = join(directory, 'trial');
  const dataDir = join(directory, 'data');
  const [port, issuerPort] = [await freePort(), await freePort()];
  const [gateway, issuer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${issuerPort}`];
  const log = { LOG_ORIGIN: `${ori.toLowerCase()}.log.test/log`, DATA_DIR: dataDir };
  const owner = {
    ...log,
    ...{ OWNER_DATABASE_URL: databases.gatewayOwnerUrl, OWNER_READS_DATABASE_URL: databases.readsOwnerUrl },
  };
  const processes: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(processes.map(endDemo));
    await databases.drop();
    rmSync(directory, { recursive: true, force: true });
  };
  const run = (program: string, words: readonly string[], settings: Record<string, string>) => {
    let said = '';
    const child = spawn(process.execPath, [...programArguments(program), ...words], {
      env: { PATH: process.env.PATH, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
    processes.push(child);
    return { child, said: () => said };
  };
  const serves = async (url: string, { child, said }: ReturnType<typeof run>) =>
    eventually(async () => {
      if (child.exitCode !== null) throw new Error(`it ended:\n${said()}`);
      return (await fetch(url).catch(() => null))?.status === 200;
    }, STARTS_WITHIN);
  const command = async (words: readonly string[], settings: Record<string, string>) => {
    const { code, stderr, stdout } = await runCli(words, settings);
    if (code !== 0) throw new Error(`\`${words[0]}\` failed:\n${stdout}${stderr}`);
  };
  try {
    const places = { PUBLIC_URL: gateway, ISSUER_URL: issuer, SECRETS_DIR: trial, OWNER_ORI: ori };
    const prepared = run('gateway/demo/trial/prepare-trial.ts', [], { ...log, ...places });
    await eventually(() => prepared.child.exitCode === 0, STARTS_WITHIN);
    const issuing = { ISSUER_FILE: join(trial, 'issuer'), PORT: String(issuerPort), DATA_DIR: trial };
    const served = run('gateway/demo/trial/serve-trial-issuer.ts', [], issuing);
    await serves(`${issuer}/jwks`, served);
    await command(['register', join(trial, 'registry'), '--colorado'], { ...owner, OWNER_ORI: ori });
    const reads = join(directory, 'reads.ndjson');
    const capturedAt = new Date(Date.now() - 3_600_000).toISOString();
    writeFileSync(reads, `${JSON.stringify({ plate, capturedAt, cameraId: 'CAM-1' })}\n`);
    await command(['ingest', reads], owner);
    const node = run('gateway/cli.ts', ['serve'], {
      ...{ ...log, OWNER_ORI: ori, PUBLIC_URL: gateway, PORT: String(port) },
      ...{ DATABASE_URL: databases.gatewayUrl, READS_DATABASE_URL: databases.readsUrl },
      ...{ SIGN_IN_CLIENTS_FILE: join(trial, 'sign-in-clients'), OUTBOUND_RANGES: '127.0.0.0/8' },
      LOG_LEVEL: 'warn',
    });
    await serves(`${gateway}/readyz`, node);
  } catch (error) {
    await stop();
    throw error;
  }
  const meet: FreshGateway['meet'] = (other) => {
    const client = JSON.parse(readFileSync(join(trial, 'gateway-client'), 'utf8')) as object;
    const known = join(dataDir, 'secrets', 'gateways');
    mkdirSync(known, { recursive: true, mode: 0o700 });
    const text = JSON.stringify({ gateway: other.gateway, resource: other.gateway, ...client });
    writeFileSync(join(known, `${other.ori.toLowerCase()}.json`), text, { mode: 0o600 });
  };
  const { people } = JSON.parse(readFileSync(join(trial, 'issuer'), 'utf8')) as {
    readonly people: readonly DemoLogin[];
  };
  return { ori, gateway, people, meet, stop };
}
