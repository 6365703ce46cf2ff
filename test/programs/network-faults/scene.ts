/**
 * A gateway that asks three partners: another gateway, whose log a witness cosigns, and two that sign true answers in this
 * process, so that they are never killed. Faults may befall the way to each.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCheckpointSigner } from '../../../gateway/audit/checkpoint-signer.ts';
import { writeSecretFile } from '../../../gateway/cli/write-secret-file.ts';
import { OWNER_ORI, PEER_ORI } from '../../../gateway/demo/cast/demo-cast.ts';
import { joinGateways } from '../../../gateway/demo/peer/join-gateways.ts';
import { ensureLogKey } from '../../../gateway/settings/secrets.ts';
import { joinTruthfulPeer } from '../../setup/network/join-truthful-peers.ts';
import { serveTruthfulPeer, type TruthfulPeer } from '../../setup/network/truthful-peer.ts';
import {
  type RunningWitness,
  SIGSUM,
  sigsumOrigin,
  startSigsumWitness,
} from '../../setup/witness-process.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type Closes, type Side, startSide } from './side.ts';

/** Names agencies of the demo's registry that have no agreement there. */
const TRUTHFUL = ['CO0010400', 'CO0010500'];

export interface Scene {
  /** Asks. */
  readonly a: Side;
  /** Is asked, and killed; its log is cosigned by Debian's `sigsum-witness`, where that is installed. */
  readonly b: Side;
  /** The size of B's log before anything is asked. */
  readonly asksFrom: number;
  readonly truthful: readonly TruthfulPeer[];
  /** Is keyed by the partner's ORI. */
  readonly ways: ReadonlyMap<string, FaultProxy>;
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
    const truthful: TruthfulPeer[] = [];
    for (const ori of TRUTHFUL) {
      const peer = await serveTruthfulPeer(ori, OWNER_ORI);
      closes.push(async () => peer.close());
      truthful.push(peer);
      await joinTruthfulPeer(a.demo, peer.party);
    }
    const portOf = (url: string) => Number(new URL(url).port);
    const ways = new Map<string, FaultProxy>();
    for (const [ori, ports] of [
      [PEER_ORI, () => [b.node.port, portOf(b.demo.file.gateway)]],
      ...truthful.map(({ party, url }) => [party.ori, () => [portOf(url)]] as const),
    ] as const) {
      const way = await FaultProxy.start(ports);
      closes.push(() => way.close());
      goBy(ori, way.url, a.demo.dataDir);
      ways.set(ori, way);
    }
    const { rows } = await b.owner.query<{ size: number }>('SELECT count(*)::integer AS size FROM log_entry');
    return { a, b, asksFrom: rows[0]?.size ?? 0, truthful, ways, witness, close };
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
function goBy(ori: string, gateway: string, dataDir: string): void {
  const path = join(dataDir, 'secrets', 'gateways', `${ori.toLowerCase()}.json`);
  writeSecretFile(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), gateway }));
}
