/** Describes other gateways to our own people: when each log was checked, and what differed. */
import { DIFFERENCES, type DifferenceKind } from '../../../sharing-rules/network/cross-check.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type TypeOf,
  text,
  time,
} from '../../http/schemas/shapes.ts';

const difference = {
  kind: oneOf(...(Object.keys(DIFFERENCES) as DifferenceKind[])),
  // Log index there and here, and the public entries.
  theirs: orNull(count),
  ours: orNull(count),
  theirText: orNull(text),
  ourText: orNull(text),
};

export const peerView = object({
  ori: text,
  name: text,
  resource: text,
  agreementId: text,
  askingStopped: flag,
  // A word for why; null if it is not stopped.
  stoppedFor: orNull(text),
  checkedAt: orNull(time),
  // What stood in the way of the last check; null if nothing did.
  fault: orNull(text),
  differences: list(object({ ...difference, foundAt: time })),
});
export type PeerView = TypeOf<typeof peerView>;

export const peersView = { $id: 'Peers', ...object({ peers: list(peerView) }) };
export type PeersView = TypeOf<typeof peersView>;

export const checkedPeer = {
  $id: 'CheckedPeer',
  ...object({ ori: text, compared: count, more: flag, differences: list(object(difference)) }),
};

export const resumedPeer = { $id: 'ResumedPeer', ...object({ ori: text, askingStopped: flag }) };
