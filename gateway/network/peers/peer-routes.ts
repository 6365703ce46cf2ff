/** Lists other gateways, checks their logs against ours, tests the connection, and lets a stopped one be asked again. */

import { GatewayError } from '../../faults/errors.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { validateNothing } from '../../registry/grants/grant.schema.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { type Peer, readPeer, readPeers } from '../agreements/peers-store.ts';
import { type CheckDeps, checkPeer } from '../checks/check-peer.ts';
import { findChecked } from '../checks/checks-store.ts';
import { type TestedPeer, testedPeer } from '../peer-test/peer-test.schema.ts';
import { checkedPeer, type PeersView, peersView, resumedPeer } from './peers.schema.ts';
import { resumeAsking } from './resume-asking.ts';

export interface PeerRouteDeps extends SignInDeps, CheckDeps {
  readonly testPeer: (peer: Peer) => Promise<TestedPeer>;
}

const list = admitted(
  {
    method: 'get',
    path: '/v1/peers',
    id: 'listPeers',
    summary: 'Gateways with which an agreement is in force, and what differed between their logs and ours.',
    action: 'read_log',
    answers: { 200: json('All of them.', peersView) },
  },
  async (_asked, { pool }: PeerRouteDeps): Promise<PeersView> => {
    const checked = await findChecked(pool);
    return {
      peers: (await readPeers(pool)).map(
        ({ agreementId, askingStopped, name, ori, resource, stoppedFor }) => ({
          ...{ ori, name, resource, agreementId, askingStopped, stoppedFor },
          ...(checked.get(ori) ?? { checkedAt: null, fault: null, differences: [] }),
        }),
      ),
    };
  },
);

const check = admitted(
  {
    method: 'post',
    path: '/v1/peers/{ori}/check',
    id: 'checkPeer',
    summary: 'Hold the log of another gateway against ours, from where the last check ended.',
    action: 'check_peer',
    idempotent: false,
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('What differs.', checkedPeer) },
  },
  async ({ params }, deps: PeerRouteDeps) => {
    const { ori } = await requirePeer(deps, params.ori);
    return checkPeer(ori, deps);
  },
);

const test = admitted(
  {
    method: 'post',
    path: '/v1/peers/{ori}/test',
    id: 'testPeer',
    summary: 'Test the way to another gateway, part by part: each fault with whose side it is on.',
    action: 'check_peer',
    idempotent: false,
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('What holds, and what to change.', testedPeer) },
  },
  async ({ params }, deps: PeerRouteDeps) => deps.testPeer(await requirePeer(deps, params.ori)),
);

const resume = admitted(
  {
    method: 'post',
    path: '/v1/peers/{ori}/resume-asking',
    id: 'resumeAsking',
    summary: 'Let an agency be asked again that is asked no more, once a person has looked into why.',
    action: 'resume_asking',
    body: validateReason,
    answers: { 200: json('It may be asked.', resumedPeer) },
  },
  async ({ body: { reason }, by, params }, deps: PeerRouteDeps) => {
    const { agencyId, ori } = await requirePeer(deps, params.ori);
    await resumeAsking({ agencyId, ori, reason, by }, deps);
    return { ori, askingStopped: false };
  },
);

async function requirePeer({ pool }: PeerRouteDeps, ori: string): Promise<Peer> {
  const peer = await readPeer(pool, ori);
  if (peer === null)
    throw new GatewayError(
      'not_found',
      'no agreement with an agency of this ORI is in force: propose one (`agreement propose`), or read why the last one ended (`agreement list`)',
    );
  return peer;
}

export const PEER_ROUTES: readonly Route<PeerRouteDeps>[] = [list, check, test, resume];
