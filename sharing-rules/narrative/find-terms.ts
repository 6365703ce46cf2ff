/** What the words of a field are found to be, each with its place, and the frame of those that would deny beside an event. */
import type { Finding, FoundWords, Frame } from '../terms/decision.ts';
import { type AttestedPlace, statedOf } from './context/attested.ts';
import { isOfColorado } from './context/colorado-agencies.ts';
import { isPartOfCrash } from './context/crashes.ts';
import { frameOf, isNamed, turns } from './context/frames.ts';
import { isStreet } from './context/streets.ts';
import { isVictim } from './context/victims.ts';
import type { Match } from './match-phrases.ts';
import { isObjectOfCrime, mayBeHarmed } from './scene.ts';
import type { Tokens } from './tokens.ts';
import table from './vocabulary/frames.json' with { type: 'json' };

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

/**
 * Explained words are held instead of refused, and the finding is kept as a note. So are words that nothing explains, but
 * that may name what was harmed: `Lady ICE nightclub shooting`, not `shooting, ICE`.
 */
function addFramed(
  findings: Finding[],
  finding: Finding,
  { words, frame, isPerhapsHarmed }: { words: FoundWords; frame: Frame; isPerhapsHarmed: boolean },
): void {
  const framed = { ...words, frame };
  if (frame === 'requester' || (frame === 'none' && !isPerhapsHarmed)) {
    add(findings, finding, framed);
    return;
  }
  add(findings, { code: 'context_needs_review', effect: 'review', detail: frame }, framed);
  add(findings, { ...finding, effect: 'note' }, framed);
}

/** Whether words that a person would look at name a business, a street, or a person: `Border States Electric`. */
const NAMEABLE: ReadonlySet<string> = new Set([
  'immigration_matter',
  'immigration_context',
  'lawful_activity',
]);

/** What needs no person beside an event that the purpose covers: it is noted with the decision. */
function isOrdinary({ text, capitals }: Reading, { detail }: Finding, { start, end }: FoundWords): boolean {
  if (detail === 'other_agency_assist') return isOfColorado(text, start, end);
  if (detail === 'federal_agency') return isStreet(text, start, end);
  return NAMEABLE.has(detail) && isNamed(text, start, end, capitals());
}

/** What a person would look at, unless the story tells whose part it is: a victim's, a place's, an impostor's. */
const EXPLAINABLE: ReadonlySet<string> = new Set([
  ...['immigration_matter', 'immigration_context', 'lawful_activity', 'federal_agency'],
  ...['private_business', 'private_life'],
]);

/** `the ballot drop box`, `a Trump 2024 flag`, `drove into the parade`: a thing, or where and when the crime was. */
const THING_BEHIND = new RegExp(`^(?: \\w+)? (?:${table.marked.replaceAll(' ', '|')})\\b`);
const WHERE_BEFORE = /\b(?:into|during|thru|through|after|following)(?: (?:a|an|the))? $/;
const REACH = 24;

function isThingOf(text: string, start: number, end: number): boolean {
  return (
    THING_BEHIND.test(text.slice(end, end + REACH)) ||
    WHERE_BEFORE.test(text.slice(Math.max(0, start - REACH), start))
  );
}

function isExplained(reading: Reading, { detail }: Finding, match: Match, words: FoundWords): boolean {
  const { text } = reading;
  const isActivity = detail === 'lawful_activity';
  const isStory = () =>
    (isActivity && isThingOf(text, words.start, words.end)) ||
    (isActivity && BEFELL.test(text.slice(words.end))) ||
    isPartOf(reading, match, words, isActivity);
  return EXPLAINABLE.has(detail) && !turns(text) && isStory();
}

/** `robbery at the border` may tell where somebody is wanted, `burglary sanctuary brewers` anything. */
const LOOSELY_BEFORE = /\b(?:at|near|outside|inside|by)(?: (?:a|an|the))? $/;

/** Whether the story tells whose part the words are: a victim's, an impostor's, or nobody's. */
function isPartOf(reading: Reading, match: Match, { start, end }: FoundWords, isActivity: boolean): boolean {
  const { capitals, matches, text, tokens } = reading;
  const isObject = isObjectOfCrime(text, tokens, matches, match);
  const frame = frameOf(text, start, end, { capitals: capitals(), isObject });
  const isLoose = !isActivity && LOOSELY_BEFORE.test(text.slice(Math.max(0, start - REACH), start));
  const isCrime = ({ start, end }: Match) =>
    !isVictim(text.slice(tokens.starts[start], tokens.ends[end - 1]).replaceAll("'", ''));
  const isBehindCrime = matches.some(
    (one) => one.meaning.kind === 'event' && one.end === match.start && isCrime(one),
  );
  return (
    frame === 'impostor_or_threat' ||
    frame === 'negation' ||
    (frame === 'victim_or_witness' && !isLoose && (isObject || !isBehindCrime))
  );
}

/** Families of the events that stand in the same clause. */
function familiesBeside({ matches, tokens: { sentences } }: Reading, { start }: Match): string[] {
  return matches.flatMap(({ meaning, start: from }) =>
    meaning.kind === 'event' && sentences[from] === sentences[start] ? [meaning.family] : [],
  );
}

/** `every black male`, `all Hispanics`: a crime excuses that it is told who somebody is, not that all of a kind are. */
const COLLECTED = /\b(?:all|any|every|each|everyone|list of)(?: +\w+){0,2} +$/;
/** Characters: two long words stand between. */
const COLLECTED_REACH = 64;

function isCollected({ text }: Reading, { code, effect }: Finding, { start }: FoundWords): boolean {
  const isOfKind = code === 'narrative_protected_class' && effect === 'review';
  return isOfKind && COLLECTED.test(text.slice(Math.max(0, start - COLLECTED_REACH), start));
}

const YOUNG = / (?:child(?:ren)?|(?:kid|minor|student|teen|youth)s?)$/;

/** `endangered runaway, trans teen`: who is missing, not who is cared for. */
function isMissed({ matches }: Reading, { code }: Finding, { words }: FoundWords): boolean {
  const isYoung = code === 'narrative_protected_health' && YOUNG.test(words);
  return isYoung && matches.some(({ meaning }) => meaning.kind === 'event' && meaning.family === 'missing');
}

/** What befell somebody: `protester hit by a truck`, not `protester assault suspects`, and not what the police did. */
const BEFELL =
  /^(?: \w+){0,2} (?:robbed|struck|hit (?:by|w|with|in)|(?:pepper )?sprayed|run (?:over|down)|shot at|stabbed|beaten|assaulted|attacked|punched|killed|carjacked|kidnapped)\b(?! by (?:us|police|pd|officers?|cops|swat)\b)/;

const MAY_BEFALL: ReadonlySet<string> = new Set(['narrative_immigration', 'narrative_protected_health']);
/** `deported man burgled while away`: what befell whom the word tells of. */
const ONLY_BEFELL =
  /^(?: \w+){0,2} (?:burgled|burglarized|groped|roofied|run (?:over|down)|trafficked|scammed|defrauded|extorted|(?:robbed|stabbed|beaten|assaulted|attacked|struck|killed) (?:by|outside|near|while|with|w))\b/;

const AFTER = /^ after\b/;
/** Tokens from a word to the crime that led to it. */
const TO_CAUSE = 3;

/** `miscarriage after dv assault`: what a crime led to. */
function isCaused({ matches, text }: Reading, { code }: Finding, { end }: Match, words: FoundWords): boolean {
  const isCause = ({ meaning, start }: Match) =>
    meaning.kind === 'event' && start >= end && start - end < TO_CAUSE;
  return code === 'narrative_protected_health' && AFTER.test(text.slice(words.end)) && matches.some(isCause);
}

/** `stolen training vehicle`, `taken during a test`: which thing it was, or when it was taken. */
const KIND_BEHIND = new RegExp(`^ (?:${table.kinds.replaceAll(' ', '|')})\\b`);

/** `rape kit testing`, `refused a breath test`: what was tested. */
const TESTED =
  /\b(?:kit|dna|drugs?|blood|urine|breath|ballistics?|sobriety|chemical|forensic|lab|pregnancy|emissions|crash) $/;

function isKind(text: string, { start, end }: FoundWords): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  return KIND_BEHIND.test(text.slice(end, end + REACH)) || WHERE_BEFORE.test(before) || TESTED.test(before);
}

/** `8 U.S.C. 1326`, `Title 8`, `8 CFR`: immigration law by its name, whatever stands before it. */
const CITED =
  /^8\b|\b(?:u[. ]*s[. ]*c(?:ode|[as])?\b|united states code|c[. ]*f[. ]*r\b|title[ .:-]*(?:8|viii)\b|8 s? ?132[456])/;

function isCitation({ code }: Finding, { words }: FoundWords): boolean {
  return code === 'narrative_immigration' && CITED.test(words);
}

export function addTerms(findings: Finding[], reading: Reading, explaining: Explaining): void {
  const { hasEvent, isCovered, attested } = explaining;
  const { capitals } = reading;
  for (const match of reading.matches) {
    const { meaning } = match;
    if (meaning.kind !== 'term') continue;
    const words = wordsOf(reading, match);
    const isExcused = hasEvent && !isCollected(reading, meaning.finding, words);
    const finding = isExcused ? meaning.withEvent : meaning.finding;
    if (!isCovered || finding.effect !== 'deny') {
      const isNoted =
        isCovered &&
        finding.effect === 'review' &&
        (isOrdinary(reading, finding, words) ||
          isExplained(reading, finding, match, words) ||
          isPartOfCrash(finding.detail, familiesBeside(reading, match)));
      add(findings, isNoted ? { ...finding, effect: 'note' } : finding, words);
      continue;
    }
    const said = statedOf(attested, words.start, words.end);
    const frame = frameOf(reading.text, words.start, words.end, {
      attested: said,
      capitals: capitals(),
      isObject:
        isObjectOfCrime(reading.text, reading.tokens, reading.matches, match) ||
        isMissed(reading, finding, words) ||
        (MAY_BEFALL.has(finding.code) && ONLY_BEFELL.test(reading.text.slice(words.end))) ||
        isCaused(reading, finding, match, words),
      isThing: finding.detail === 'training' && isKind(reading.text, words),
    });
    const isUnexplained = UNEXPLAINED.has(finding.detail) || isCitation(finding, words);
    // That a paper is none without a court's signature is said of it, not told in a story.
    if (isUnexplained && frame !== 'negation') add(findings, finding, words);
    else
      addFramed(findings, finding, {
        words,
        frame,
        isPerhapsHarmed:
          frame === 'none' &&
          mayBeHarmed(reading.text, reading.tokens, reading.matches, match) &&
          !turns(reading.text),
      });
  }
}
