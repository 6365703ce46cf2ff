/** An entry from a JSON object: Flock's `HotlistEntry`, our own NDJSON, with the names that CSV headers have. */
import type { ListRow } from './list-row.ts';
import { readHeader, rowOf } from './name-fields.ts';

/** @param text one JSON object */
export function jsonRow(text: string, line: number): ListRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, fault: 'not_json', layout: true };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, fault: 'not_a_json_object', layout: true };
  }
  const names: string[] = [];
  const values: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const plain = plainOf(member);
    if (plain === null) continue;
    names.push(name);
    values.push(plain);
  }
  const header = readHeader(names);
  if (header === null) return { line, fault: 'no_plate', layout: true };
  return rowOf(line, header, values);
}

/** Returns the text of a member, or of Flock's `{ "message": … }`; other nested members are ignored. */
function plainOf(member: unknown): string | null {
  if (typeof member === 'string') return member;
  if (typeof member === 'number') return String(member);
  const message = (member as { message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : null;
}
