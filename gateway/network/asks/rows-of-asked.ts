/** Finds out which agencies may be asked, and makes the rows of those, and of the others. */
import { reasonsNotToAsk } from '../../../sharing-rules/network/may-be-asked.ts';
import type { AppendedEntry } from '../../audit/seal-events.ts';
import { type Peer, readPeers } from '../agreements/peers-store.ts';
import type { AskDeps } from './ask-deps.ts';
import type { NewPeer } from './asks-store.ts';
import { sizeOf } from './extends-head.ts';

/** An agency that is asked: the partner with its agreement, the owner's own store, or neither. */
export interface Askable {
  readonly ori: string;
  readonly isOwn: boolean;
  readonly peer: Peer | null;
}

export async function askable(
  at: readonly string[],
  { pool, registry }: Pick<AskDeps, 'pool' | 'registry'>,
): Promise<Askable[]> {
  const peers = await readPeers(pool);
  const { owner } = registry.snapshot;
  return at.map((ori) => ({
    ori,
    isOwn: ori === owner,
    peer: peers.find((peer) => peer.ori === ori) ?? null,
  }));
}

/** Makes the rows of partners whose questions have their entries. */
export function rowsOfAsked(peers: readonly Peer[], entries: readonly AppendedEntry[]): NewPeer[] {
  return peers.map(({ lastHead, ori }, i) => {
    const sealed = entries[i]?.sealed;
    if (sealed === undefined) throw new Error('a question to a partner has no entry in the log');
    return {
      ...{ ori, state: 'pending', knownSize: sizeOf(lastHead) },
      ...{ askedIndex: sealed.index, askedLeaf: sealed.leafHash.toString('base64') },
    };
  });
}

/** Makes the rows of those that are not asked, each with why, and of our own store, which judges for itself. */
export function rowsOfOthers(peers: readonly Askable[]) {
  return peers
    .filter(({ peer }) => peer === null || peer.askingStopped)
    .map(({ isOwn, ori, peer }) => {
      const missing = isOwn
        ? []
        : reasonsNotToAsk({ ori, agencyId: peer?.agencyId ?? null, hasAgreement: peer !== null });
      const reasons = missing.map(({ code, clause }) => ({ code, clause }));
      const isMissing = missing.length > 0;
      const state = isOwn ? ('waiting' as const) : isMissing ? ('refused' as const) : ('no_answer' as const);
      return { ori, state, reasons, isMissing };
    });
}
