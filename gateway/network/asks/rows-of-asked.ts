/** The rows of partners whose questions have their entries. */
import type { AppendedEntry } from '../../audit/seal-events.ts';
import type { Peer } from '../agreements/peers-store.ts';
import type { NewPeer } from './asks-store.ts';
import { sizeOf } from './extends-head.ts';

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
