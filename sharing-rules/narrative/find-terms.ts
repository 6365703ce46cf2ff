/** Finds the terms in a field's words, with their places, and the frame of those denied beside an event. */
import type { Finding, FoundWords } from '../terms/decision.ts';
import { type AttestedPlace, statedOf } from './attested.ts';
import { frameOf, isCollected } from './frames.ts';
import type { Match } from './match-phrases.ts';
import type { Tokens } from './tokens.ts';

export interface Reading {
  readonly field: string;
  readonly text: string;
  readonly isWhole: boolean;
  readonly tokens: Tokens;
  readonly matches: readonly Match[];
  /** Returns the words that are written as names; most texts are judged without it. */
  readonly capitals: () => ReadonlySet<string>;
}

/** The most places of a finding that are named, and the characters of each: enough to see what was meant. */
const MOST_PLACES = 5;
const LONGEST_WORDS = 80;

/** The details no part of a story explains: another's search, papers no court signed, immigration law. */
const UNEXPLAINED: ReadonlySet<string> = new Set([
  ...['on_behalf_of_federal_officer', 'administrative_warrant', 'immigration_law'],
]);

/** Adds a finding once, with the words of each place where it was made. */
export function add(findings: Finding[], finding: Finding, words?: FoundWords): void {
  const { code, effect, detail } = finding;
  const at = findings.findIndex((one) => code === one.code && effect === one.effect && detail === one.detail);
  const found = findings[at]?.found ?? [];
  if (at === -1) findings.push(words === undefined ? finding : { ...finding, found: [words] });
  else if (words !== undefined && found.length < MOST_PLACES) {
    if (found.some(({ start, end }) => start === words.start && end === words.end)) return;
    findings[at] = { ...finding, found: [...found, words] };
  }
}

export function wordsOf(
  { field, text, tokens }: Pick<Reading, 'field' | 'text' | 'tokens'>,
  { start, end }: Pick<Match, 'start' | 'end'>,
): FoundWords {
  const from = tokens.starts[start] as number;
  const to = tokens.ends[end - 1] as number;
  return { field, words: text.slice(from, Math.min(to, from + LONGEST_WORDS)), start: from, end: to };
}

/** The facts by which a part other than the requester's, beside a covered event, turns denials into holds. */
export interface Explaining {
  readonly hasEvent: boolean;
  readonly isCovered: boolean;
  readonly attested: readonly AttestedPlace[];
}

/** Adds a denial beside an event that the purpose covers: refused in the requester's frame, else held. */
function addFramed(
  findings: Finding[],
  { capitals, text }: Reading,
  finding: Finding,
  framing: { words: FoundWords; attested: readonly AttestedPlace[] },
): void {
  const { start, end } = framing.words;
  const attested = statedOf(framing.attested, start, end);
  const frame = frameOf(text, start, end, { attested, capitals: capitals() });
  const words = { ...framing.words, frame };
  if (frame === 'requester' || (UNEXPLAINED.has(finding.detail) && frame !== 'negation')) {
    add(findings, finding, words);
    return;
  }
  add(findings, { code: 'context_needs_review', effect: 'review', detail: frame }, words);
  add(findings, { ...finding, effect: 'note' }, words);
}

/** The crimes that driving in the same clause belongs to: `ran a red light, hit a cyclist` has both. */
const CRASHES: ReadonlySet<string> = new Set(['hit_and_run', 'violence']);
const DRIVING: ReadonlySet<string> = new Set(['traffic_infraction', 'licence_status']);

function isPartOfCrash(
  { matches, tokens: { sentences } }: Reading,
  { detail }: Finding,
  at: number,
): boolean {
  const isInClause = ({ meaning, start }: Match) =>
    meaning.kind === 'event' && CRASHES.has(meaning.family) && sentences[start] === sentences[at];
  return DRIVING.has(detail) && matches.some(isInClause);
}

/** Returns true for findings about a kind of people: no crime excuses asking for all of a kind. */
function isOfKind({ code, effect }: Finding): boolean {
  return code === 'narrative_protected_class' && effect === 'review';
}

export function addTerms(findings: Finding[], reading: Reading, explaining: Explaining): void {
  const { hasEvent, isCovered, attested } = explaining;
  for (const match of reading.matches) {
    const { meaning } = match;
    if (meaning.kind !== 'term') continue;
    const words = wordsOf(reading, match);
    const isExcused =
      hasEvent && !(isOfKind(meaning.finding) && isCollected(reading.text, words.start, words.end));
    const finding = isExcused ? meaning.withEvent : meaning.finding;
    if (isCovered && finding.effect === 'deny') addFramed(findings, reading, finding, { words, attested });
    else if (isCovered && finding.effect === 'review' && isPartOfCrash(reading, finding, match.start))
      add(findings, { ...finding, effect: 'note' }, words);
    else add(findings, finding, words);
  }
}
