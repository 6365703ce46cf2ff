/** Maps the columns of a vendor's file to the members of a read, and names the zone of its times. */
import { readFile } from 'node:fs/promises';
import { clockOf, zonedTime } from './local-time.ts';
import { DELIVERED_COLUMNS } from './parse-read.ts';

export interface ReadMap {
  /** The file's own name for it, by the member of a read. What is in neither is left out. */
  readonly columns: Readonly<Record<string, string>>;
  /** The zone (IANA) of times that have no offset; null if every time has one. */
  readonly zone: string | null;
}

const FORM = '{"columns": {"plate": "License Plate"}, "zone": "America/Denver"}';

/** @param given `member=column`, as `--map` takes it @throws Error that says what to write */
export function parseMapping(given: string): readonly [member: string, column: string] {
  const at = given.indexOf('=');
  const [member, column] = [given.slice(0, at).trim(), given.slice(at + 1).trim()];
  if (at < 1 || column === '') throw new Error(`\`${given}\` maps nothing: write e.g. plate="License Plate"`);
  requireMember(member);
  return [member, column];
}

function requireMember(member: string): void {
  if (DELIVERED_COLUMNS.includes(member)) return;
  throw new Error(`a read has no \`${member}\`: it has ${DELIVERED_COLUMNS.join(', ')}`);
}

/** @throws Error that names the file, and its form */
export async function readMapFile(path: string): Promise<ReadMap> {
  const refuse = (what: string) => new Error(`the map \`${path}\` ${what}; write it as ${FORM}`);
  let file: unknown;
  try {
    file = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse('is not JSON');
    throw error;
  }
  const { columns, zone = null, ...others } = (file ?? {}) as Partial<ReadMap>;
  const [strange] = Object.keys(others);
  if (strange !== undefined) throw refuse(`has an unknown member \`${strange}\``);
  const isWhole =
    typeof columns === 'object' &&
    columns !== null &&
    Object.values(columns).every((column) => typeof column === 'string' && column !== '');
  if (!isWhole) throw refuse('does not say which columns there are');
  if (zone !== null && typeof zone !== 'string') throw refuse('has a `zone` that is not text');
  for (const member of Object.keys(columns)) requireMember(member);
  return { columns, zone };
}

/** Makes of a record's value what a read is judged by. @returns the fault where its time tells no moment */
export function createMapper({
  columns,
  zone,
}: ReadMap): (value: unknown) => { value: unknown } | { fault: string } {
  const clock = zone === null ? null : clockOf(zone);
  const named = Object.entries(columns);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value };
    const given = value as Readonly<Record<string, unknown>>;
    const taken = new Set(named.map(([, column]) => column));
    const own = Object.entries(given).filter(
      ([name]) => DELIVERED_COLUMNS.includes(name) && columns[name] === undefined && !taken.has(name),
    );
    const mapped = named.flatMap(([member, column]) =>
      Object.hasOwn(given, column) ? [[member, given[column]]] : [],
    );
    const read: Record<string, unknown> = Object.fromEntries([...own, ...mapped]);
    if (clock === null || typeof read.capturedAt !== 'string') return { value: read };
    const zoned = zonedTime(read.capturedAt, clock);
    return 'fault' in zoned ? zoned : { value: { ...read, capturedAt: zoned.time } };
  };
}
