/**
 * Hashes, with a key, what earlier queries are remembered by: nothing of an officer, a plate or a case is
 * kept as it was typed. Equal hashes mean the same officer, plate or case; the key is one for all days, or a
 * rewording after midnight would be a stranger.
 */
import { createHmac } from 'node:crypto';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { lookalikeKey, patternOf } from '../../../sharing-rules/terms/plate.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { type IncidentCodes, incidentCodesOf } from './incident-codes.ts';
import type { OfficerKey } from './standing-store.ts';

/** Bytes of the hash of words that were released upon: enough, since nobody without the key can look for equal ones. */
export const WORDS_LENGTH = 8;

/** Keyed hashes under which a query is remembered. */
export interface HistoryCodes {
  /** A life in danger does not wait for a slip in what was chosen. */
  readonly isLifeSafety: boolean;
  /** Codes of refused words that would hold this query. */
  readonly wordings: readonly Buffer[];
  /** Codes by which its words, if refused, are remembered for the asker: with the plate, with the case. */
  readonly own: readonly Buffer[];
  /** Codes of all at the agency with the case number, and of the asking system; null where there is none. */
  readonly everybody: Buffer | null;
  readonly client: Buffer | null;
  /** A code for each asker, with the plate, or the case if there is none: for whose rewording this may be. */
  readonly targets: readonly Buffer[];
  /** Made only where words are refused, or were. */
  readonly rewording: () => RewordingCodes;
  /** Codes in the order of the askers. */
  readonly counted: readonly CountedCodes[];
  /** The code of a person's refusals while she may not ask; null for a system. */
  readonly refusals: Buffer | null;
  /**
   * Codes for each asker and the case, with the plate, the purpose and its very words and facts,
   * `WORDS_LENGTH` bytes; null where there is no plate, or neither words nor an incident.
   */
  readonly words: Buffer | null;
  /** Codes of the incident; null where none is stated. */
  readonly incident: IncidentCodes | null;
}

export interface RewordingCodes {
  /** The code by which it is remembered that the asker came back with other words for her own target. */
  readonly came: Buffer;
  /** The code of the very words: those that were refused, and those that came first in their place. */
  readonly said: Buffer;
}

export interface CountedCodes {
  readonly officer: Buffer;
  /** The code of the officer with the plate's pattern, or with all area queries together. */
  readonly pattern: Buffer;
}

/** A query as its codes depend on it. */
export interface Coded {
  readonly query: Query;
  readonly subject: Pick<Subject, 'clientId' | 'personId'>;
}

/** @param officers who asks, at least one, all of one agency */
export type CodeHistory = (officers: readonly OfficerKey[], asked: Coded) => HistoryCodes;

type Code = (...parts: readonly (string | number)[]) => Buffer;

/** The most codes kept of officers, patterns and cases, which come again and again; the oldest makes way. */
const MOST_KEPT = 5_000;

/** @param key of the history, never the day's */
export function createHistoryCoder(key: Buffer): CodeHistory {
  const kept = new Map<string, Buffer>();
  const code: Code = (...parts) => createHmac('sha256', key).update(JSON.stringify(parts)).digest();
  const keptCode: Code = (...parts) => {
    const name = JSON.stringify(parts);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = code(...parts);
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string);
    kept.set(name, made);
    return made;
  };
  return (officers, asked) => codesOf(officers, asked, { code, keptCode });
}

function codesOf(
  officers: readonly OfficerKey[],
  { query, subject }: Coded,
  { code, keptCode }: { readonly code: Code; readonly keptCode: Code },
): HistoryCodes {
  const { plate, purpose } = query;
  const { agencyId } = officers[0] as OfficerKey;
  // A misread of the plate, or a hyphen in the case number, is neither another plate nor another case.
  const number = plate === undefined ? null : lookalikeKey(plate.number);
  const caseNumber = purpose.caseNumber?.replaceAll('-', '') ?? null;
  const [own = [], ...named] = officers.map(({ reference }) => [
    ...(number === null ? [] : [code('plate', agencyId, reference, number)]),
    ...(caseNumber === null ? [] : [keptCode('case', agencyId, reference, caseNumber)]),
  ]);
  const pattern = plate === undefined ? 'area' : patternOf(plate.number);
  const counted = officers.map(({ reference }) => ({
    officer: keptCode('officer', agencyId, reference),
    pattern: keptCode('pattern', agencyId, reference, pattern),
  }));
  const ofHerself = [...own, ...counted.slice(0, 1).map(({ officer }) => officer)];
  const everybody = caseNumber === null ? null : keptCode('case', agencyId, caseNumber);
  // A system that is refused under one officer's name comes back under another's.
  const client =
    caseNumber === null || subject.personId !== null
      ? null
      : keptCode('client', agencyId, subject.clientId, caseNumber);
  const ofOthers = [...named.flat(), client, everybody].filter((of) => of !== null);
  const { code: purposeCode, incident, justification, offense } = purpose;
  // Facts are changed as words are, and so is the purpose.
  const facts = incident === undefined && offense === undefined ? [] : [JSON.stringify([incident, offense])];
  const said = [purposeCode, justification ?? '', ...facts];
  const rewording = (): RewordingCodes => {
    const { reference } = officers[0] as OfficerKey;
    const target = [agencyId, reference, number === null ? 'case' : 'plate', number ?? caseNumber ?? ''];
    return {
      came: code('came', ...target),
      said: code('said', ...target, ...said),
    };
  };
  const who = officers.map(({ reference }) => reference).join('\n');
  // A life in danger does not wait for what somebody else has typed.
  const alone = purpose.code === 'exigent_life_safety';
  return {
    isLifeSafety: alone,
    wordings: alone ? ofHerself : [...ofHerself, ...ofOthers],
    own,
    everybody,
    client,
    targets: [own, ...(alone ? [] : named)].flatMap(([target]) => target ?? []),
    rewording,
    counted,
    incident: incidentCodesOf(query, { agencyId, officer: (officers[0] as OfficerKey).reference }, code),
    refusals: subject.personId === null ? null : keptCode('refusals', agencyId, subject.personId),
    words:
      plate === undefined || (justification === undefined && incident === undefined)
        ? null
        : code('words', agencyId, who, caseNumber ?? '', plate.number, ...said).subarray(0, WORDS_LENGTH),
  };
}
