/** The result of a soak on one screen. */
import { round } from '../bench/support/round.ts';
import type { Judged } from './judge-samples.ts';
import { RULE } from './judge-samples.ts';

const KILOBYTE = 1_024;
/** Tables that are shown; of all others only how many there are. */
const MOST_TABLES = 12;

export function describeSoak(judged: readonly Judged[]): string {
  const others = judged.filter(({ kind }) => kind !== 'table');
  const tables = judged.filter(({ kind }) => kind === 'table');
  const moving = tables
    .filter(({ verdict }) => verdict === 'grows' || verdict === 'falls')
    .sort((a, b) => Number(b.mustNotGrow) - Number(a.mustNotGrow) || Math.abs(b.slope) - Math.abs(a.slope));
  const shown = moving.slice(0, MOST_TABLES);
  const flat = tables.filter(({ verdict }) => verdict === 'flat').length;
  const withLog = tables
    .filter(({ verdict }) => verdict === 'with the log')
    .map(({ name, slope }) => `${name.replace('gateway.', '')} ${round(slope)}`);
  return [
    ...others.map(lineOf),
    ...shown.map(lineOf),
    `tables: ${flat} flat${moving.length > shown.length ? `, ${moving.length - shown.length} more move` : ''}`,
    `bytes an entry of the log: ${withLog.join(', ') || 'not known'}`,
    RULE,
  ].join('\n');
}

function lineOf({ kind, mean, mustNotGrow, name, share, slope, verdict }: Judged): string {
  const unit = { memory: 'MB', handles: '', table: 'kB', latency: 'ms' }[kind];
  const scale = kind === 'table' ? KILOBYTE : 1;
  const figure = (value: number) => `${round(value / scale)} ${unit}`.trim();
  const sign = slope > 0 ? '+' : '';
  const slopes = `${sign}${figure(slope)} an hour (${sign}${round(share * 100)} %)`;
  const allowed = verdict === 'grows' && !mustNotGrow && kind === 'table' ? ' with use' : '';
  return `${name.padEnd(30)} ${figure(mean).padStart(10)}  ${slopes.padEnd(32)} ${verdict}${allowed}`;
}
