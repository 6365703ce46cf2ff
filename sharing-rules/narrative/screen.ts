/**
 * What a query's free text gives away (Policy 420.4, 420.5; C.R.S. 24-74-103). Free text can lose a query, never win
 * it: a finding that denies is refused, or held beside an event, whatever else is written. The lists are data; their
 * clauses stand beside them.
 */

import { mapDropDown } from '../drop-down.ts';
import type { AgencyClass, Finding, JudicialProcess, Purpose } from '../terms.ts';
import { findContradictions } from './contradiction.ts';
import { type Match, matchPhrases } from './match-phrases.ts';
import { normalise } from './normalise.ts';
import { tokenise } from './tokenise.ts';
import type { Tokens } from './tokens.ts';
import { judgeVagueness } from './vagueness.ts';

interface Reading {
  /** Normalised. */
  readonly text: string;
  readonly tokens: Tokens;
  readonly matches: readonly Match[];
}

function read(text: string): Reading {
  const normalised = normalise(text);
  const tokens = tokenise(normalised);
  return { text: normalised, tokens, matches: matchPhrases(tokens) };
}

function add(findings: Finding[], finding: Finding): void {
  const same = ({ code, effect, detail }: Finding) =>
    code === finding.code && effect === finding.effect && detail === finding.detail;
  if (!findings.some(same)) findings.push(finding);
}

function addTerms(matches: readonly Match[], findings: Finding[]): void {
  const hasEvent = matches.some(({ meaning }) => meaning.kind === 'event');
  for (const { meaning } of matches) {
    if (meaning.kind === 'term') add(findings, hasEvent ? meaning.withEvent : meaning.finding);
  }
}

function screenJustification(justification: string, findings: Finding[]): readonly Match[] {
  const { text, tokens, matches } = read(justification);
  addTerms(matches, findings);
  const vague = judgeVagueness(text, tokens, matches);
  if (vague !== null) add(findings, vague);
  return matches;
}

function isDenial({ meaning }: Match, codes: readonly Finding['code'][]): boolean {
  return meaning.kind === 'term' && meaning.finding.effect === 'deny' && codes.includes(meaning.finding.code);
}

/** Other fields carry names and numbers: only what is unmistakable counts there. */
function screenField(text: string | undefined, findings: Finding[]): void {
  if (text === undefined) return;
  for (const match of read(text).matches) {
    if (match.meaning.kind === 'term' && isDenial(match, ['narrative_immigration']))
      add(findings, match.meaning.finding);
  }
}

/** C.R.S. 24-76.6-101: a paper of the immigration authorities is not judicial, whoever is named as its judge. */
function screenProcess({ court, judge, docket }: JudicialProcess, findings: Finding[]): void {
  const codes = ['narrative_immigration', 'judicial_process_administrative'] as const;
  if ([court, judge, docket].some((text) => read(text).matches.some((match) => isDenial(match, codes)))) {
    add(findings, { code: 'judicial_process_administrative', effect: 'deny', detail: 'issuer' });
  }
}

/**
 * Findings in the purpose's text fields, each once. No justification gives no finding about it: whether one is needed
 * is a rule of its own. Never throws, for any strings; time is linear in their length.
 *
 * @param agencyClass of the asking agency, where it is known.
 */
export function screen(purpose: Purpose, agencyClass?: AgencyClass): readonly Finding[] {
  const findings: Finding[] = [];
  const { justification = '', judicialProcess } = purpose;
  const matches = justification.trim() === '' ? [] : screenJustification(justification, findings);
  const chosen = purpose.dropDown === undefined ? null : mapDropDown(purpose.dropDown).text;
  if (chosen !== null) addTerms(read(chosen).matches, findings);
  screenField(purpose.supervisor, findings);
  screenField(purpose.caseNumber, findings);
  if (judicialProcess !== undefined) screenProcess(judicialProcess, findings);
  for (const finding of findContradictions(purpose, agencyClass, matches, findings)) add(findings, finding);
  return findings;
}
