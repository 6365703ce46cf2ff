/** Lists the sources of reads, named as in the setting `READS_SOURCE`, and what each cannot search for. */
import type { Query } from './query.ts';
import { UNITED_STATES } from './states.ts';

export const READS_SOURCES = ['postgres', 'flock'] as const;
export type ReadsSourceName = (typeof READS_SOURCES)[number];

/** A source that cannot answer every query. */
export type LimitedSource = Exclude<ReadsSourceName, 'postgres'>;

/** The searches that a source may not support. */
export type Unsupported = 'partial_plate' | 'lookalike' | 'area' | 'plate_state';

/** Flock has no words for these. */
const NOT_OF_FLOCK = new Set(['AS', 'GU', 'MP', 'VI']);

const inFlocksWords = UNITED_STATES.filter(([code]) => !NOT_OF_FLOCK.has(code)).map(
  ([code, name]) =>
    [code, code === 'DC' ? 'washington_dc' : name.toLowerCase().replaceAll(' ', '_')] as const,
);

/**
 * The words of Flock Safety's API v3 for states, by their two letters. Its `POST /reads/lookup` finds whole
 * plates of any state, or of one that its description lists.
 */
const STATES: Readonly<Record<LimitedSource, Readonly<Record<string, string>>>> = {
  flock: Object.fromEntries(inFlocksWords),
};

/** Its word for a state, by the two letters; null where it has none. */
export function stateAt(source: LimitedSource, code: string): string | null {
  return Object.hasOwn(STATES[source], code) ? (STATES[source][code] as string) : null;
}

/** The two letters of a state, by its word for it; null where it has no such word. */
export function stateOf(source: LimitedSource, word: string): string | null {
  return Object.entries(STATES[source]).find(([, own]) => own === word)?.[0] ?? null;
}

/** Returns what the source cannot search for in the query; null where it can answer it. */
export function unsupportedBy(
  source: LimitedSource,
  { area, plate }: Pick<Query, 'area' | 'plate'>,
): Unsupported | null {
  if (area !== undefined) return 'area';
  if (plate === undefined) return null;
  if (plate.match === 'lookalike') return 'lookalike';
  if (plate.match !== 'exact') return 'partial_plate';
  return plate.state === undefined || stateAt(source, plate.state) !== null ? null : 'plate_state';
}
