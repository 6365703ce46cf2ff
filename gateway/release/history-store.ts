/**
 * What a decision must know of earlier queries: whether this officer and plate, or this case, was refused as
 * prohibited within a day, how many releases (or, who may not ask, refusals) the officer had today, and which words were
 * released upon. Kept under keyed hashes only, and found by them: this is read under the head lock, where nothing may grow with what was asked.
 */
import { createHmac } from 'node:crypto';
import { lookalikeKey, patternOf } from '../../sharing-rules/plate.ts';
import type { Query, Subject } from '../../sharing-rules/terms.ts';
import type { CommitClient, OfficerKey } from './standing-store.ts';

/** Keyed hashes under which a query is remembered. */
export interface HistoryCodes {
  /** Under which refused words hold this query. */
  readonly wordings: readonly Buffer[];
  /** Under which its own words, if they are refused, are remembered of whoever asks: with the plate, with the case. */
  readonly own: readonly Buffer[];
  /** Of everybody at the agency with the case number, and of the system that asks; null where there is none. */
  readonly everybody: Buffer | null;
  readonly client: Buffer | null;
  /** In the order of those who ask. */
  readonly counted: readonly CountedCodes[];
  /** Of a person, for her refusals while she may not ask; null of a system. */
  readonly refusals: Buffer | null;
  /** Of those who ask, for the case, with the plate and its very words; null where one of these two is missing. */
  readonly words: Buffer | null;
}

export interface CountedCodes {
  readonly officer: Buffer;
  /** Of the officer with the plate's pattern; of the officer's area queries together. */
  readonly pattern: Buffer;
}

/** Read under the head lock; the maps grow while a batch is judged, so that queries waiting together add up. */
export class History {
  readonly #refused: Set<string>;
  readonly #releases: Map<string, number>;
  /** What this batch adds. */
  readonly newlyRefused = new Map<string, Buffer>();
  readonly newReleases = new Map<string, { readonly code: Buffer; count: number }>();

  constructor(refused: Iterable<string>, releases: Iterable<readonly [string, number]>) {
    this.#refused = new Set(refused);
    this.#releases = new Map(releases);
  }

  refusedBefore({ wordings }: HistoryCodes): boolean {
    return wordings.some((code) => this.#refused.has(code.toString('hex')));
  }

  /** Of a code of `counted`, or of `refusals`. */
  releasesToday(code: Buffer): number {
    return this.#releases.get(code.toString('hex')) ?? 0;
  }

  /** @param binds whether colleagues on the same case are held too: not by the words of one who may not ask */
  addRefusal({ client, everybody, own }: HistoryCodes, binds: boolean): void {
    const further = binds ? everybody : client;
    for (const code of further === null ? own : [...own, further]) {
      this.#refused.add(code.toString('hex'));
      this.newlyRefused.set(code.toString('hex'), code);
    }
  }

  /** Once refusals are no entries any more: of the officer whatever the plate, a row each and no more. */
  addRefusalOf({ officer }: CountedCodes): void {
    this.#refused.add(officer.toString('hex'));
    this.newlyRefused.set(officer.toString('hex'), officer);
  }

  /** Of whoever asks: of an officer whom she names, nothing is used up. */
  addRelease({ counted: [asks], words }: HistoryCodes): void {
    const codes = asks === undefined ? [] : [asks.officer, asks.pattern];
    for (const code of words === null ? codes : [...codes, words]) this.count(code);
  }

  /** Once more under the code, today. */
  count(code: Buffer): void {
    const key = code.toString('hex');
    this.#releases.set(key, (this.#releases.get(key) ?? 0) + 1);
    const added = this.newReleases.get(key) ?? { code, count: 0 };
    added.count += 1;
    this.newReleases.set(key, added);
  }
}

/**
 * @param key of the history; never the day's, or a rewording after midnight would be a stranger.
 * @param officers who asks, at least one, all of one agency
 */
export function historyCodes(
  key: Buffer,
  officers: readonly OfficerKey[],
  { query, subject }: { readonly query: Query; readonly subject: Pick<Subject, 'clientId' | 'personId'> },
): HistoryCodes {
  const code = (...parts: readonly (string | number)[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest();
  const { plate, purpose } = query;
  const { agencyId } = officers[0] as OfficerKey;
  // A misread of the plate, or a hyphen in the case number, is no other plate and no other case.
  const number = plate === undefined ? null : lookalikeKey(plate.number);
  const caseNumber = purpose.caseNumber?.replaceAll('-', '') ?? null;
  const [own = [], ...named] = officers.map(({ reference }) => [
    ...(number === null ? [] : [code('plate', agencyId, reference, number)]),
    ...(caseNumber === null ? [] : [code('case', agencyId, reference, caseNumber)]),
  ]);
  const pattern = plate === undefined ? 'area' : patternOf(plate.number);
  const counted = officers.map(({ reference }) => ({
    officer: code('officer', agencyId, reference),
    pattern: code('pattern', agencyId, reference, pattern),
  }));
  const ofHerself = [...own, ...counted.slice(0, 1).map(({ officer }) => officer)];
  const everybody = caseNumber === null ? null : code('case', agencyId, caseNumber);
  // A system that is refused under one officer's name comes back under another's.
  const client =
    caseNumber === null || subject.personId !== null
      ? null
      : code('client', agencyId, subject.clientId, caseNumber);
  const ofOthers = [...named.flat(), client, everybody].filter((of) => of !== null);
  const { justification } = purpose;
  const who = officers.map(({ reference }) => reference).join('\n');
  return {
    // A life in danger does not wait for what somebody else has typed.
    wordings: purpose.code === 'exigent_life_safety' ? ofHerself : [...ofHerself, ...ofOthers],
    own,
    everybody,
    client,
    counted,
    refusals: subject.personId === null ? null : code('refusals', agencyId, subject.personId),
    words:
      plate === undefined || justification === undefined
        ? null
        : code('words', agencyId, who, caseNumber ?? '', plate.number, justification),
  };
}

/**
 * INVARIANT: read under the head lock, as the quotas are. The day is a subquery, so that it is a key of the index: of
 * a clock, which changes within a statement, PostgreSQL makes a filter over all that was counted.
 */
export function historySql(wordings: string, counted: string): string {
  return `SELECT encode(code, 'hex') AS code, NULL AS releases FROM refused_wording
    WHERE code = ANY (${wordings}::bytea[]) AND refused_at > clock_timestamp() - interval '24 hours'
    UNION ALL
    SELECT encode(code, 'hex'), releases FROM query_count
    WHERE day = (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date) AND code = ANY (${counted}::bytea[])`;
}

/** The parameters of `historySql`. */
export function historyValues(asked: readonly HistoryCodes[]): unknown[] {
  return [
    asked.flatMap(({ wordings }) => wordings),
    asked.flatMap(({ counted, refusals }) => [
      ...counted.flatMap(({ officer, pattern }) => [officer, pattern]),
      ...(refusals === null ? [] : [refusals]),
    ]),
  ];
}

/** The history from the rows of `historySql`. */
export function historyOf(rows: readonly Record<string, unknown>[]): History {
  const refused = rows.filter(({ releases }) => releases === null);
  const counted = rows.filter(({ releases }) => releases !== null);
  return new History(
    refused.map(({ code }) => code as string),
    counted.map(({ code, releases }) => [code as string, releases as number] as const),
  );
}

export function rememberRefusals(
  client: CommitClient,
  { newlyRefused }: History,
  now: Date,
): Promise<unknown> {
  return client.query({
    name: 'remember-refusals',
    text: `INSERT INTO refused_wording (code, refused_at) SELECT code, $2 FROM unnest($1::bytea[]) AS c (code)
      ON CONFLICT (code) DO UPDATE SET refused_at = excluded.refused_at`,
    values: [[...newlyRefused.values()], now],
  });
}

/** INVARIANT (P7): counted in the transaction of the release. */
export function addReleasesSql(day: string, codes: string, counts: string): string {
  return `INSERT INTO query_count AS c (code, day, releases)
    SELECT code, ${day}::date, releases FROM unnest(${codes}::bytea[], ${counts}::integer[]) AS a (code, releases)
    ON CONFLICT (day, code) DO UPDATE SET releases = c.releases + excluded.releases`;
}

/** The parameters of `addReleasesSql` after the day. */
export function addReleasesValues({ newReleases }: History): unknown[] {
  const added = [...newReleases.values()];
  return [added.map(({ code }) => code), added.map(({ count }) => count)];
}
