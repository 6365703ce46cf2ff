/**
 * Reads labelled reasons, one JSON object a line: `{ text, group, verdict }`. Takes what comes: CRLF, a byte-order
 * mark, blank lines, missing members. A line that is not an object is kept as unreadable, never left out of the count.
 */

export interface LabelledReason {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Lower case, words joined by `-`; empty where the line has none. */
  readonly group: string;
  readonly verdict: string;
  /** Why the line could not be read; its other members are then empty. */
  readonly unreadable?: string;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const named = (value: unknown) =>
  textOf(value)
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');

function readLine(json: string, line: number): LabelledReason {
  const unreadable = (why: string) => ({ line, text: '', group: '', verdict: '', unreadable: why });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return unreadable('not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return unreadable('not an object');
  const { text, group, verdict } = value as Record<string, unknown>;
  return { line, text: textOf(text), group: named(group), verdict: named(verdict) };
}

/** Every line that is not blank. */
export function readReasons(content: string): readonly LabelledReason[] {
  return content
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((json, index) => (json.trim() === '' ? [] : [readLine(json, index + 1)]));
}
