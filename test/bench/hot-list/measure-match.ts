/** Reads matched a second of one core, against indexes of growing size, in alternating rounds. */
import { MatchIndex } from '../../../gateway/hot-lists/hits/match-index.ts';
import { plateOf } from './write-list.ts';

const NOW = 1_800_000_000_000;
const READS = 200_000;
const ROUNDS = 8;

export interface MatchRate {
  readonly entries: number;
  readonly hits: number;
  /** By the clock on the wall: what else runs on the machine counts. */
  readonly readsPerSecond: number;
  /** By the time that the processor spent on it. */
  readonly readsPerCpuSecond: number;
}

/** @param seconds for each size, over all rounds */
export function measureMatch(sizes: readonly number[], seconds: number): MatchRate[] {
  const series = sizes.map((entries) => ({
    entries,
    hits: 0,
    rounds: 0,
    wall: 0,
    cpu: 0,
    round: prepare(entries),
  }));
  for (const one of series) one.hits = one.round();
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const one of series) {
      const [began, before] = [performance.now(), process.cpuUsage()];
      do {
        one.round();
        one.rounds += 1;
      } while (performance.now() - began < (seconds * 1_000) / ROUNDS);
      const { user, system } = process.cpuUsage(before);
      one.wall += (performance.now() - began) / 1_000;
      one.cpu += (user + system) / 1_000_000;
    }
  }
  return series.map(({ entries, hits, rounds, wall, cpu }) => ({
    entries,
    hits,
    readsPerSecond: Math.round((rounds * READS) / wall),
    readsPerCpuSecond: Math.round((rounds * READS) / cpu),
  }));
}

/** One read in a hundred hits. As NCIC: the list writes 0 for O, so two look-ups a read. */
function prepare(entries: number): () => number {
  const index = new MatchIndex();
  index.addList({ zeroForO: false, lookalike: false });
  const list = index.addList({ zeroForO: true, lookalike: false });
  for (let i = 0; i < entries; i += 1) {
    index.add({ list, position: i + 1, plate: plateOf(i), state: 'CO', expiresAt: null });
  }
  // Made before the clock starts; more than fit a processor's cache.
  const plates = Array.from({ length: READS }, (_, i) =>
    i % 100 === 0
      ? plateOf((i * 7_919) % entries)
      : `Y${(i * 7_919).toString(36).toUpperCase().padStart(6, '0')}`,
  );
  return () => {
    let hits = 0;
    for (const plate of plates) hits += index.match(plate, 'CO', NOW).length;
    return hits;
  };
}
