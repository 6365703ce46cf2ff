/** Which words are understood beside a crime: those of investigations, things, and what was meant by a typing error. */
import { distance } from '../text/edit-distance.ts';
import { remembering } from '../text/remembering.ts';
import things from './vocabulary/things.json' with { type: 'json' };
import understood from './vocabulary/understood-words.json' with { type: 'json' };

const UNDERSTOOD: ReadonlySet<string> = new Set(`${understood.words} ${things.words}`.split(' '));

/** Shorter words are one slip away from too many. */
const SHORTEST = 5;

/** Words of enough letters, by themselves and by all that they become with one letter left out. */
const NEAR = new Map<string, string[]>();
for (const word of UNDERSTOOD) {
  if (word.length < SHORTEST) continue;
  for (const one of shortened(word)) NEAR.set(one, [...(NEAR.get(one) ?? []), word]);
}

function shortened(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}

export function isUnderstood(word: string): boolean {
  return UNDERSTOOD.has(word);
}

function isMistyped(word: string): boolean {
  // `realtor` and `reactor` become the same with a letter less each: that is two errors.
  return shortened(word).some((one) => NEAR.get(one)?.some((near) => distance(word, near, 1) <= 1));
}

const isRememberedMistyped = remembering(isMistyped);

/** One letter too many, too few or another, or two in the wrong order: `thretns`, `opned`, `pulbic`. */
export function isUnderstoodMistyped(word: string): boolean {
  return word.length >= SHORTEST && isRememberedMistyped(word);
}
