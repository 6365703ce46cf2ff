/** Makes an entry's row of the search from the log and its details alone: whoever makes it again gets the same. */
import type { Effect } from '../../sharing-rules/terms/decision.ts';
import { findContradictions } from '../audit/kept/find-contradictions.ts';
import { dayOf, type KeptEntry } from '../audit/kept/kept-entries-store.ts';
import { parseDetail } from '../audit/kept/parse-detail.ts';
import type { SearchedBy } from '../audit/searched-by.ts';

export interface SearchRow {
  readonly index: number;
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  readonly at: string;
  readonly kind: string;
  readonly effect: Effect | null;
  readonly agencyId: number | null;
  readonly officerId: string | null;
  readonly namedOfficerId: string | null;
  readonly purpose: string | null;
  readonly reasonCodes: readonly string[];
  /** Search codes, in base64. */
  readonly plate: string | null;
  readonly releasedPlates: readonly string[];
  readonly releaseId: string | null;
  /** True for a question of its own: neither a further page nor another notice of the same query. */
  readonly question: boolean;
  /** True if what is kept of the entry contradicts the log, or is gone. */
  readonly altered: boolean;
}

type Detail = Readonly<Record<string, unknown>>;

/** Lists the columns that follow from the public entry; the details give the others. */
const PUBLIC = ['at', 'kind', 'effect', 'agencyId'] as const;
export const SEARCHED = [
  ...PUBLIC,
  ...(['purpose', 'officerId', 'namedOfficerId', 'reasonCodes', 'releaseId'] as const),
  ...(['plate', 'releasedPlates', 'question'] as const),
] as const;

/**
 * Returns null for an altered text that names no day and follows no entry that does.
 * @param before the day of the entry before it, which an altered text does not decide
 */
export function searchRowOf(entry: KeptEntry, before: string | null = null): SearchRow | null {
  const { agencyId, index, kept, said } = entry;
  const contradictions = findContradictions(entry);
  const own = dayOf(said);
  const day = contradictions.includes('entry') ? (before ?? own) : own;
  if (day === null) return null;
  const asker = parseDetail(kept?.asker.detail ?? '');
  const { effect, kind } = said;
  const owner = parseDetail(kept?.owner.detail ?? '');
  const isAnswer = effect !== null;
  const more = unsaidOf(entry, owner);
  const { code } = (asker.purpose ?? {}) as { readonly code?: unknown };
  const reasons = isAnswer && Array.isArray(asker.reasons) ? asker.reasons : [];
  const others: readonly unknown[] = Array.isArray(more.releasedPlates) ? more.releasedPlates : [];
  // One literal: a million of them are made when all is built again, and spreading costs as much as the hashes.
  return {
    index,
    day,
    at: kept?.columns?.at.toISOString() ?? new Date(own === null ? day : said.minute).toISOString(),
    kind: textIn(kind) ?? '',
    effect: textIn(effect) as Effect | null,
    agencyId,
    officerId: idIn(asker.subjectId ?? owner.subjectId ?? more.officerId),
    namedOfficerId: idIn(asker.namedSubjectId ?? more.namedOfficerId),
    purpose: textIn((isAnswer ? code : null) ?? more.purpose),
    reasonCodes: reasons.flatMap((reason) => textIn(reason?.code) ?? []),
    plate: codeIn(more.plate),
    releasedPlates: others.flatMap((one) => codeIn(one) ?? []),
    releaseId: idIn(isAnswer && kind !== 'dry_run' ? asker.id : more.releaseId),
    question: isQuestion(kind, owner),
    altered: kept === null || contradictions.length > 0,
  };
}

/** Names the columns of the kept row that differ. Details to which the log does not commit prove nothing. */
export function differingFrom(must: SearchRow, is: SearchRow): (typeof SEARCHED)[number][] {
  const proved = must.altered ? PUBLIC : SEARCHED;
  return proved.filter((name) => JSON.stringify(must[name]) !== JSON.stringify(is[name]));
}

/** Kinds of entries without an answer that are searched by more than an officer. */
const SEARCHED_KINDS: readonly string[] = ['log_read', 'source_asked', 'fault'];

/** Returns the other search terms: from the owner's detail, or, for entries of the previous version, from its columns. */
function unsaidOf({ kept, said: { effect, kind } }: KeptEntry, { searchedBy }: Detail): SearchedBy {
  if (effect === null && !SEARCHED_KINDS.includes(kind)) return {};
  return (searchedBy ?? kept?.columns?.before ?? {}) as SearchedBy;
}

const ANSWERS: readonly string[] = ['release', 'refusal', 'review'];

/** Dry runs of lists and hits are the gateway's own; notices after the first are of the same query. */
function isQuestion(kind: string, { follows, input }: Detail): boolean {
  const { dataClass, usage } = (input ?? {}) as {
    readonly dataClass?: unknown;
    readonly usage?: { readonly waits?: unknown };
  };
  if (kind === 'hit_notice') return usage?.waits === true;
  if (kind === 'dry_run') return dataClass === 'reads' || dataClass === 'own';
  // A proposal to preserve reads is looked at as a query is; that to renew one is judged by nothing that it states.
  if (kind === 'preservation_proposed') return input !== undefined;
  return ANSWERS.includes(kind) && (follows ?? null) === null;
}

// Altered details may hold anything, also what no column of the database takes.
const textIn = (value: unknown) => (typeof value === 'string' && !value.includes('\0') ? value : null);
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CODE = /^[A-Za-z0-9+/]{43}=$/;
const idIn = (value: unknown) => (typeof value === 'string' && ID.test(value) ? value : null);
const codeIn = (value: unknown) => (typeof value === 'string' && CODE.test(value) ? value : null);
