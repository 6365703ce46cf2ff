/** Which words are understood beside a crime: those of investigations, things, and what was meant by a typing error. */
import things from './vocabulary/things.json' with { type: 'json' };
import understood from './vocabulary/understood-words.json' with { type: 'json' };

const UNDERSTOOD: ReadonlySet<string> = new Set(`${understood.words} ${things.words}`.split(' '));

/** Shorter words are one slip away from too many. */
const SHORTEST = 5;

/** Each word of enough letters, and all that it becomes with one letter left out. */
const NEAR = new Set<string>();
for (const word of UNDERSTOOD) if (word.length >= SHORTEST) for (const one of shortened(word)) NEAR.add(one);

function shortened(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}

export function isUnderstood(word: string): boolean {
  return UNDERSTOOD.has(word);
}

/** One letter too many, too few, or other than it should be, or two in the wrong order: `thretns`, `opned`, `pulbic`. */
export function isUnderstoodMistyped(word: string): boolean {
  return word.length >= SHORTEST && shortened(word).some((one) => NEAR.has(one));
}
