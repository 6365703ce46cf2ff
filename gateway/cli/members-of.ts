/** One thing with all that is known of it, for people: a member a line. */

export function membersOf(thing: object): string {
  const lines = flatten(thing, '');
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function flatten(value: unknown, name: string): [string, string][] {
  if (value === null || value === undefined) return [[name, '-']];
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
    return [[name, value.length === 0 ? 'none' : value.join(', ')]];
  }
  if (typeof value !== 'object') return [[name, String(value)]];
  // People count from one.
  const members = Array.isArray(value) ? value.map((one, i) => [String(i + 1), one]) : Object.entries(value);
  return members.flatMap(([member, inner]) => flatten(inner, name === '' ? member : `${name} ${member}`));
}
