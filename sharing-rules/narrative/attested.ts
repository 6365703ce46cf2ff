/** Finds where the words stand in the text about which the asker says what they are. */
import type { Frame } from '../terms/decision.ts';
import type { Attestation } from '../terms/query.ts';
import { normalise } from '../text/normalise.ts';

/** The most places, or attestations, that are looked at: an honest query has one or two. */
const MOST = 16;

export interface AttestedPlace {
  readonly start: number;
  readonly end: number;
  readonly is: Frame;
}

const isInWord = (sign: string | undefined) => sign !== undefined && /[a-z0-9]/.test(sign);

/** Returns what the asker says of words, also if hers are more or fewer: `ICE` and `ICE arrest`. */
export function statedOf(places: readonly AttestedPlace[], start: number, end: number): Frame | undefined {
  const isSame = (one: AttestedPlace) =>
    (one.start <= start && end <= one.end) || (start <= one.start && one.end <= end);
  return places.find(isSame)?.is;
}

/** Finds whole words alone: `ice` does not attest `police`. Words that are not in the text have no place. */
export function attestedPlaces(text: string, context: readonly Attestation[] = []): AttestedPlace[] {
  const places: AttestedPlace[] = [];
  for (const { words, is } of context.slice(0, MOST)) {
    const wanted = normalise(words).trim();
    if (wanted === '') continue;
    for (let start = text.indexOf(wanted); start !== -1 && places.length < MOST; ) {
      const end = start + wanted.length;
      if (!isInWord(text[start - 1]) && !isInWord(text[end])) places.push({ start, end, is });
      start = text.indexOf(wanted, end);
    }
  }
  return places;
}
