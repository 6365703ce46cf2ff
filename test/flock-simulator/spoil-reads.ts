/** What a well-formed page of reads becomes under a fault: each spoils it in one way. */
import { randomUUID } from 'node:crypto';
import type { Fault } from './misbehaviour.ts';
import { presentRead, type SimulatedRead, simulatedRead } from './simulated-read.ts';
import type { Question } from './simulated-vendor.ts';

const DAY_MS = 86_400_000;

type PresentedRead = ReturnType<typeof presentRead>;

/** The page's reads as sent. A fault that adds a read adds it whether or not the plate has any. */
export function spoilReads(
  faults: ReadonlySet<Fault>,
  question: Question,
  reads: readonly SimulatedRead[],
): PresentedRead[] {
  const like = reads[0] ?? simulatedRead({ plate: question.plate, capturedAt: middle(question) });
  const more: SimulatedRead[] = [];
  if (faults.has('other_network')) more.push({ ...like, id: randomUUID(), network: randomUUID() });
  if (faults.has('other_plate'))
    more.push({ ...like, id: randomUUID(), plate: `${question.plate.slice(1)}9` });
  if (faults.has('outside_window')) {
    more.push({ ...like, id: randomUUID(), capturedAt: new Date(question.from.getTime() - DAY_MS) });
  }
  if (faults.has('captured_in_future')) {
    more.push({ ...like, id: randomUUID(), capturedAt: new Date(Date.now() + DAY_MS) });
  }
  const presented = [...more, ...reads].slice(0, Math.max(reads.length, more.length)).map(presentRead);
  if (!faults.has('captured_at_nonsense')) return presented;
  return presented.map((read) => ({ ...read, capturedAt: '0000-13-45T99:99:99Z' }));
}

function middle(question: Question): Date {
  return new Date((question.from.getTime() + question.to.getTime()) / 2);
}
