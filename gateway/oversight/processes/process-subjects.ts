/**
 * Keeps the persons and plates of a process as codes: an HMAC under a key that the database does not have. So the same
 * person is found again in another process, and counted once, and nobody reads who it is.
 */
import { createHmac } from 'node:crypto';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';

export interface Subjects {
  readonly persons: readonly Buffer[];
  readonly plates: readonly Buffer[];
  /** Codes a scope that is one text as a whole, since a name in it cannot be told from another word. */
  readonly words: Buffer | null;
}

export interface NamedScope {
  readonly persons?: readonly string[];
  readonly plates?: readonly string[];
}

/** Names of at most so many words are found again in a text. */
const LONGEST_NAME = 6;

/** Returns the codes of each that is named, once. @param key 32 bytes */
export function subjectsOf(key: Buffer, scope: string | NamedScope): Subjects {
  if (typeof scope === 'string') return { persons: [], plates: [], words: code(key, 'words', scope) };
  const { persons = [], plates = [] } = scope;
  return {
    persons: unique(persons.map((name) => code(key, 'person', name))),
    plates: unique(plates.map((plate) => plateCode(key, plate))),
    words: null,
  };
}

/** True if a text names one of them, as it was registered: then the text would say what only a code may. */
export function namesSubject(
  key: Buffer,
  text: string,
  { persons, plates }: Pick<Subjects, 'persons' | 'plates'>,
) {
  const known = new Set([...persons, ...plates].map((one) => one.toString('hex')));
  const words = text.split(/[\s,;:()“”"']+/).filter((word) => word !== '');
  const spans = words.flatMap((_, at) =>
    Array.from({ length: LONGEST_NAME }, (_, more) => words.slice(at, at + more + 1).join(' ')),
  );
  return spans.some((span) =>
    [code(key, 'person', span), plateCode(key, span)].some((one) => known.has(one.toString('hex'))),
  );
}

function plateCode(key: Buffer, text: string): Buffer {
  return code(key, 'plate', normalisePlate(text) ?? text);
}

/** Writes upper and lower case, accents and marks alike. */
function code(key: Buffer, what: 'person' | 'plate' | 'words', text: string): Buffer {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return createHmac('sha256', key).update(`${what}\n${plain}`).digest();
}

function unique(codes: readonly Buffer[]): Buffer[] {
  return [...new Map(codes.map((one) => [one.toString('hex'), one])).values()];
}
