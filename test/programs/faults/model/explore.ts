/** Every state that the protocol can reach, breadth first, so that a fault is shown by one of its shortest ways. */
import { nodeSteps } from './node-steps.ts';
import { firstState, type Node, type Scope, type State } from './protocol.ts';
import { revokerSteps, tick } from './revoker-steps.ts';

export interface Exploration {
  readonly states: number;
  /** The steps that lead to a violation; null: none is reachable. */
  readonly way: readonly string[] | null;
  /** Names of all steps that were taken somewhere. */
  readonly steps: ReadonlySet<string>;
}

/** How a state was first reached: from which (by number), and by which step. */
type Origin = readonly [before: number, step: string];

export function explore(scope: Scope): Exploration {
  const catalogue = new Catalogue(scope);
  const origins: (Origin | null)[] = [null];
  const first = catalogue.canonical(firstState(scope));
  const seen = new Set([catalogue.keyOf(first)]);
  const steps = new Set<string>();
  let layer: (readonly [number, State])[] = [[0, first]];
  while (layer.length > 0) {
    const next: (readonly [number, State])[] = [];
    for (const [before, state] of layer) {
      for (const [step, after] of catalogue.successors(state)) {
        steps.add(step);
        const key = catalogue.keyOf(after);
        if (seen.has(key)) continue;
        seen.add(key);
        origins.push([before, step]);
        if (after.violation !== null) return { states: seen.size, way: wayTo(origins), steps };
        next.push([origins.length - 1, after]);
      }
    }
    layer = next;
  }
  return { states: seen.size, way: null, steps };
}

/** Nodes are few and states many: each node's state is kept once, with a number and what can follow it. */
class Catalogue {
  readonly #scope: Scope;
  readonly #nodes = new Map<string, Node>();
  readonly #numbers = new Map<Node, number>();
  readonly #ticks = new Map<Node, Node>();
  readonly #steps = new Map<string, readonly (readonly [string, Node, string | null])[]>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  canonical(state: State): State {
    return { ...state, nodes: state.nodes.map((node) => this.#one(node)) };
  }

  /** Nodes are alike: states that differ in their order only are one. */
  keyOf({ drain, marks, nodes, returned, violation }: State): string {
    const numbers = nodes.map((node) => this.#numbers.get(node) as number).sort((a, b) => a - b);
    return `${numbers};${marks};${drain};${returned};${violation ?? ''}`;
  }

  *successors(state: State): Generator<readonly [string, State]> {
    yield ['tick', { ...state, nodes: state.nodes.map((node) => this.#tick(node)) }];
    for (const [i, node] of state.nodes.entries()) {
      for (const [step, after, violation] of this.#nodeSteps(state, node)) {
        yield [step, { ...state, nodes: state.nodes.with(i, after), violation }];
      }
    }
    for (const [step, after] of revokerSteps(state, this.#scope)) yield [step, this.canonical(after)];
  }

  #nodeSteps(state: State, node: Node) {
    const key = `${this.#numbers.get(node)};${state.marks};${state.returned}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const found = nodeSteps(state, node, this.#scope).map(
      ([step, after, violation]) => [step, this.#one(after), violation ?? null] as const,
    );
    this.#steps.set(key, found);
    return found;
  }

  #tick(node: Node): Node {
    const known = this.#ticks.get(node) ?? this.#one(tick(node));
    this.#ticks.set(node, known);
    return known;
  }

  #one(node: Node): Node {
    if (this.#numbers.has(node)) return node;
    const key = nodeKey(node);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    this.#nodes.set(key, node);
    this.#numbers.set(node, this.#numbers.size);
    return node;
  }
}

function nodeKey({
  awaited,
  bars,
  fresh,
  generation,
  known,
  left,
  renewal: r,
  row,
  slot: s,
  still,
}: Node): string {
  const slot =
    s === null ? '' : `${s.generation}${s.epoch ?? '-'}${s.delivered ? 1 : 0}${s.readEarly ?? '-'}`;
  const renewal = r === null ? '' : `${r.left}${r.marks}${r.effect}`;
  const inDatabase = row === null ? '' : `${row.generation}${row.left}${row.acknowledged}`;
  // What the coordinator saw matters only while it waits.
  const seen = still === null ? '' : `${fresh ? 1 : 0}${still}${awaited}`;
  return `${generation}${left}${known}${bars.join('')},${slot},${renewal},${inDatabase},${seen}`;
}

function wayTo(origins: readonly (Origin | null)[]): string[] {
  const way: string[] = [];
  for (let at = origins.at(-1); at; at = origins[at[0]]) way.unshift(at[1]);
  return way;
}
