/** What the words of a field are found to be, each with its place, and the frame of those that would deny beside an event. */
import type { Finding, FoundWords, Frame } from '../terms/decision.ts';
import type { AttestedPlace } from './context/attested.ts';
import { isOfColorado } from './context/colorado-agencies.ts';
import { frameOf, isNamed } from './context/frames.ts';
import { isStreet } from './context/streets.ts';
import type { Match } from './match-phrases.ts';
import type { Tokens } from './tokens.ts';

export interface Reading {
  readonly field: string;
  /** Normalised. */
  readonly text: string;
  readonly isWhole: boolean;
  readonly tokens: Tokens;
  readonly matches: readonly Match[];
  /** Words that are written as names; most texts are judged without. */
  readonly capitals: () => ReadonlySet<string>;
}

/** Places of a finding that are named, and how much of each: enough to see what was meant. */
const MOST_PLACES = 5;
const LONGEST_WORDS = 80;

/** What no part of a story explains: a search on another's behalf, and papers that no court signed. */
const UNEXPLAINED: ReadonlySet<string> = new Set(['on_behalf_of_federal_officer', 'administrative_warrant']);

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

export function wordsOf({ field, text, tokens }: Reading, { start, end }: Match): FoundWords {
  const from = tokens.starts[start] as number;
  const to = tokens.ends[end - 1] as number;
  return { field, words: text.slice(from, Math.min(to, from + LONGEST_WORDS)), start: from, end: to };
}

/** Beside an event that the purpose covers, a frame may explain what would deny. */
export interface Explaining {
  readonly hasEvent: boolean;
  readonly isCovered: boolean;
  readonly attested: readonly AttestedPlace[];
}

const DENIES: ReadonlySet<Frame> = new Set(['requester', 'none']);

/** Explained words are held in place of what they would deny for, which is kept as a note. */
function addFramed(
  findings: Finding[],
  finding: Finding,
  { words, frame }: { words: FoundWords; frame: Frame },
): void {
  const framed = { ...words, frame };
  if (DENIES.has(frame)) {
    add(findings, finding, framed);
    return;
  }
  add(findings, { code: 'context_needs_review', effect: 'review', detail: frame }, framed);
  add(findings, { ...finding, effect: 'note' }, framed);
}

/** Whether words that a person would look at name a business, a street, or a person: `Border States Electric`. */
const NAMEABLE: ReadonlySet<string> = new Set(['immigration_context', 'lawful_activity']);

/** What needs no person beside an event that the purpose covers: it is noted with the decision. */
function isOrdinary({ text, capitals }: Reading, { detail }: Finding, { start, end }: FoundWords): boolean {
  if (detail === 'other_agency_assist') return isOfColorado(text, start, end);
  if (detail === 'federal_agency') return isStreet(text, start, end);
  return NAMEABLE.has(detail) && isNamed(text, start, end, capitals());
}

export function addTerms(findings: Finding[], reading: Reading, explaining: Explaining): void {
  const { hasEvent, isCovered, attested } = explaining;
  const { capitals } = reading;
  for (const match of reading.matches) {
    const { meaning } = match;
    if (meaning.kind !== 'term') continue;
    const finding = hasEvent ? meaning.withEvent : meaning.finding;
    const words = wordsOf(reading, match);
    if (!isCovered || finding.effect !== 'deny') {
      const isNoted = isCovered && finding.effect === 'review' && isOrdinary(reading, finding, words);
      add(findings, isNoted ? { ...finding, effect: 'note' } : finding, words);
      continue;
    }
    const said = attested.find(({ start, end }) => start <= words.start && words.end <= end)?.is;
    const frame = frameOf(reading.text, words.start, words.end, {
      attested: said,
      capitals: capitals(),
    });
    // That a paper is none without a court's signature is said of it, not told in a story.
    if (UNEXPLAINED.has(finding.detail) && frame !== 'negation') add(findings, finding, words);
    else addFramed(findings, finding, { words, frame });
  }
}
