/**
 * Holds what a decision must know of earlier queries: whether this officer and plate, or this case, was
 * refused as prohibited within a day, how many releases (or, for one who may not ask, refusals) the officer
 * had today, and which words were released upon. Kept under keyed hashes only, and found by them: this is
 * read under the head lock, where nothing may grow with what was asked.
 */
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { type CountedCodes, type HistoryCodes, WORDS_LENGTH } from './history-codes.ts';
import type { CommitClient } from './standing-store.ts';

/** Read under the head lock; the maps grow while a batch is judged, so that queries waiting together add up. */
export class History {
  readonly #refused: Set<string>;
  /** Holds the codes of `#refused` that were refused only because the incident contradicted itself. */
  readonly #slips: Set<string>;
  readonly #releases: Map<string, number>;
  /** Codes that this batch adds. */
  readonly newlyRefused = new Map<string, { readonly code: Buffer; readonly isSlip: boolean }>();
  readonly newReleases = new Map<string, { readonly code: Buffer; count: number }>();
  readonly newWords: Buffer[] = [];

  constructor(
    refused: Iterable<string>,
    releases: Iterable<readonly [string, number]>,
    slips: Iterable<string> = [],
  ) {
    this.#refused = new Set(refused);
    this.#slips = new Set(slips);
    this.#releases = new Map(releases);
  }

  refusedBefore({ isLifeSafety, wordings }: HistoryCodes): boolean {
    return (
      this.#refused.size > 0 &&
      wordings.some(
        (code) => this.#wasRefused(code) && !(isLifeSafety && this.#slips.has(code.toString('hex'))),
      )
    );
  }

  /**
   * Tells whose words were refused, if any: `first` if her own or her colleague's for this plate, and these
   * are her first others; `colleague` if only somebody else's for the case. Null: any other rewording.
   */
  rewordingOf({ client, counted, everybody, rewording, targets, wordings }: HistoryCodes): Rewording | null {
    const { came, said } = rewording();
    const ofPlate = targets.some((code) => this.#wasRefused(code));
    const ofOfficer = counted.slice(0, 1).some(({ officer }) => this.#wasRefused(officer));
    if (ofPlate && !ofOfficer) return this.#wasRefused(came) && !this.#wasRefused(said) ? null : 'first';
    const own = wordings.filter((code) => code !== client && code !== everybody);
    return own.some((code) => this.#wasRefused(code)) ? null : 'colleague';
  }

  /** Codes of `rewording` that were remembered within a day. */
  learn(codes: Iterable<string>): void {
    for (const code of codes) this.#refused.add(code);
  }

  /** Returns today's releases of a code of `counted`, or of `refusals`. */
  releasesToday(code: Buffer): number {
    return this.#releases.get(code.toString('hex')) ?? 0;
  }

  /**
   * @param binds true if colleagues on the same case are held too: not by the words of one who may not ask
   * @param isSlip true if only a contradiction of the incident was refused; the second one is not a slip
   */
  addRefusal({ client, everybody, own, rewording }: HistoryCodes, binds: boolean, isSlip: boolean): void {
    const further = binds ? everybody : client;
    for (const code of further === null ? own : [...own, further]) this.#remember(code, isSlip);
    this.#remember(rewording().said);
  }

  /** Remembers words that came for refused ones, if they are other words. @param first as `rewordingOf` */
  addRewording({ rewording }: HistoryCodes, first: boolean): void {
    const { came, said } = rewording();
    if (this.#wasRefused(said)) return;
    this.#remember(came);
    if (first) this.#remember(said);
  }

  /** Remembers a refusal that has no entry of its own, by the officer, whatever the plate: a row each and no more. */
  addRefusalOf({ officer }: CountedCodes): void {
    this.#remember(officer);
  }

  /** Counts a release for the asker, and none for an officer whom she names. */
  addRelease({ counted: [asks], words }: HistoryCodes): void {
    if (asks !== undefined) for (const code of [asks.officer, asks.pattern]) this.count(code);
    if (words !== null) this.newWords.push(words);
  }

  /** Counts once more under the code, today. */
  count(code: Buffer): void {
    const key = code.toString('hex');
    this.#releases.set(key, (this.#releases.get(key) ?? 0) + 1);
    const added = this.newReleases.get(key) ?? { code, count: 0 };
    added.count += 1;
    this.newReleases.set(key, added);
  }

  #wasRefused(code: Buffer): boolean {
    return this.#refused.has(code.toString('hex'));
  }

  #remember(code: Buffer, isSlip = false): void {
    const key = code.toString('hex');
    const isFirstSlip = isSlip && !this.#refused.has(key);
    this.#refused.add(key);
    if (isFirstSlip) this.#slips.add(key);
    else this.#slips.delete(key);
    this.newlyRefused.set(key, { code, isSlip: isFirstSlip });
  }
}

export type Rewording = NonNullable<DecisionInput['rewording']>;

/**
 * Returns SQL that cuts one value into hashes of so many bytes each: the elements of an array would each be
 * escaped and read again.
 */
function cut(codes: string, bytes = 32): string {
  return `SELECT substr(${codes}::bytea, ${bytes} * place + 1, ${bytes})
      FROM generate_series(0, octet_length(${codes}::bytea) / ${bytes} - 1) AS place`;
}

/**
 * Returns SQL of the history. INVARIANT: read under the head lock, as the quotas are. The day is a subquery,
 * so that it is a key of the index: with a clock in its place PostgreSQL would filter all counts.
 */
export function historySql(wordings: string, counted: string): string {
  return `SELECT encode(code, 'hex') AS code, NULL AS releases, only_contradiction AS slip FROM refused_wording
    WHERE code = ANY (ARRAY(${cut(wordings)})) AND refused_at > clock_timestamp() - interval '24 hours'
    UNION ALL
    SELECT encode(code, 'hex'), releases, false FROM query_count
    WHERE day = (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date) AND code = ANY (ARRAY(${cut(counted)}))`;
}

/** The parameters of `historySql`. */
export function historyValues(asked: readonly HistoryCodes[]): unknown[] {
  return [
    Buffer.concat(asked.flatMap(({ wordings }) => wordings)),
    Buffer.concat(
      asked.flatMap(({ counted, refusals }) => [
        ...counted.flatMap(({ officer, pattern }) => [officer, pattern]),
        ...(refusals === null ? [] : [refusals]),
      ]),
    ),
  ];
}

/** The history from the rows of `historySql`. */
export function historyOf(rows: readonly Record<string, unknown>[]): History {
  const refused = rows.filter(({ releases }) => releases === null);
  const counted = rows.filter(({ releases }) => releases !== null);
  return new History(
    refused.map(({ code }) => code as string),
    counted.map(({ code, releases }) => [code as string, releases as number] as const),
    refused.flatMap(({ code, slip }) => (slip === true ? [code as string] : [])),
  );
}

/** Neither a second refusal within a day is a slip, nor one of codes under which this query was not looked for. */
export function rememberRefusals(
  client: CommitClient,
  { newlyRefused }: History,
  now: Date,
): Promise<unknown> {
  const added = [...newlyRefused.values()];
  return client.query({
    name: 'remember-refusals',
    text: `INSERT INTO refused_wording (code, only_contradiction, refused_at)
      SELECT code, slip, $3 FROM unnest($1::bytea[], $2::boolean[]) AS c (code, slip)
      ON CONFLICT (code) DO UPDATE SET refused_at = excluded.refused_at, only_contradiction =
        excluded.only_contradiction AND refused_wording.refused_at <= now() - interval '24 hours'`,
    values: [added.map(({ code }) => code), added.map(({ isSlip }) => isSlip), now],
  });
}

/** Parts of a statement. INVARIANT (P7): counted in the transaction of the release. */
export function addReleasesSql(day: string, codes: string, counts: string, words: string): string {
  return `counted AS (
      INSERT INTO query_count AS c (code, day, releases)
      SELECT substr(${codes}::bytea, (32 * a.place - 31)::int, 32), ${day}::date, a.releases
      FROM unnest(${counts}::integer[]) WITH ORDINALITY AS a (releases, place)
      ON CONFLICT (day, code) DO UPDATE SET releases = c.releases + excluded.releases
    ), worded AS (
      INSERT INTO released_words (day, code) SELECT ${day}::date, w.code FROM (${cut(words, WORDS_LENGTH)}) AS w (code))`;
}

/** The parameters of `addReleasesSql` after the day. */
export function addReleasesValues({ newReleases, newWords }: History): unknown[] {
  const added = [...newReleases.values()];
  return [
    Buffer.concat(added.map(({ code }) => code)),
    added.map(({ count }) => count),
    Buffer.concat(newWords),
  ];
}
