/**
 * Computes Merkle trees by RFC 6962, independently: the verifier shares no code with the program that it
 * checks. The hashes are WebCrypto's, alike in Node and browsers; for a whole log, a faster way may be given.
 */
import { type Bytes, joined, utf8 } from './bytes.ts';

/** Returns the hashes (SHA-256) of these texts, in their order. */
export type HashEach = (texts: readonly Bytes[]) => Promise<readonly Bytes[]>;

/** Hashes many at once, since each goes to another thread. */
const hashEachOnTheWeb: HashEach = (texts) => Promise.all(texts.map((text) => sha256(text)));

export async function sha256(...parts: (Bytes | string)[]): Promise<Bytes> {
  const bytes = parts.map((part) => (typeof part === 'string' ? utf8(part) : part));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(bytes)));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hashes a leaf (RFC 6962 §2.1). */
export const hashLeaf = (entry: Bytes | string): Promise<Bytes> => sha256(LEAF, entry);

/** Hashes many leaves. */
export const hashLeaves = (
  entries: readonly Bytes[],
  hashEach = hashEachOnTheWeb,
): Promise<readonly Bytes[]> => hashEach(entries.map((entry) => joined([LEAF, entry])));

/** Hashes an inner node (RFC 6962 §2.1). */
const hashNode = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(NODE, left, right);

/**
 * Returns the root of a tree of these leaf hashes. Roots of complete subtrees of one size may stand for their
 * leaves, and the root of a smaller tree, as last, for the rest: each level hashes the one below pair by
 * pair, and a last hash without a partner moves up unchanged.
 */
export async function rootOf(leafHashes: readonly Bytes[], hashEach = hashEachOnTheWeb): Promise<Bytes> {
  let row = leafHashes;
  while (row.length > 1) {
    const pairs = Array.from({ length: Math.floor(row.length / 2) }, (_, i) =>
      joined([NODE, row[2 * i] as Bytes, row[2 * i + 1] as Bytes]),
    );
    row = [...(await hashEach(pairs)), ...row.slice(2 * pairs.length)];
  }
  return row[0] ?? sha256();
}

/**
 * Returns the root that an inclusion proof leads to (RFC 6962 §2.1.1, read from the leaf upwards), or null if
 * the proof does not have as many hashes as the entry's place in the tree takes.
 */
export async function rootFromProof(
  index: number,
  size: number,
  leafHash: Bytes,
  proof: readonly Bytes[],
): Promise<Bytes | null> {
  const hashes = [...proof];
  const climb = async (from: number, to: number): Promise<Bytes | null> => {
    if (to - from === 1) return leafHash;
    let middle = 1;
    while (middle * 2 < to - from) middle *= 2;
    middle += from;
    // The proof ends with the sibling nearest to the root, which is where this walk begins.
    const sibling = hashes.pop();
    const inner = await (index < middle ? climb(from, middle) : climb(middle, to));
    if (sibling === undefined || inner === null) return null;
    return index < middle ? hashNode(inner, sibling) : hashNode(sibling, inner);
  };
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  const root = await climb(0, size);
  return hashes.length === 0 ? root : null;
}
