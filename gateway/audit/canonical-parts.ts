/** Canonical JSON of objects whose members are often the same objects: their texts are made once. */
import { canonicalJson } from './canonical-json.ts';

/** A text that is canonical JSON already, to stand as a member of a larger object. */
export class CanonicalText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const TEXTS = new WeakMap<object, string>();

/**
 * Returns the canonical text of a value, and remembers it. INVARIANT: an object given here is never changed
 * afterwards; the domain's are readonly.
 */
export function rememberedText(value: unknown): string {
  if (value instanceof CanonicalText) return value.text;
  if (typeof value !== 'object' || value === null) return canonicalJson(value);
  let text = TEXTS.get(value);
  if (text === undefined) {
    text = canonicalJson(value);
    TEXTS.set(value, text);
  }
  return text;
}

/** Returns what `canonicalJson` would; each member's text is remembered by the member's identity. */
export function joinCanonical(members: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(members).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${rememberedText(members[key])}`).join(',')}}`;
}
