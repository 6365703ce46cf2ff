/** Builds what waits for its commit when hot lists leave: a list's entries, a hit, a new standing query. */
import type { ScreenedWords } from '../../../sharing-rules/narrative/contradiction.ts';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { queryOfRight } from '../../../sharing-rules/right-to-hits.ts';
import { asEntered } from '../../../sharing-rules/standing-words.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Officer, Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { hashQuery } from '../../release/facts/hash-query.ts';
import type {
  PendingHit,
  PendingList,
  PendingQuery,
  PendingStandingQuery,
} from '../../release/facts/pending-query.ts';
import type { ChangePage } from './entries-store.ts';
import type { Hit } from './hits-store.ts';
import type { HotList } from './hot-lists-store.ts';

/** The most entries of one batch, the same as for a query (Policy 420.7). */
export const BATCH = 200;

/** The justification is ours, not an officer's. */
const NO_WORDS: ScreenedWords = { findings: [] };

const NO_READS = { text: '[]', count: 0, next: null };

/**
 * Names the machine as the officer if a system asks for a list, so that it is enrolled as itself and can be
 * suspended and counted.
 */
function machineOf({ clientId, kind, ori }: Subject): { onBehalfOf?: Officer } {
  if (kind === 'person') return {};
  return { onBehalfOf: { id: `system:${clientId}`, name: 'hot-list exchange', ori } };
}

const byMachine = ({ kind }: Subject): boolean => kind !== 'person';

/** Builds the query behind an exchange of a list or its hits: the list's purpose, the list as its case. */
function listQuery(
  list: Pick<HotList, 'id' | 'purpose'>,
  subject: Subject,
  from: number,
  limit: number,
): Query {
  return {
    purpose: {
      code: list.purpose ?? '',
      caseNumber: `HOTLIST-${list.id.slice(0, 8).toUpperCase()}`,
      justification: 'exchange of a hot list',
    },
    ...machineOf(subject),
    from,
    to: from + 1,
    limit,
  };
}

/** @param now ms since the epoch */
export function pendingOfList(
  list: Pick<HotList, 'id' | 'purpose'>,
  page: ChangePage | null,
  subject: Subject,
  now: number,
): PendingList {
  const query = listQuery(list, subject, now, BATCH);
  const found = page === null ? NO_READS : { text: page.text, count: page.count, next: null };
  return {
    of: 'list',
    byMachine: byMachine(subject),
    ...pending({ subject, query, words: NO_WORDS, found }),
  };
}

/** The findings in standing queries' words, by list and position: screened once for all of an answer. */
export type ScreenedQueries = Map<string, ScreenedWords>;

/** Builds a hit: on a standing query by its officer, purpose and case, on a list by the list's purpose. */
export function pendingOfHit(hit: Hit, subject: Subject, screened: ScreenedQueries = new Map()): PendingHit {
  const at = hit.capturedAt.getTime();
  const waiting = hit.query as Pick<Query, 'purpose' | 'onBehalfOf' | 'plate'> | null;
  const plate = { number: (JSON.parse(hit.read) as { plate: string }).plate, match: 'exact' } as const;
  const found = { text: `[${hit.read}]`, count: 1, next: null };
  if (waiting === null) {
    const query = { ...listQuery({ id: hit.listId, purpose: hit.purpose }, subject, at, 1), plate };
    return {
      of: 'hit',
      byMachine: byMachine(subject),
      ...pending({ subject, query, words: NO_WORDS, found }),
    };
  }
  // An officer's words are screened again at every notice, by the rules as they are then; that they tell an event was
  // judged as the query was entered.
  const query: Query = { ...waiting, plate, from: at, to: at + 1, limit: 1 };
  const place = `${hit.listId} ${hit.position}`;
  const words = screened.get(place) ?? wordsAsEntered(waiting);
  screened.set(place, words);
  // INVARIANT: judged under the locks, since the grant may have ended, and a new one come, after the hit was found.
  const continues = { grantId: hit.grantId, epoch: null };
  return { of: 'hit', byMachine: false, ...pending({ subject, query, words, found }), continues };
}

function wordsAsEntered(waiting: Parameters<typeof screenWords>[0]): ScreenedWords {
  const words = screenWords(waiting);
  return { ...words, findings: asEntered(words.findings) };
}

/** Builds a hit on no plate, only to preview if the officer may get any, whatever the case. */
export function pendingOfRight(officer: Officer | null, subject: Subject, now: number): PendingHit {
  const query = queryOfRight(officer, now);
  return { of: 'hit', byMachine: false, ...pending({ subject, query, words: NO_WORDS, found: NO_READS }) };
}

/** Builds `pendingOfRight` for a partner's own system, or for the asker about all hits of an agency. */
export function pendingOfOwnRight(subject: Subject, now: number): PendingHit {
  const query = queryOfRight(machineOf(subject).onBehalfOf ?? null, now);
  const words = NO_WORDS;
  return { of: 'hit', byMachine: byMachine(subject), ...pending({ subject, query, words, found: NO_READS }) };
}

/** Builds a standing query to be judged as the notices that it leads to will be; nothing leaves. */
export function pendingOfStanding(
  asked: Pick<Query, 'purpose' | 'onBehalfOf' | 'plate'>,
  subject: Subject,
  now: number,
): PendingStandingQuery {
  const query = { ...asked, from: now, to: now + 1, limit: 1 };
  return { of: 'standing_query', ...pending({ subject, query, words: screenWords(asked), found: NO_READS }) };
}

/**
 * Returns whom a job tells: the partner's own system, or the person who entered the query, whose sign-in was
 * judged then. The query is what waits, so the session's age counts only when it is entered.
 */
export function subjectOfHit(hit: Hit, agency: { id: number; ori: Ori }, now: number): Subject {
  const stored = hit.subject as Subject | null;
  return stored === null ? systemOf(agency) : asWhoWaits(stored, now);
}

/** Returns who entered a standing query as its hits are judged: the sign-in was judged at its entry. */
export function asWhoWaits(entered: Subject, now: number): Subject {
  return entered.kind === 'person' ? { ...entered, authenticatedAt: now } : entered;
}

/** Returns a partner's endpoint, which is told over a connection that only its owner can answer. */
export function systemOf({ id, ori }: { id: number; ori: Ori }): Subject {
  return {
    kind: 'system',
    issuer: 'gateway',
    clientId: 'endpoint',
    agencyId: id,
    ori,
    personId: null,
    roles: [],
    mfa: false,
    authenticatedAt: null,
    senderConstrained: true,
  };
}

interface Exchanged extends Pick<PendingQuery, 'subject' | 'query' | 'found'> {
  readonly words: ScreenedWords;
}

function pending({ found, query, subject, words }: Exchanged) {
  return {
    kind: 'query',
    subject,
    query,
    queryHash: hashQuery(query),
    ...words,
    proof: null,
    found,
    continues: null,
    traceparent: null,
  } as const;
}
