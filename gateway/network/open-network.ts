/** Opens what a node has of the network: who we are in it, how others are reached, and the telling of notes. */
import { join } from 'node:path';
import type pg from 'pg';
import { repeat } from '../faults/repeat.ts';
import type { Identity } from '../identity/create-identity.ts';
import type { WithdrawRightDeps } from '../release/revoke/withdraw-right.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';
import { type FindKeys, openFindKeys } from './agreements/register-other.ts';
import { tellAgreements } from './agreements/tell-agreements.ts';
import { clientFinder, openPeers } from './connect-peer.ts';
import type { OwnParty } from './own-party.ts';

export interface Network {
  readonly self: OwnParty;
  readonly findKeys: FindKeys;
  readonly clientAt: (ori: string) => Promise<string | null>;
  close(): Promise<void>;
}

interface NetworkParts extends WithdrawRightDeps, Pick<OwnParty, 'signer'> {
  /** Of what may take a right away: a note may end a grant. */
  readonly pool: pg.Pool;
  readonly identity: Identity;
  readonly log: Logger;
}

/** Milliseconds between two looks at what is to be told. */
const TELL_EVERY = 2_000;

export function openNetwork(
  { dataDir, outboundRanges, owner }: Pick<Config, 'dataDir' | 'outboundRanges' | 'owner'>,
  { identity: { registrations, resource }, log, signer, ...side }: NetworkParts,
): Network {
  const outbound = { allow: outboundRanges };
  const credentials = { credentialsDir: join(dataDir, 'secrets', 'gateways'), outbound };
  const self = { owner, registrations, resource, signer };
  const telling = { ...side, self, log, connect: openPeers(credentials) };
  const told = repeat(TELL_EVERY, () =>
    tellAgreements(telling).catch(({ code }) =>
      log.error({ code }, 'other gateways are not told of agreements; it is tried again'),
    ),
  );
  return {
    self,
    findKeys: openFindKeys(outbound),
    clientAt: clientFinder(credentials),
    close: () => told.stop(),
  };
}
