/** Fields of a vendor's payload, each with its check. A value of another kind sets the capture aside; it is never guessed at. */
import { SetAside } from './pushed-read.ts';

export type Members = Readonly<Record<string, unknown>>;

/** @param what names it in the reason */
export function membersOf(value: unknown, what: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw new SetAside(`${what} is not an object`);
}

/** Returns a member of its own only: a key named `constructor` is a key like any other. */
function valueAt(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

export function objectAt(members: Members, name: string): Members {
  return membersOf(valueAt(members, name), `\`${name}\``);
}

/** Returns the object at the name; undefined where it is missing or null. */
export function optionalObjectAt(members: Members, name: string): Members | undefined {
  const value = valueAt(members, name) ?? undefined;
  return value === undefined ? undefined : membersOf(value, `\`${name}\``);
}

/** Returns the list at the name; empty where it is missing or null. */
export function listAt(members: Members, name: string): readonly unknown[] {
  const value = valueAt(members, name) ?? [];
  if (Array.isArray(value)) return value;
  throw new SetAside(`\`${name}\` is not a list`);
}

/** Returns the text; undefined if missing, null or blank. Some vendors number cameras with a number. */
export function optionalTextAt(members: Members, name: string): string | undefined {
  const value = valueAt(members, name) ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') throw new SetAside(`\`${name}\` is not text`);
  return value.trim() === '' ? undefined : value.trim();
}

export function textAt(members: Members, name: string): string {
  const text = optionalTextAt(members, name);
  if (text === undefined) throw new SetAside(`\`${name}\` is missing`);
  return text;
}

const NUMBER = /^[+-]?\d{1,20}(\.\d{1,20})?$/;

/** A number, or text that is one. Undefined where it is missing, null or blank. */
export function optionalNumberAt(members: Members, name: string): number | undefined {
  const value = valueAt(members, name) ?? undefined;
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && NUMBER.test(value)) return Number(value);
  throw new SetAside(`\`${name}\` is not a number`);
}

/**
 * Returns a confidence from 0 to 1, with four decimals, on any vendor's scale; undefined if none is given.
 * @param most what the vendor writes where it is certain
 */
export function optionalConfidenceAt(members: Members, name: string, most: 1 | 100): number | undefined {
  const value = optionalNumberAt(members, name);
  if (value === undefined) return undefined;
  if (value < 0 || value > most) throw new SetAside(`\`${name}\` is not a confidence from 0 to ${most}`);
  return Number((value / most).toFixed(4));
}

export function confidenceAt(members: Members, name: string, most: 1 | 100): number {
  const confidence = optionalConfidenceAt(members, name, most);
  if (confidence === undefined) throw new SetAside(`\`${name}\` is missing`);
  return confidence;
}

/** Returns the camera's place; nothing for none, or for 0, 0, which several vendors write for "not known". */
export function placeAt(members: Members, latName: string, lonName: string): { lat?: number; lon?: number } {
  const lat = optionalNumberAt(members, latName);
  const lon = optionalNumberAt(members, lonName);
  if (lat === undefined || lon === undefined || (lat === 0 && lon === 0)) return {};
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    throw new SetAside(`\`${latName}\` and \`${lonName}\` are not a place`);
  }
  return { lat, lon };
}

export function known<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}
