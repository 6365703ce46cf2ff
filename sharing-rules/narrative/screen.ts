/**
 * Finds what a query's free text gives away (Policy 420.4, 420.5; C.R.S. 24-74-103). Free text can lose a
 * query, never win it: a finding that denies is refused, or held beside an event, whatever else is written.
 * The lists are data; their clauses stand beside them.
 */
import { isStated } from '../incident/judge-incident.ts';
import type { AgencyClass } from '../terms/agency-classes.ts';
import type { Officer } from '../terms/asker.ts';
import type { Finding } from '../terms/decision.ts';
import { mapDropDown } from '../terms/drop-down.ts';
import type { JudicialProcess, Purpose, Query } from '../terms/query.ts';
import { normaliseAll } from '../text/normalise.ts';
import { attestedPlaces } from './attested.ts';
import { capitalsOf } from './capitals.ts';
import { covers, findContradictions, findingsFor, type ScreenedWords } from './contradiction.ts';
import { add, addTerms, type Reading, wordsOf } from './find-terms.ts';
import { isDenied } from './frames.ts';
import { flagged, meaningsOf, ROLES, WORDS } from './lexicon.ts';
import { type Match, matchPhrases } from './match-phrases.ts';
import { findOtherAlphabet, findOtherScript } from './other-script.ts';
import { findUnread } from './score.ts';
import { tokenise } from './tokenise.ts';
import type { Tokens } from './tokens.ts';
import { judgeVagueness } from './vagueness.ts';
import table from './vocabulary/frames.json' with { type: 'json' };
import plainWords from './vocabulary/plain-words.json' with { type: 'json' };

function read(field: string, text: string): Reading {
  const { text: normalised, isWhole } = normaliseAll(text);
  const tokens = tokenise(normalised);
  let found: ReadonlySet<string> | undefined;
  const capitals = () => {
    found ??= capitalsOf(text);
    return found;
  };
  return { field, text: normalised, isWhole, tokens, matches: matchPhrases(tokens), capitals };
}

/** The finding for text that was not read to its end, which may say anything there. */
const UNREADABLE: Finding = { code: 'purpose_vague', effect: 'deny', detail: 'unreadable' };
const NO_EVENTS: ReadonlySet<string> = new Set();
const NO_EVENT: Finding = { code: 'purpose_vague', effect: 'review', detail: 'no_event' };

/** Reads a field other than the justification: what cannot be read to its end is a finding there too. */
function readField(field: string, text: string, findings: Finding[]): Reading {
  const reading = read(field, text);
  if (!reading.isWhole) add(findings, UNREADABLE);
  return reading;
}

/** The words that deny something; most texts have none. */
const DENIES = flagged(table.lists.negation.split(' '));

/** The justification: its reading with the events that are told, and beside them those not written whole. */
export interface Justification {
  readonly reading: Reading;
  readonly guesses: readonly Match[];
}

/** Reads a justification. It tells an event that is not denied (`no acc`), and is written whole. */
export function readJustification(text: string): Justification {
  const reading = read('justification', text);
  const { tokens } = reading;
  const mayDeny = tokens.words.some((id) => DENIES[id] === 1);
  const told: Match[] = [];
  const guesses: Match[] = [];
  for (const match of reading.matches) {
    if (match.meaning.kind !== 'event') told.push(match);
    else if (!(mayDeny && isDenied(reading.text, tokens.starts[match.start] as number)))
      (match.isGuess ? guesses : told).push(match);
  }
  return { reading: { ...reading, matches: told }, guesses };
}

const OF_CASES = flagged(plainWords.ofCases.split(' '));

const OF_TALK: ReadonlySet<string> = new Set(plainWords.ofTalk.split(' '));

/**
 * True where the text speaks of a case: by its number, by a word of the trade (`susp`, `victim`, a make of car), or as a
 * note in which nothing is of anything else. Only then a word of everyday tells an event: `truck gone` does, `the truck
 * is gone` asks for a person.
 */
function speaksOfCase({ matches, text, tokens: { inCaseNumber, words } }: Reading): boolean {
  if (inCaseNumber.size > 0 || words.some((id) => OF_CASES[id] === 1)) return true;
  if (text.split(' ').some((word) => OF_TALK.has(word))) return false;
  const read = new Set(matches.flatMap(({ end, start }) => words.slice(start, end)));
  return words.every(
    (id) =>
      read.has(id) || ROLES[id] === 'name' || meaningsOf(id).length > 0 || !((WORDS[id] as string) >= 'a'),
  );
}

/** Leaves out events of everyday words if the text does not speak of a case. */
export function readOfCase(text: string): Justification {
  const { guesses, reading } = readJustification(text);
  const isCommon = ({ meaning }: Match) => meaning.kind === 'event' && meaning.isCommon;
  const vague = reading.matches.filter(isCommon);
  if (vague.length === 0 || speaksOfCase(reading)) return { guesses, reading };
  const told = reading.matches.filter((match) => !isCommon(match));
  return { reading: { ...reading, matches: told }, guesses: [...guesses, ...vague] };
}

/** Returns the families of the events that are told. */
function screenJustification(purpose: Purpose, findings: Finding[]): ReadonlySet<string> {
  const { guesses, reading } = readOfCase(purpose.justification ?? '');
  const { isWhole, matches, text } = reading;
  // The event is told already beside an incident: the words can only lose.
  const isTold = isStated(purpose);
  const events = familiesOf(matches);
  const hasEvent = isTold || events.size > 0;
  // A possible event lets a person read what would otherwise be refused: it permits nothing.
  const perhaps = new Set([...events, ...familiesOf(guesses)]);
  addTerms(findings, reading, {
    hasEvent: isTold || perhaps.size > 0,
    isCovered: isTold || (perhaps.size > 0 && covers(purpose.code, perhaps)),
    attested: attestedPlaces(text, purpose.context),
  });
  // Such words tell nothing, and are only noted beside an event: `DPD request`.
  const tellsNothing = events.size === 0 && findings.every(({ effect }) => effect === 'note');
  const vague = isWhole ? (judgeVagueness(reading, guesses) ?? (tellsNothing ? NO_EVENT : null)) : UNREADABLE;
  // A text that says nothing in the letters that are read here may say it in others.
  const other = () =>
    findOtherScript(reading) ?? findOtherAlphabet(reading.field, purpose.justification ?? '');
  if (vague !== null) add(findings, (isWhole ? other() : null) ?? vague);
  const unread =
    hasEvent && !findings.some(({ effect }) => effect === 'deny')
      ? (findOtherScript(reading) ?? findUnread(reading))
      : null;
  if (unread !== null) findings.push(unread);
  return events;
}

function screenDropDown(text: string, findings: Finding[]): void {
  const reading = readField('dropDown', text, findings);
  const hasEvent = reading.matches.some(({ meaning }) => meaning.kind === 'event');
  addTerms(findings, reading, { hasEvent, isCovered: false, attested: [] });
}

function isDenial({ meaning }: Match, codes: readonly Finding['code'][]): boolean {
  return meaning.kind === 'term' && meaning.finding.effect === 'deny' && codes.includes(meaning.finding.code);
}

/** Screens a field that carries names and numbers: only what is unmistakable counts there. */
function screenField(field: string, text: string | undefined, findings: Finding[]): void {
  if (text === undefined) return;
  const reading = readField(field, text, findings);
  for (const match of reading.matches) {
    if (match.meaning.kind === 'term' && isDenial(match, ['narrative_immigration']))
      add(findings, match.meaning.finding, wordsOf(reading, match));
  }
}

const ADMINISTRATIVE: Finding = {
  code: 'judicial_process_administrative',
  effect: 'deny',
  detail: 'issuer',
};

/** Screens a process: a paper of the immigration authorities is never judicial (C.R.S. 24-76.6-101). */
function screenProcess({ court, judge, docket }: JudicialProcess, findings: Finding[]): void {
  const codes = ['narrative_immigration', 'judicial_process_administrative'] as const;
  for (const [field, text] of Object.entries({ court, judge, docket })) {
    const reading = readField(field, text, findings);
    for (const match of reading.matches) {
      if (isDenial(match, codes)) add(findings, ADMINISTRATIVE, wordsOf(reading, match));
    }
  }
}

const OF_OFFICERS: ReadonlySet<string> = new Set(['narrative_immigration', 'narrative_protected_health']);
/** The personal detail that counts; the others are also names: Judge and Tenant and Curious. */
const OWN = 'own_or_family';

/** The surnames, and Vietnamese and Korean names that sound otherwise: Mỹ Vân, Mi Son. */
const SURNAMES: ReadonlySet<string> = new Set(['ice', 'ero', 'van', 'son', 'cat']);

/**
 * Returns true for `Lopez stalking my ex`: a word alone may be somebody's name, and offices are read
 * elsewhere (`officer-office.ts`); several words that say it together are nobody's name.
 */
function statesPurpose({ words }: Tokens, { meaning, start, end }: Match): boolean {
  if (meaning.kind !== 'term' || end - start < 2) return false;
  const { code, detail, effect } = meaning.finding;
  if (effect !== 'deny' || !(OF_OFFICERS.has(code) || detail === OWN)) return false;
  // `I-247` is an id, too: a letter and a number.
  return words.slice(start, end).every((id) => {
    const word = WORDS[id] as string;
    return word.length > 1 && !SURNAMES.has(word);
  });
}

function screenOfficer({ id, name }: Officer, findings: Finding[]): void {
  for (const text of [name, id]) {
    const reading = readField('officer', text, findings);
    for (const match of reading.matches) {
      if (match.meaning.kind === 'term' && statesPurpose(reading.tokens, match))
        add(findings, match.meaning.finding, wordsOf(reading, match));
    }
  }
}

/** Returns the families of the events among them. */
export function familiesOf(matches: readonly Match[]): Set<string> {
  const families = new Set<string>();
  for (const { meaning } of matches) if (meaning.kind === 'event') families.add(meaning.family);
  return families;
}

/**
 * Finds what a query's text fields give away, no matter who asks, each finding once. A missing justification
 * is none: another rule says if one is needed. Never throws, for any strings; time is linear in their length.
 */
export function screenWords({
  purpose,
  onBehalfOf,
}: Pick<Query, 'purpose' | 'onBehalfOf'>): Required<ScreenedWords> {
  const findings: Finding[] = [];
  const { justification = '', judicialProcess } = purpose;
  const events = justification.trim() === '' ? NO_EVENTS : screenJustification(purpose, findings);
  const chosen = purpose.dropDown === undefined ? null : mapDropDown(purpose.dropDown).text;
  if (chosen !== null) screenDropDown(chosen, findings);
  screenField('supervisor', purpose.supervisor, findings);
  screenField('caseNumber', purpose.caseNumber, findings);
  if (judicialProcess !== undefined) screenProcess(judicialProcess, findings);
  if (onBehalfOf !== undefined) screenOfficer(onBehalfOf, findings);
  const deeds = events.has('warrant')
    ? new Set([...events].filter((family) => family !== 'warrant'))
    : events;
  for (const finding of findContradictions(purpose, events, deeds, findings)) add(findings, finding);
  return { findings, deeds };
}

/** Returns all findings in a purpose. @param agencyClass of the asking agency, if it is known. */
export function screen(purpose: Purpose, agencyClass?: AgencyClass): readonly Finding[] {
  return findingsFor(screenWords({ purpose }), purpose.code, agencyClass);
}
