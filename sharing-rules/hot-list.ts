/**
 * Decides what may enter a hot list (Policy 420.4, 420.5; C.R.S. 24-74-103; CJISSECPOL 4.2.2). NCIC's extract
 * has the Immigration Violator File, and some states' lists have expired tags: taken whole, these would share
 * for immigration enforcement or minor traffic without a query. Facts in `data/hot-list-types.json`.
 */
import { judgeText } from './hot-list-text.ts';
import table from './terms/data/hot-list-types.json' with { type: 'json' };
import { findOffense } from './terms/offenses.ts';
import { normalisePlate } from './terms/plate.ts';

/**
 * The fate of an entry. `take`: stored, matched, may be shared. `restrict`: stored and matched for the
 * owner's own use, never released. `drop`: immigration; counted, never stored. `refuse`: minor traffic or
 * private; counted, never stored. `set_aside`: unusable, e.g. a placeholder instead of a plate.
 */
export type EntryFate = 'take' | 'restrict' | 'drop' | 'refuse' | 'set_aside';

/** A row of a list as its layout gives it; absent is what the layout does not have. */
export interface OfferedEntry {
  /** The plate as the list writes it. */
  readonly plate: string;
  /** The first character of an NCIC record, which names the file it comes from. */
  readonly letter?: string;
  /** One of the ten list types of Colorado's extract, cut at 22 characters. */
  readonly ccicType?: string;
  /** The list's free text on why the plate is wanted. */
  readonly category?: string;
  /** Any other free text, which can lose an entry but never win it. */
  readonly note?: string;
}

export interface EntryVerdict {
  readonly fate: EntryFate;
  /** The kind of a taken entry, or why another was not taken, in snake case. */
  readonly reason: string;
  readonly clause: string;
  /** The normalized plate; null where nothing is stored. */
  readonly plate: string | null;
}

interface Type {
  readonly kind: string;
  readonly fate: string;
  readonly clause: string;
}

const LETTERS: ReadonlyMap<string, Type> = new Map(Object.entries(table.letters));
const CCIC: ReadonlyMap<string, Type> = new Map(Object.entries(table.ccic));
const PLACEHOLDERS: ReadonlySet<string> = new Set(table.placeholders);
const NO_TYPE: Type = { kind: 'unstated', fate: 'take', clause: 'Policy 420.4' };

/** The length of the longest plate in any layout here (NCIC field LIC). */
export const LONGEST_PLATE = 10;

/** Prohibitions first, the plate last: a row of the Immigration Violator File is dropped whatever its plate is. */
export function judgeEntry(offered: OfferedEntry): EntryVerdict {
  const type = typeOf(offered);
  const written = lostBy(offered);
  const worst = worse(type, written);
  if (worst.fate === 'drop' || worst.fate === 'refuse') return without(worst);
  if (offered.letter === 'W') {
    const offense = prohibitedOffense(offered.note ?? '');
    if (offense !== null) return without(offense);
  }
  if (worst.fate === 'set_aside') return without(worst);
  const plate = normalisePlate(offered.plate);
  const fault = plateFault(plate);
  if (fault !== null) return without({ kind: fault, fate: 'set_aside', clause: 'Policy 420.4' });
  return { fate: worst.fate as EntryFate, reason: worst.kind, clause: worst.clause, plate };
}

/** Judges all entries of a list by its name: `take` unless the name is prohibited or restricted. */
export function judgeListName(name: string): Omit<EntryVerdict, 'plate'> {
  const { kind, fate, clause } = judgeText(name, true) ?? NO_TYPE;
  return { fate: fate as EntryFate, reason: kind, clause };
}

const RANK: Readonly<Record<string, number>> = { take: 0, restrict: 1, set_aside: 2, refuse: 3, drop: 4 };

function worse(one: Type, other: Type | null): Type {
  if (other === null) return one;
  return (RANK[other.fate] as number) > (RANK[one.fate] as number) ? other : one;
}

/** Returns the entry's type. A code outside its closed list is not taken; free text is screened instead. */
function typeOf({ letter, ccicType, category }: OfferedEntry): Type {
  if (letter !== undefined) return LETTERS.get(letter) ?? unknown('unknown_record_letter');
  if (ccicType !== undefined) {
    return (
      CCIC.get(ccicType.trim().toUpperCase()) ?? judgeText(ccicType, true) ?? unknown('unknown_list_type')
    );
  }
  if (category === undefined || category.trim() === '') return NO_TYPE;
  return judgeText(category, true) ?? { ...NO_TYPE, kind: 'stated' };
}

function lostBy({ category, letter, note }: OfferedEntry): Type | null {
  const noted = note === undefined || note === '' ? null : judgeText(note, false);
  // Beside a record letter, a category is one more text; without one, `typeOf` has judged it.
  if (letter === undefined || category === undefined) return noted;
  const stated = judgeText(category, true);
  return stated === null ? noted : worse(stated, noted);
}

function unknown(kind: string): Type {
  return { kind, fate: 'set_aside', clause: 'Policy 420.4' };
}

/**
 * Finds a prohibited offense in a note: an immigration offense (NCIC 03xx, 8003–8005), prohibited though it
 * is a crime (C.R.S. 24-74-103 names 8 U.S.C. 1325 and 1326), minor traffic, or protected health care.
 */
function prohibitedOffense(note: string): Type | null {
  for (const [code] of note.matchAll(/(?<![0-9A-Z])(?:[0-9]{4}|30[A-D]|49C)(?![0-9A-Z])/gi)) {
    const upper = code.toUpperCase();
    const system = upper.length === 4 ? 'ncic' : 'nibrs';
    const kind = upper.startsWith('03') ? 'immigration' : findOffense({ system, code: upper })?.kind;
    if (kind === 'immigration') return { kind, fate: 'drop', clause: 'C.R.S. 24-74-103(1)' };
    if (kind === 'minor_traffic') return { kind, fate: 'refuse', clause: 'Policy 420.5(d)' };
    if (kind === 'protected_health') return { kind, fate: 'refuse', clause: 'C.R.S. 24-116-102' };
  }
  return null;
}

/** Returns why a plate is unusable, or null. Placeholders are known with `O` and with 0, as extracts vary. */
function plateFault(plate: string | null): string | null {
  if (plate === null) return 'plate_not_letters_and_digits';
  if (plate.length < 2) return 'plate_too_short';
  if (plate.length > LONGEST_PLATE) return 'plate_too_long';
  if (/^(?:0+|X{3,}|(?:X|0)+)$/.test(plate)) return 'placeholder_plate';
  return PLACEHOLDERS.has(plate) || PLACEHOLDERS.has(plate.replaceAll('0', 'O')) ? 'placeholder_plate' : null;
}

function without({ kind, fate, clause }: Type): EntryVerdict {
  return { fate: fate as EntryFate, reason: kind, clause, plate: null };
}
