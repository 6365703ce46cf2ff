/** Writes license plates in the form in which they are compared; knows which characters cameras confuse. */

const WRITTEN = /^[A-Za-z0-9]+$/;
const NORMALISED = /^[A-Z0-9]+$/;

/** O, 0 and D; I and 1; B and 8; S and 5; Z and 2 share a class, written as its first character here. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  O: '0',
  D: '0',
  I: '1',
  B: '8',
  S: '5',
  Z: '2',
};

/**
 * Returns the plate as it is stored and compared: NFKC, upper case, without spaces and hyphens. Null if
 * anything but A–Z and 0–9 is left, or nothing: a wildcard or a Cyrillic letter never becomes a plate.
 */
export function normalisePlate(text: string): string | null {
  const plate = text.normalize('NFKC').replace(/[\s-]/g, '');
  // Judged before upper-casing, which would turn a dotless `ı` into I and `ß` into SS.
  return WRITTEN.test(plate) ? plate.toUpperCase() : null;
}

/** True if `plate` is written as `normalisePlate` writes it. */
export function isNormalisedPlate(plate: string): boolean {
  return NORMALISED.test(plate);
}

/**
 * Returns a key that look-alike plates share: they differ only in characters that cameras confuse. Used only
 * where the asker chose `lookalike`; the stored text is never rewritten.
 */
export function lookalikeKey(plate: string): string {
  return plate.replace(/[ODIBSZ]/g, (character) => LOOKALIKES[character] ?? character);
}

/** The number of first characters by which plates count as one pattern of a sweep. */
const PATTERN = 4;

/** The pattern that a plate belongs to: its first characters. */
export function patternOf(plate: string): string {
  return plate.slice(0, PATTERN);
}
