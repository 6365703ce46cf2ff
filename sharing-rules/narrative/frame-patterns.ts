/**
 * The patterns of `frames.json`, read into matchers. A pattern is the words around objected words, which `#` stands
 * for: `a|b` is one of several words, `@list` one of a list, `word?` may be missing, `*` is any word, `..` up to two,
 * `...` any number; `+list` any number of words of a list, `!list` any number but of the list, `-list` that the next
 * word is not one, `^` that none comes before. `#a|b` asks that the objected words have one of these themselves.
 */
import table from './vocabulary/frames.json' with { type: 'json' };

/** Holds the words of a clause around the objected ones, nearest first on both sides. */
export interface Around {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly own: readonly string[];
}

type Rest = (at: number) => boolean;
type Step = (words: readonly string[], at: number, rest: Rest) => boolean;

const lists = new Map(Object.entries(table.lists).map(([name, words]) => [name, new Set(words.split(' '))]));

function listNamed(name: string): ReadonlySet<string> {
  const list = lists.get(name);
  if (list === undefined) throw new Error(`frames.json has no list \`${name}\``);
  return list;
}

function alternatives(item: string): ReadonlySet<string> {
  return new Set(
    item.split('|').flatMap((one) => (one.startsWith('@') ? [...listNamed(one.slice(1))] : [one])),
  );
}

/** Matches any number of words, from none to all that fit. */
function someOf(fits: (word: string) => boolean, most = Number.POSITIVE_INFINITY): Step {
  return (words, at, rest) => {
    for (let to = at; ; to++) {
      if (rest(to)) return true;
      if (to >= words.length || to - at >= most || !fits(words[to] as string)) return false;
    }
  };
}

function stepOf(item: string): Step {
  const name = item.slice(1);
  if (item === '..') return someOf(() => true, 2);
  if (item === '...') return someOf(() => true);
  if (item === '*') return (words, at, rest) => at < words.length && rest(at + 1);
  if (item === '^') return (words, at, rest) => at >= words.length && rest(at);
  if (item.startsWith('+')) return someOf((word) => listNamed(name).has(word));
  if (item.startsWith('!')) return someOf((word) => !listNamed(name).has(word));
  if (item.startsWith('-')) return (words, at, rest) => !listNamed(name).has(words[at] ?? '') && rest(at);
  const isOptional = item.endsWith('?');
  const fitting = alternatives(isOptional ? item.slice(0, -1) : item);
  return (words, at, rest) => (fitting.has(words[at] ?? '') && rest(at + 1)) || (isOptional && rest(at));
}

function matches(steps: readonly Step[], words: readonly string[], at = 0, from = 0): boolean {
  const step = steps[from];
  return step === undefined || step(words, at, (next) => matches(steps, words, next, from + 1));
}

/** Throws on a pattern that has no `#` or names a list that is not there. */
export function patternOf(pattern: string): (around: Around) => boolean {
  const items = pattern.split(' ');
  const middle = items.findIndex((item) => item.startsWith('#'));
  if (middle === -1) throw new Error(`pattern \`${pattern}\` has no \`#\``);
  const own = (items[middle] as string).slice(1);
  const asked = own === '' ? undefined : alternatives(own);
  const before = items.slice(0, middle).reverse().map(stepOf);
  const after = items.slice(middle + 1).map(stepOf);
  return (around) =>
    (asked === undefined || around.own.some((word) => asked.has(word))) &&
    matches(before, around.before) &&
    matches(after, around.after);
}
