/** A tree of phrases, word by word. Branches that read alike may be one and the same node. */
import type { Meaning } from './vocabulary.ts';

export interface PhraseNode {
  /** The meanings of the words up to here; absent if they are only a beginning. */
  readonly meanings?: readonly Meaning[];
  readonly next?: ReadonlyMap<number, PhraseNode>;
}

/** A tree that phrases are still added to. */
export interface GrowingNode extends PhraseNode {
  meanings?: Meaning[];
  next?: Map<number, GrowingNode>;
}

export function addPhrase(root: GrowingNode, phrase: readonly number[], meaning: Meaning): void {
  let node = root;
  for (const word of phrase) {
    node.next ??= new Map();
    let next = node.next.get(word);
    if (next === undefined) {
      next = {};
      node.next.set(word, next);
    }
    node = next;
  }
  node.meanings ??= [];
  if (!node.meanings.includes(meaning)) node.meanings.push(meaning);
}

/** Returns a tree of the phrases of both, and changes neither. */
export function joined(one: PhraseNode | undefined, other: PhraseNode): PhraseNode {
  if (one === undefined || one === other) return other;
  const next = new Map(one.next);
  for (const [word, node] of other.next ?? []) next.set(word, joined(next.get(word), node));
  const meanings = [...new Set([...(one.meanings ?? []), ...(other.meanings ?? [])])];
  return { next, ...(meanings.length > 0 && { meanings }) };
}

/** Returns a tree in which each of the phrases leads to the same end. */
export function leadingTo(end: PhraseNode, phrases: readonly (readonly number[])[]): PhraseNode {
  const next = new Map<number, PhraseNode>();
  for (const [first, ...rest] of phrases as readonly (readonly [number, ...number[]])[]) {
    const path = rest.reduceRight<PhraseNode>((node, word) => ({ next: new Map([[word, node]]) }), end);
    next.set(first, joined(next.get(first), path));
  }
  return { next };
}
