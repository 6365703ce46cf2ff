/** Logs that grow as a test says, honest or not, and what they ask of a witness. */
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { proveConsistency } from '../../../../gateway/audit/prove-log.ts';
import { naiveRoot, someLeaves } from '../../audit/naive-tree.ts';

export const ORIGIN = 'log.test/witnessed';

/** One history of a log: a key may sign several, of which all but one are forks. */
export interface History {
  readonly leaves: readonly Buffer[];
}

const MOST_LEAVES = 64;
export const HISTORY: History = { leaves: someLeaves(MOST_LEAVES) };

/** The same entries up to `from`, and others after them. */
export function forkAt(from: number, salt = 0): History {
  const others = someLeaves(MOST_LEAVES * (salt + 3)).slice(-MOST_LEAVES);
  return { leaves: [...HISTORY.leaves.slice(0, from), ...others.slice(from)] };
}

export interface TestLog {
  readonly vkey: string;
  readonly origin: string;
  /** The signed checkpoint at a size. */
  note(size: number, history?: History): string;
  /** The body of `add-checkpoint` as an honest log writes it. */
  body(oldSize: number, size: number, history?: History): Promise<string>;
}

export function createTestLog(origin = ORIGIN, pem = generateLogKey()): TestLog {
  const signer = createCheckpointSigner(origin, pem);
  const note = (size: number, { leaves }: History = HISTORY) =>
    signer.sign(size, naiveRoot(leaves.slice(0, size)));
  return {
    vkey: signer.vkey,
    origin,
    note,
    body: async (oldSize, size, history = HISTORY) =>
      bodyOf(oldSize, await proofOf(oldSize, size, history), note(size, history)),
  };
}

/** None where the older tree is empty, or no smaller than the newer one. */
export async function proofOf(oldSize: number, size: number, { leaves }: History): Promise<string[]> {
  if (oldSize === 0 || oldSize >= size) return [];
  const subtree = async (level: number, index: number) =>
    naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
  return (await proveConsistency(oldSize, size, subtree)).map((hash) => hash.toString('base64'));
}

export function bodyOf(oldSize: number, proof: readonly string[], note: string): string {
  return `old ${oldSize}\n${proof.map((hash) => `${hash}\n`).join('')}\n${note}`;
}
