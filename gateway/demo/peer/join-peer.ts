/** Waits for the peer's demo, and connects the two gateways by an agreement. */
import { readFileSync } from 'node:fs';
import type { ClientsFile } from '../../cli/client/connect.ts';
import { castOf, PEER_ORI } from '../cast/demo-cast.ts';
import type { DemoPeer } from '../cast/demo-file.ts';
import { loadDemoKeys } from '../cast/demo-keys.ts';
import { administratorsOf } from '../cast/seed-demo.ts';
import { type Joining, joinGateways } from './join-gateways.ts';
import type { StartedPeer } from './start-peer.ts';

/** @throws Error in its own words if it does not start */
export async function joinPeer(
  { dataDir, ready }: StartedPeer,
  ours: Joining,
  secondFactor: 'on' | 'off',
): Promise<DemoPeer> {
  const demo = await ready;
  const facts = JSON.parse(readFileSync(demo, 'utf8')) as ClientsFile;
  const keys = loadDemoKeys(dataDir, castOf(PEER_ORI));
  // Its own start has used up the codes of the step before.
  const people = await administratorsOf(facts, keys, secondFactor, 0);
  await joinGateways(ours, { facts, keys, dataDir, people }, Date.now());
  return { ori: PEER_ORI, gateway: facts.gateway, issuer: facts.issuer, demo };
}
