/** Tells the reads of an answer as a story: a plate at a time, each read with its number in order of time. */
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';

export interface StoryRead {
  /** Its place in order of time, from 1, among all reads of the answer. */
  readonly number: number;
  readonly read: ShownRead;
  /** Ms since the epoch. */
  readonly at: number;
  /** Ms since the read of the same plate before it; null for the first. */
  readonly after: number | null;
}

export interface StoryPlate {
  /** Its place in order of its first read, from 0: its letter, color and shape follow from it. */
  readonly at: number;
  readonly plate: string;
  readonly state: string | null;
  /** In order of time. */
  readonly reads: readonly StoryRead[];
}

export type Story = readonly StoryPlate[];

export function storyOf(reads: readonly ShownRead[]): Story {
  const inOrder = reads
    .map((read) => ({ read, at: Date.parse(read.capturedAt) }))
    .sort((a, b) => a.at - b.at);
  const plates = new Map<string, StoryRead[]>();
  for (const [place, { at, read }] of inOrder.entries()) {
    const key = JSON.stringify([read.plate, read.plateState]);
    const before = plates.get(key) ?? [];
    const last = before.at(-1);
    before.push({ number: place + 1, read, at, after: last === undefined ? null : at - last.at });
    plates.set(key, before);
  }
  return [...plates.values()].map((ofPlate, at) => {
    const { plate, plateState } = (ofPlate[0] as StoryRead).read;
    return { at, plate, state: plateState, reads: ofPlate };
  });
}

/** Names a plate of the story in the picture: A to Z, then A2 and so on. */
export function letterOf({ at }: Pick<StoryPlate, 'at'>): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : `${letter}${Math.floor(at / 26) + 1}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Formats the time between two reads, e.g. `12 min`, `3 h 10 min` or `4 days`. @param ms */
export function between(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / 1_000)} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (ms < 48 * HOUR) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(ms / (24 * HOUR))} days`;
}

/** Writes numbers as people do, e.g. `1, 4–6`; those beyond `most` ranges become `…`. */
export function numbersInWords(numbers: readonly number[], most: number): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const told = ranges.slice(0, most).map(([first, last]) => {
    if (first === last) return String(first);
    return last === first + 1 ? `${first}, ${last}` : `${first}–${last}`;
  });
  return told.join(', ') + (ranges.length > most ? ', …' : '');
}
