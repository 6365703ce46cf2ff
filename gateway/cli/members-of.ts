/** Shows all members of one thing to people, one a line, or more lines if it is long. */
import { PLAIN_WIDTH } from './table-of.ts';
import { wrapped } from './wrapped.ts';

export function membersOf(thing: object, width: number = process.stdout.columns ?? PLAIN_WIDTH): string {
  const lines = memberPairs(thing);
  const names = Math.max(...lines.map(([name]) => name.length)) + 2;
  return lines
    .map(([name, value]) => `${name.padEnd(names)}${wrapped(value, width - names, ' '.repeat(names))}`)
    .join('\n');
}

/** Returns each member, however deep, with its name in words. */
export function memberPairs(thing: object): (readonly [name: string, value: string])[] {
  return flatten(thing, '').map(([name, value]) => [inWords(name), value] as const);
}

/** Writes `boundByArticle74` as people do: `bound by article 74`. */
function inWords(name: string): string {
  return name
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .replace(/([a-z])(?=\d{2})/g, '$1 ')
    .toLowerCase();
}

function flatten(value: unknown, name: string): [string, string][] {
  if (value === null || value === undefined) return [[name, '-']];
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
    return [[name, value.length === 0 ? 'none' : value.join(', ')]];
  }
  if (typeof value === 'boolean') return [[name, value ? 'yes' : 'no']];
  if (typeof value !== 'object') return [[name, String(value)]];
  // People count from one.
  const members = Array.isArray(value) ? value.map((one, i) => [String(i + 1), one]) : Object.entries(value);
  return members.flatMap(([member, inner]) => flatten(inner, name === '' ? member : `${name} ${member}`));
}
