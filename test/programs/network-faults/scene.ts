/** Two gateways in an agreement, the way between them, and the witness that cosigns the log of the one that is asked. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCheckpointSigner } from '../../../gateway/audit/checkpoint-signer.ts';
import { writeSecretFile } from '../../../gateway/cli/write-secret-file.ts';
import { OWNER_ORI, PEER_ORI } from '../../../gateway/demo/cast/demo-cast.ts';
import { joinGateways } from '../../../gateway/demo/peer/join-gateways.ts';
import { ensureLogKey } from '../../../gateway/settings/secrets.ts';
import {
  type RunningWitness,
  SIGSUM,
  sigsumOrigin,
  startSigsumWitness,
} from '../../setup/witness-process.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type Closes, type Side, startSide } from './side.ts';

export interface Scene {
  /** Asks. */
  readonly a: Side;
  /** Is asked; its log is cosigned by Debian's `sigsum-witness`, where that is installed. */
  readonly b: Side;
  readonly way: FaultProxy;
  readonly witness: RunningWitness | null;
  close(): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'network-faults-'));
  // PostgreSQL's own user passes through.
  chmodSync(directory, 0o711);
  const closes: Closes = [async () => rmSync(directory, { recursive: true, force: true })];
  const close = async () => {
    for (const one of closes.splice(0).reverse()) await one();
  };
  try {
    const dataDir = mkdtempSync(join(directory, 'b-'));
    const { settings, witness } = await watched(directory, dataDir);
    if (witness !== null) closes.push(() => witness.end());
    const b = await startSide(PEER_ORI, { DATA_DIR: dataDir, ...settings }, closes);
    const a = await startSide(OWNER_ORI, {}, closes);
    await joinGateways(a.joining, b.joining, Date.now());
    const way = await FaultProxy.start(() => [b.node.port, Number(new URL(b.demo.file.gateway).port)]);
    closes.push(() => way.close());
    goBy(way.url, a.demo.dataDir);
    return { a, b, way, witness, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function watched(directory: string, dataDir: string) {
  if (SIGSUM === null) return { settings: {}, witness: null };
  const { pem } = ensureLogKey(dataDir);
  const keyOf = (origin: string) => createCheckpointSigner(origin, pem).vkey;
  const origin = sigsumOrigin(keyOf('any'));
  const witness = await startSigsumWitness(directory, keyOf(origin));
  const policy = join(directory, 'policy.txt');
  writeFileSync(policy, `witness sigsum ${witness.vkey} ${witness.url}\nquorum sigsum\n`);
  return { settings: { LOG_ORIGIN: origin, LOG_WITNESSES: policy }, witness };
}

/** The gateway that asks reaches its partner by another address from now on; what both call it stays. */
function goBy(gateway: string, dataDir: string): void {
  const path = join(dataDir, 'secrets', 'gateways', `${PEER_ORI.toLowerCase()}.json`);
  writeSecretFile(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), gateway }));
}
