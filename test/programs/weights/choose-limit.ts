/** How much a reason may weigh before a person reads it: chosen so that few honest reasons of unseen sets are held. */
import type { LabelledSet } from './labelled-examples.ts';
import { type Example, learnWeights, scoreOf, type Weights } from './learn-weights.ts';

/** The share of honest reasons that may be held. */
const HELD = 0.12;
/** Four words of a clause that nobody knows are always held, whatever is learned of rare words. */
export const UNKNOWN_SHARE = 0.25;
const STEPS = 30;
/** The fresh sets are judged in so many parts; one by one would take minutes. */
const PARTS = 7;

/** How it went with sets that were not learned from. */
export interface Outcome {
  readonly limit: number;
  /** Of honest reasons, the share that is held. */
  readonly held: number;
  /** Of reasons that are forbidden behind a crime, the share that these words alone do not hold. */
  readonly passed: number;
}

type Judged = readonly { readonly example: Example; readonly weights: Weights }[];

/**
 * Each part of the fresh sets is judged by the weights of all other sets.
 * @param report told of each set
 * @throws Error where no limit holds so few honest reasons
 */
export function chooseLimit(sets: readonly LabelledSet[], report: (name: string) => void): Outcome {
  const fresh = sets.filter(({ isFresh }) => isFresh);
  const judged: Judged = Array.from({ length: Math.min(PARTS, fresh.length) }, (_, part) => {
    const judging = fresh.filter((_set, index) => index % PARTS === part);
    for (const { name } of judging) report(name);
    const others = sets.filter((set) => !judging.includes(set)).flatMap(({ examples }) => examples);
    const weights = learnWeights(others);
    return judging.flatMap(({ examples }) => examples.map((example) => ({ example, weights })));
  }).flat();
  const honest = judged.filter(({ example }) => example.isHonest);
  const forbidden = judged.filter(({ example }) => !example.isHonest);
  let [low, high] = [0, 100];
  for (let step = 0; step < STEPS; step++) {
    const limit = (low + high) / 2;
    if (shareHeld(honest, limit) > HELD) low = limit;
    else high = limit;
  }
  if (shareHeld(honest, high) > HELD) throw new Error('no limit holds so few honest reasons');
  return { limit: high, held: shareHeld(honest, high), passed: 1 - shareHeld(forbidden, high) };
}

function shareHeld(judged: Judged, limit: number): number {
  const held = judged.filter(({ example, weights }) => {
    const unknown = Math.max(weights.unknown, UNKNOWN_SHARE * limit);
    return scoreOf(example, { ...weights, unknown }) >= limit;
  });
  return held.length / judged.length;
}
