/**
 * Finds an office of the federal government that an officer's name or id states: `ICE Agent Smith`. Only
 * clear statements count, as Ice, Ero, Hsi and Dea are names too. Facts in `data/officer-offices.json`.
 */
import { normalise } from '../text/normalise.ts';
import type { Officer } from './asker.ts';
import table from './data/officer-offices.json' with { type: 'json' };
import type { ReasonCode } from './decision.ts';

export interface StatedOffice {
  readonly code: ReasonCode;
  readonly clause: string;
  /** False: it may be a name, and a person has to look. */
  readonly clear: boolean;
}

interface Patterns extends Omit<StatedOffice, 'clear'> {
  readonly inNameOrId: RegExp;
  readonly inName: RegExp;
  readonly inId: RegExp;
  readonly perhapsInName: RegExp;
}

const any = (words: readonly string[]) => `(?<![A-Za-z0-9])(?:${words.join('|')})(?![A-Za-z0-9])`;
const never = '(?!)';
const anyOrNone = (words: readonly string[]) => (words.length === 0 ? never : any(words));

const BETWEEN = '[ :/|-]*';

/** A local detective may serve on one. */
const NO_TASK_FORCE = '(?![ /-]*[Tt][Aa][Ss][Kk] ?[Ff])';

/** Makes words match in any case, where the rest of a pattern keeps to the case it is written in. */
const folded = (words: readonly string[]) =>
  words.map((word) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`));

const PREPOSITION = any(folded(['for', 're', 'with', 'of', 'obo']));
/** `W ICE` is somebody with an initial. */
const FOR = `(?:${PREPOSITION}[ :/|-]+|(?<![A-Za-z0-9])(?:[Ww]/|[Cc]/[Oo]) *)(?:[Tt]he )?`;

function patternsOf(row: (typeof table)[number]): Patterns {
  const { acronyms, agencies, aloneSuffices, alsoNames, code, clause, mail, places, roles, unclear } = row;
  const acronym = any(acronyms);
  const role = any(folded(roles));
  const inAnyCase = any(folded(acronyms.map((name) => name.toLowerCase())));
  const unmistakable = any(acronyms.filter((name) => !alsoNames.includes(name)));
  const surname = any(alsoNames);
  return {
    code: code as ReasonCode,
    clause,
    inNameOrId: new RegExp(
      [
        any(folded(agencies)),
        `[@.](?:${folded(mail).join('|').replaceAll('.', '\\.')})(?![A-Za-z0-9.])`,
        // The office before the role. Behind a comma there would be a rank: `ICE, AGENT M`.
        `${unmistakable}${BETWEEN}${role}`,
        `(?:^|[,(/@]|- )\\W*(?:${acronym}[ /-]+)*${acronym}${BETWEEN}${role}`,
        // `Lopez for ICE`: nobody is called For.
        `${FOR}${inAnyCase}${NO_TASK_FORCE}`,
      ].join('|'),
    ),
    inName: new RegExp(
      [
        anyOrNone(aloneSuffices),
        // Behind the role, with whatever follows: `SA Lopez FBI Denver`.
        `^\\W*${any(folded(['special agent', 'agent', 'sa']))}.*${unmistakable}${NO_TASK_FORCE}`,
        // Set off at the end, behind a role: `Agent Smith, ICE`.
        `^(?=.*${role}).*(?:[,(/@]| -| of| for| with) *${acronym}\\W*$`,
        // Or nothing but an office: of acronyms that are also names, at least two.
        `^\\W*(?:${unmistakable}|${anyOrNone(folded(unclear))}|${acronym}(?:[ /-]+${acronym})+)\\W*$`,
      ].join('|'),
    ),
    // `ICE-ERO-77`: of what may be a name, two.
    inId: new RegExp(any([`${acronym}(?:[ ./-]+${acronym})+`])),
    perhapsInName: new RegExp(
      [
        anyOrNone(folded(unclear)),
        `^\\W*${surname}\\W*$`,
        `\\( *${surname} *\\)`,
        // Two in a row, whatever stands around them: `J. Smith ICE ERO`.
        `${acronym}(?:[ /-]+${acronym})+`,
        // `Lopez ERO Denver`, `DO Lopez ERO`, `TFO Lopez HSI`, `Smith FBI TFO`.
        `${acronym} ${anyOrNone(folded(places))}`,
        `^\\W*(?:DO|TFO) .* ${acronym}\\W*$`,
        `${acronym}${BETWEEN}${any(folded(['tfo']))}`,
        // `Denver ICE Officer`, or `MARIA ICE OFFICER`.
        `${surname}${BETWEEN}${role}`,
        `^\\W*${inAnyCase}${BETWEEN}${role}`,
      ].join('|'),
    ),
  };
}

const OFFICES: readonly Patterns[] = table.map(patternsOf);

const FIRST_WORDS = table.flatMap(({ acronyms, agencies, unclear }) =>
  [...acronyms, ...agencies, ...unclear].map((name) => name.split(' ')[0] as string),
);

/** Matches every text in which a pattern could be found: nearly every name ends here. */
const WORTH_READING = new RegExp(
  ['[^ -~]', '\\.gov', any([...new Set(FIRST_WORDS)]), any(['[a-z](?:[._ ]{1,2}|[-/*,+|])[a-z]'])].join('|'),
  'i',
);

const PLAIN = /^[ -~]*$/;
/** Plain text and the accented letters of Spanish, French or German names. */
const ACCENTED = /^[ -~\u00c0-\u00ff]*$/;
const SINGLE_LETTER = /(?<![A-Za-z0-9])([A-Za-z])[. ]{1,2}(?=[A-Za-z](?![A-Za-z0-9]))/g;
/** Three letters or more, since `C/O` stands before what somebody works for. */
const LETTER_BY_LETTER = /(?<![A-Za-z0-9])[A-Za-z]([-/*,+|])[A-Za-z](?:\1[A-Za-z])+(?![A-Za-z0-9])/g;

/**
 * Reads `I.C.E.`, `I-C-E` and `U. S.` as one word, and text in other letters in capitals, as some systems
 * write everything.
 */
function legible(text: string): string {
  return unaccented(text)
    .replaceAll('_', ' ')
    .replace(SINGLE_LETTER, '$1')
    .replace(LETTER_BY_LETTER, (letters, separator) => letters.replaceAll(separator, ''))
    .replace(/\.(?= |$)/g, '');
}

function unaccented(text: string): string {
  if (PLAIN.test(text)) return text;
  return ACCENTED.test(text) ? text.normalize('NFD').replace(/\p{M}/gu, '') : normalise(text).toUpperCase();
}

/** Returns the office that an officer's name or id states, a clear one first; null for nearly everybody. */
export function statedOffice({ id, name }: Officer): StatedOffice | null {
  if (!WORTH_READING.test(`${name} ${id}`)) return null;
  // Ids have no case of their own, and nobody's surname is all there is of one.
  const [readName, readId] = [legible(name), legible(id).toUpperCase()];
  const clear = OFFICES.find(
    ({ inId, inName, inNameOrId }) =>
      inNameOrId.test(readName) || inNameOrId.test(readId) || inName.test(readName) || inId.test(readId),
  );
  if (clear !== undefined) return { code: clear.code, clause: clear.clause, clear: true };
  const perhaps = OFFICES.find(({ perhapsInName }) => perhapsInName.test(readName));
  return perhaps === undefined ? null : { code: perhaps.code, clause: perhaps.clause, clear: false };
}
