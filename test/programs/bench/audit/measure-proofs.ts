/** How large the proof of one entry is, and how long a node takes for it and its holder to check it. */
import { findLeafHashes, findNewestHead } from '../../../../gateway/audit/log-store.ts';
import { proveInclusion } from '../../../../gateway/audit/prove-log.ts';
import { createTileReader } from '../../../../gateway/audit/tiles.ts';
import { rootFromProof } from '../../../../gateway/audit-verify/hash-tree.ts';
import type { Queryable } from '../../../../gateway/database/queryable.ts';
import { quantile } from '../support/quantile.ts';

export interface Proofs {
  readonly size: number;
  /** Of the largest. */
  readonly bytes: number;
  /** Ms: the first since the log has grown so far, for which tiles are made and kept. */
  readonly first: number;
  /** Ms: the first of a node that starts later. */
  readonly newNode: number;
  /** Ms, of later ones. */
  readonly p50: number;
  readonly p99: number;
  /** Ms: p50 of the check. */
  readonly check: number;
}

const PROOFS = 300;

/** @throws Error where one does not lead to the head */
export async function measureProofs(db: Queryable): Promise<Proofs> {
  const head = await findNewestHead(db);
  if (head === null) throw new Error('there is no log');
  const { root, size } = head;
  const node = () => createTileReader(db).subtrees(size);
  const [first] = await timed(() => proveInclusion(0, size, node()));
  const [newNode] = await timed(() => proveInclusion(0, size, node()));
  const subtrees = node();
  const [times, checks]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let turn = 0; turn < PROOFS; turn += 1) {
    const index = Math.floor(Math.random() * size);
    const [time, proof] = await timed(() => proveInclusion(index, size, subtrees));
    times.push(time);
    bytes = Math.max(bytes, 32 * proof.length);
    const [leaf, ...others] = [...(await findLeafHashes(db, index, index + 1)), ...proof].map(
      (hash) => new Uint8Array(hash),
    );
    const [checking, reached] = await timed(() =>
      rootFromProof(index, size, leaf as NonNullable<typeof leaf>, others),
    );
    checks.push(checking);
    if (reached === null || !root.equals(reached))
      throw new Error(`the proof of entry ${index} does not hold`);
  }
  const [ofTimes, ofChecks] = [times, checks].map((values) => values.toSorted((x, y) => x - y)) as [
    number[],
    number[],
  ];
  const [p50, p99, check] = [quantile(ofTimes, 0.5), quantile(ofTimes, 0.99), quantile(ofChecks, 0.5)];
  return { size, bytes, first, newNode, p50, p99, check };
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [milliseconds: number, result: T]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}
