/** Reads matched a second, on one core, against indexes of growing size. */
import { MatchIndex } from '../../../gateway/hot-lists/match-index.ts';
import { plateOf } from './write-list.ts';

const NOW = 1_800_000_000_000;
const READS = 200_000;

/** One read in a hundred hits. As NCIC: the list writes 0 for O, so two look-ups a read. */
export function measureMatch(entries: number, seconds: number): { readsPerSecond: number; hits: number } {
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
  const round = () => {
    let hits = 0;
    for (const plate of plates) hits += index.match(plate, 'CO', NOW).length;
    return hits;
  };
  let hits = round();
  const began = performance.now();
  let rounds = 0;
  do {
    hits = round();
    rounds += 1;
  } while (performance.now() - began < seconds * 1_000);
  return { readsPerSecond: Math.round((rounds * READS * 1_000) / (performance.now() - began)), hits };
}
