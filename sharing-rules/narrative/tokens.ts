/** The words of a text, as far as they are understood. */
import { findWord, flagged, meaningsOf, ROLES } from './lexicon.ts';
import plainWords from './vocabulary/plain-words.json' with { type: 'json' };

const TO = findWord('to');
const FOR = findWord('for');
const ENDS_CLAUSE = flagged(plainWords.endsClause.split(' '));

/** The words of a text without stop words. The arrays run in parallel. */
export interface Tokens {
  /** The ids of the words; 0 for a word that nobody listed. */
  readonly words: number[];
  /** Number of the sentence: honest phrases do not reach over its end. */
  readonly sentences: number[];
  /** Number of the clause: `and` and the like end one, too. */
  readonly clauses: number[];
  /** True if the word stands there as listed, and was not corrected, joined or read from other signs. */
  readonly isWritten: boolean[];
  /** True if a stop word was left out just before. */
  readonly afterStop: boolean[];
  /** True if `for` was left out just before: no honest phrase reaches over it. */
  readonly afterFor: boolean[];
  /** The places where the word, or the run of letters typed apart that made it, begins and ends. */
  readonly starts: number[];
  readonly ends: number[];
  /** The positions of numbers that are part of a longer hyphenated one: a case number, not a section's. */
  readonly inCaseNumber: Set<number>;
  /** The words of letters that are neither listed nor a typing error of a listed one. */
  readonly unknown: string[];
  /** The sentence now read, and how many clauses ended within one. */
  sentence: number;
  turns: number;
  /** A stop word was just left out, and `for` was. */
  stopped: boolean;
  wanted: boolean;
  /** The places where what is now read begins and ends. */
  from: number;
  to: number;
}

export function noTokens(): Tokens {
  return {
    words: [],
    sentences: [],
    clauses: [],
    isWritten: [],
    afterStop: [],
    afterFor: [],
    starts: [],
    ends: [],
    inCaseNumber: new Set(),
    unknown: [],
    sentence: 0,
    turns: 0,
    stopped: false,
    wanted: false,
    from: 0,
    to: 0,
  };
}

/** Appends a listed word, or with 0 a gap that no phrase reaches over. */
export function emit(tokens: Tokens, id: number, isWritten = true): void {
  if (ENDS_CLAUSE[id] === 1) tokens.turns++;
  if (ROLES[id] === 'stop') {
    // `wanted to see` is one thought, `robbery at the unit` is not.
    if (id !== TO) tokens.stopped = true;
    if (id === FOR) tokens.wanted = true;
    return;
  }
  tokens.words.push(id);
  tokens.sentences.push(tokens.sentence);
  tokens.clauses.push(tokens.sentence + tokens.turns);
  tokens.isWritten.push(isWritten);
  tokens.afterStop.push(tokens.stopped);
  tokens.afterFor.push(tokens.wanted);
  tokens.starts.push(tokens.from);
  tokens.ends.push(tokens.to);
  tokens.stopped = false;
  tokens.wanted = false;
}

/** Appends a word of letters that no list explains. */
export function emitUnknown(tokens: Tokens, word: string): void {
  tokens.unknown.push(word);
  emit(tokens, 0);
}

/** Returns true if the word by itself is a finding or an event. */
export function isTelling(id: number): boolean {
  return meaningsOf(id).some(({ kind }) => kind === 'term' || kind === 'event');
}

export const ALIEN_NUMBER: number = findWord('anumber');
