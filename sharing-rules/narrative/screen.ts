/**
 * What a query's free text gives away (Policy 420.4, 420.5; C.R.S. 24-74-103). Free text can lose a query, never win
 * it: a finding that denies is refused, or held beside an event, whatever else is written. The lists are data; their
 * clauses stand beside them.
 */
import type { AgencyClass } from '../terms/agency-classes.ts';
import type { Officer } from '../terms/asker.ts';
import type { Finding } from '../terms/decision.ts';
import { mapDropDown } from '../terms/drop-down.ts';
import type { JudicialProcess, Purpose, Query } from '../terms/query.ts';
import { normaliseAll } from '../text/normalise.ts';
import { attestedPlaces } from './context/attested.ts';
import { capitalsOf } from './context/capitals.ts';
import { isDenied } from './context/denied.ts';
import { findOtherAlphabet, findOtherScript } from './context/other-script.ts';
import { covers, findContradictions } from './contradiction.ts';
import { add, addTerms, type Reading, wordsOf } from './find-terms.ts';
import { type Match, matchPhrases } from './match-phrases.ts';
import { statesPurpose } from './officer-words.ts';
import { findingsFor, type ScreenedWords } from './out-of-character.ts';
import { tokenise } from './tokenise.ts';
import { findUnread } from './unread.ts';
import { judgeVagueness } from './vagueness.ts';

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

/** What was not read to its end may say anything there. */
const UNREADABLE: Finding = { code: 'purpose_vague', effect: 'deny', detail: 'unreadable' };

/** Reads a field other than the justification: what cannot be read to its end is a finding there too. */
function readField(field: string, text: string, findings: Finding[]): Reading {
  const reading = read(field, text);
  if (!reading.isWhole) add(findings, UNREADABLE);
  return reading;
}

/** What happened, by what was not denied of it: `no acc` is none. */
function statedEvents({ text, tokens, matches }: Reading): readonly Match[] {
  return matches.filter(
    ({ meaning, start }) => meaning.kind !== 'event' || !isDenied(text, tokens.starts[start] as number),
  );
}

/** Why somebody asks, without what is denied to have happened. */
export function readJustification(text: string): Reading {
  const reading = read('justification', text);
  return { ...reading, matches: statedEvents(reading) };
}

function screenJustification(purpose: Purpose, findings: Finding[]): readonly Match[] {
  const reading = readJustification(purpose.justification ?? '');
  const { isWhole, matches, text, tokens } = reading;
  const events = familiesOf(matches);
  addTerms(findings, reading, {
    hasEvent: events.size > 0,
    isCovered: events.size > 0 && covers(purpose.code, events),
    attested: attestedPlaces(text, purpose.context),
  });
  const vague = isWhole ? judgeVagueness(text, tokens, matches) : UNREADABLE;
  // What says nothing in the letters that are read here may say it in others.
  const other = () =>
    findOtherScript(reading) ?? findOtherAlphabet(reading.field, purpose.justification ?? '');
  if (vague !== null) add(findings, (isWhole ? other() : null) ?? vague);
  const unread =
    events.size > 0 && !findings.some(({ effect }) => effect === 'deny') ? findUnread(reading) : null;
  if (unread !== null) findings.push(unread);
  return matches;
}

function screenDropDown(text: string, findings: Finding[]): void {
  const reading = readField('dropDown', text, findings);
  const hasEvent = reading.matches.some(({ meaning }) => meaning.kind === 'event');
  addTerms(findings, reading, { hasEvent, isCovered: false, attested: [] });
}

function isDenial({ meaning }: Match, codes: readonly Finding['code'][]): boolean {
  return meaning.kind === 'term' && meaning.finding.effect === 'deny' && codes.includes(meaning.finding.code);
}

/** Other fields carry names and numbers: only what is unmistakable counts there. */
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

/** C.R.S. 24-76.6-101: a paper of the immigration authorities is not judicial, no matter who is named as its judge. */
function screenProcess({ court, judge, docket }: JudicialProcess, findings: Finding[]): void {
  const codes = ['narrative_immigration', 'judicial_process_administrative'] as const;
  for (const [field, text] of Object.entries({ court, judge, docket })) {
    const reading = readField(field, text, findings);
    for (const match of reading.matches) {
      if (isDenial(match, codes)) add(findings, ADMINISTRATIVE, wordsOf(reading, match));
    }
  }
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

function familiesOf(matches: readonly Match[]): Set<string> {
  const families = new Set<string>();
  for (const { meaning } of matches) if (meaning.kind === 'event') families.add(meaning.family);
  return families;
}

/**
 * What a query's text fields give away, no matter who asks, each finding once. No justification gives no finding about it:
 * whether one is needed is a rule of its own. Never throws, for any strings; time is linear in their length.
 */
export function screenWords({
  purpose,
  onBehalfOf,
}: Pick<Query, 'purpose' | 'onBehalfOf'>): Required<ScreenedWords> {
  const findings: Finding[] = [];
  const { justification = '', judicialProcess } = purpose;
  const matches = justification.trim() === '' ? [] : screenJustification(purpose, findings);
  const chosen = purpose.dropDown === undefined ? null : mapDropDown(purpose.dropDown).text;
  if (chosen !== null) screenDropDown(chosen, findings);
  screenField('supervisor', purpose.supervisor, findings);
  screenField('caseNumber', purpose.caseNumber, findings);
  if (judicialProcess !== undefined) screenProcess(judicialProcess, findings);
  if (onBehalfOf !== undefined) screenOfficer(onBehalfOf, findings);
  const events = familiesOf(matches);
  const deeds = events.has('warrant')
    ? new Set([...events].filter((family) => family !== 'warrant'))
    : events;
  for (const finding of findContradictions(purpose, events, deeds, findings)) add(findings, finding);
  return { findings, deeds };
}

/** All findings in a purpose. @param agencyClass of the asking agency, where it is known. */
export function screen(purpose: Purpose, agencyClass?: AgencyClass): readonly Finding[] {
  return findingsFor(screenWords({ purpose }), purpose.code, agencyClass);
}
