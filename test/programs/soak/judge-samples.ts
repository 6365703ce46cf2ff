/** What the samples of a soak show: for each figure its slope, and whether it is flat. */
import { fitLine } from './fit-line.ts';
import { growthOfTable } from './growth-of-table.ts';
import { KINDS, type Kind, type Sample } from './sample.ts';

export interface Judged {
  readonly kind: Kind;
  readonly name: string;
  readonly mean: number;
  /** For each hour; of a table that grows with the log, bytes for each entry. */
  readonly slope: number;
  /** Slope of an hour as a part of the mean. */
  readonly share: number;
  readonly verdict: 'flat' | 'grows' | 'falls' | 'with the log';
  /** Whether growth of it is a fault. */
  readonly mustNotGrow: boolean;
}

const HOUR = 3_600;
/** Before, pools fill, code is compiled and caches warm up. */
const LEFT_OUT = 1 / 5;
const FLAT_BELOW = 0.05;
/** A change in the whole of what is judged that says nothing: MB, a connection's handles, eight pages, ms. */
const FLOORS: Readonly<Record<Kind, number>> = { memory: 4, handles: 2, table: 65_536, latency: 1 };

export const RULE =
  'flat: less than 5 % of its mean an hour; or a change, over the part after the first fifth, of less than twice the ' +
  `scatter about the line, or of less than ${FLOORS.memory} MB, ${FLOORS.handles} handles, ` +
  `${FLOORS.table / 1_024} kB of a table or ${FLOORS.latency} ms`;

export function judgeSamples(samples: readonly Sample[]): Judged[] {
  const end = samples.at(-1)?.seconds ?? 0;
  const settled = samples.filter(({ seconds }) => seconds >= end * LEFT_OUT);
  return KINDS.flatMap((kind) => {
    const names = new Set(settled.flatMap(({ figures }) => Object.keys(figures[kind])));
    return [...names].map((name) => judge(kind, name, settled));
  });
}

function judge(kind: Kind, name: string, samples: readonly Sample[]): Judged {
  const seen = samples.flatMap(({ entries, figures, seconds }) => {
    const y = figures[kind][name];
    return y === undefined ? [] : [{ entries, x: seconds / HOUR, y }];
  });
  const { mean, scatter, slope } = fitLine(seen);
  const growth = kind === 'table' ? growthOfTable(name) : null;
  const mustNotGrow = kind === 'memory' || kind === 'handles' || growth === 'none';
  const share = mean === 0 ? 0 : slope / mean;
  const told = { kind, name, mean, share, mustNotGrow };
  if (growth === 'with the log') {
    const { slope: bytes } = fitLine(seen.map(({ entries, y }) => ({ x: entries, y })));
    return { ...told, slope: bytes, verdict: 'with the log' };
  }
  const change = Math.abs(slope) * ((seen.at(-1)?.x ?? 0) - (seen[0]?.x ?? 0));
  const isFlat = Math.abs(share) < FLAT_BELOW || change < 2 * scatter || change < FLOORS[kind];
  return { ...told, slope, verdict: isFlat ? 'flat' : slope > 0 ? 'grows' : 'falls' };
}
