/** What the revoker may do next, and what time does to everybody. */
import { type Node, type Scope, STILL, type State, TTL } from './protocol.ts';

export function tick(node: Node): Node {
  const { left, renewal, row, still } = node;
  return {
    ...node,
    left: Math.max(0, left - 1),
    renewal: renewal === null ? null : { ...renewal, left: Math.max(0, renewal.left - 1) },
    row: row === null ? null : { ...row, left: Math.max(0, row.left - 1) },
    still: still === null ? null : Math.min(STILL, still + 1),
  };
}

export function* revokerSteps(
  state: State,
  { agencies, flaw, marks: most }: Scope,
): Generator<readonly [string, State]> {
  const { drain, marks, nodes } = state;
  const mark = marks.length;
  // Several revokes may be under way: only the newest drain is followed, the others have not returned.
  if (mark < most) {
    for (let agency = 0; agency < agencies; agency += 1) {
      yield ['mark', { ...state, marks: [...marks, agency], drain: 'marked', nodes: nodes.map(letGo) }];
    }
  }
  if (drain === 'marked') {
    const awaited = nodes.map((node): Node => {
      const { row } = node;
      if (flaw === 'acknowledgement skipped' || row === null || row.acknowledged >= mark) return letGo(node);
      return { ...node, fresh: false, still: 0, awaited: row.generation };
    });
    yield ['begin to wait', { ...state, drain: 'waiting', nodes: awaited }];
  }
  if (drain !== 'waiting') return;
  yield ['coordinator dies, another takes over', { ...state, drain: 'marked', nodes: nodes.map(letGo) }];
  for (const [i, node] of nodes.entries()) {
    if (node.still !== null) yield ['look', { ...state, nodes: nodes.with(i, look(node, mark, flaw)) }];
  }
  if (nodes.every(({ still }) => still === null))
    yield ['return', { ...state, drain: 'returned', returned: mark }];
}

const letGo = (node: Node): Node => (node.still === null ? node : { ...node, still: null, awaited: 0 });

function look(node: Node, mark: number, flaw: Scope['flaw']): Node {
  const { awaited, fresh, row, still } = node;
  if (row === null || row.generation !== awaited || row.acknowledged >= mark) return letGo(node);
  if (fresh) return { ...node, fresh: false, still: 0 };
  const enough = flaw === 'given up before the lease ran out' ? TTL - 1 : STILL;
  return (still as number) < enough ? node : letGo({ ...node, row: null });
}
