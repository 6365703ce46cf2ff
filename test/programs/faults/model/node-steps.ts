/** What a node may do next: release, keep its lease, obey marks. */
import { type Flaw, type Node, newestMark, type Scope, type State, TTL } from './protocol.ts';

/** Of the agency that releases go to. */
const AGENCY = 0;

/** What a node's steps depend on beside itself. */
export type Log = Pick<State, 'marks' | 'returned'>;

export type Step = readonly [name: string, node: Node, violation?: string];

export function nodeSteps(state: Log, node: Node, scope: Scope): Step[] {
  return [
    ...databaseSteps(state, node, scope.flaw),
    ...releaseSteps(state, node, scope),
    ...leaseSteps(state, node, scope),
  ];
}

/** What is already on its way happens whether or not the node still lives. */
function databaseSteps({ marks }: Log, node: Node, flaw: Flaw | undefined): Step[] {
  const steps: Step[] = [];
  const { renewal, row, slot } = node;
  if (slot !== null && slot.epoch === null) {
    const epoch = slot.readEarly ?? newestMark(marks, AGENCY);
    const late = epoch < newestMark(marks, AGENCY);
    steps.push([
      'commit',
      { ...node, slot: { ...slot, epoch } },
      late ? 'released after the mark' : undefined,
    ] as Step);
    if (flaw === 'decision taken before the lock' && slot.readEarly === null) {
      steps.push(['read early', { ...node, slot: { ...slot, readEarly: newestMark(marks, AGENCY) } }]);
    }
  }
  if (renewal?.effect === 'none') {
    const stands = row !== null && row.generation === node.generation && row.left > 0;
    steps.push([
      'renewal takes effect',
      stands
        ? { ...node, fresh: true, row: { ...row, left: TTL }, renewal: { ...renewal, effect: 'renewed' } }
        : { ...node, renewal: { ...renewal, effect: 'refused' } },
    ]);
  }
  return steps;
}

function releaseSteps({ returned, marks }: Log, node: Node, { flaw }: Scope): Step[] {
  const { bars, generation, left, slot } = node;
  const holds = left > 0 || flaw === 'lease ignored';
  if (slot === null) {
    if (!holds) return [];
    return [['enter', { ...node, slot: { generation, epoch: null, delivered: false, readEarly: null } }]];
  }
  if (slot.epoch === null) return [];
  if (!slot.delivered) return [['deliver', { ...node, slot: { ...slot, delivered: true } }]];
  const sameGeneration = slot.generation === generation || flaw === 'generation ignored';
  if (!holds || !sameGeneration || slot.epoch < (bars[AGENCY] as number)) {
    return [['destroy', { ...node, slot: null }]];
  }
  // One write stands for all of an answer: each is judged alike.
  const forbidden = slot.epoch < newestMark(marks.slice(0, returned), AGENCY);
  const wrong = forbidden ? 'written after the return' : undefined;
  return [['write', { ...node, slot: null }, wrong] as Step];
}

function leaseSteps({ marks }: Log, node: Node, { flaw, generations, renewals }: Scope): Step[] {
  const steps: Step[] = [];
  const { generation, known, left, renewal, row } = node;
  if (left === 0 && generation < generations) {
    const next = generation + 1;
    const taken = { generation: next, left: TTL, acknowledged: marks.length };
    steps.push([
      'take',
      { ...node, generation: next, left: TTL, known: marks.length, renewal: null, row: taken },
    ]);
  }
  if (renewals && renewal === null && left > 0) {
    steps.push(['renew', { ...node, renewal: { left: TTL, marks: marks.length, effect: 'none' } }]);
  }
  if (renewal !== null && renewal.effect !== 'none') {
    const learnt = obey({ ...node, renewal: null }, marks.slice(0, renewal.marks), flaw);
    const from = flaw === 'lease counted from the answer' ? TTL : renewal.left;
    const alive = left > 0 || flaw === 'lease counted from the answer';
    const granted = renewal.effect === 'renewed' && alive ? from : left;
    steps.push(['learn by renewal', { ...learnt, left: renewal.effect === 'refused' ? 0 : granted }]);
  }
  if (left > 0 && known < marks.length) steps.push(['learn', obey(node, marks, flaw)]);
  if (left > 0) steps.push(...hearSteps(marks, node, flaw));
  if (row !== null && row.generation === generation && row.acknowledged < known) {
    const done = { ...node, row: { ...row, acknowledged: known } };
    steps.push(['acknowledge', done]);
  }
  if (flaw === 'bar set after the acknowledgement' && row !== null && row.acknowledged === known) {
    steps.push([
      'bar',
      { ...node, bars: node.bars.map((_, agency) => newestMark(marks.slice(0, known), agency)) },
    ]);
  }
  return steps;
}

/** A notification names one mark; others may be on their way, or lost. Its bar rises at once. */
function hearSteps(marks: readonly number[], node: Node, flaw: Flaw | undefined): Step[] {
  const { bars, known } = node;
  return marks.flatMap((agency, i): Step[] => {
    const mark = i + 1;
    if (mark <= known || (bars[agency] as number) >= mark) return [];
    const heard = { ...node, bars: bars.with(agency, mark) };
    return [
      ['hear', flaw === 'a mark that was not heard of acknowledged' ? { ...heard, known: mark } : heard],
    ];
  });
}

/** Bars rise, what is below them is cut; acknowledging is a step of its own. */
function obey(node: Node, marks: readonly number[], flaw: Flaw | undefined): Node {
  if (marks.length <= node.known) return node;
  const known = marks.length;
  if (flaw === 'bar set after the acknowledgement') return { ...node, known };
  const bars = node.bars.map((bar, agency) =>
    flaw === 'only the newest mark acknowledged' && marks.at(-1) !== agency
      ? bar
      : Math.max(bar, newestMark(marks, agency)),
  );
  return { ...node, known, bars };
}
