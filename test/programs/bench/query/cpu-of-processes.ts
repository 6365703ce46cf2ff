/** CPU seconds spent by a process, and by the PostgreSQL servers of this machine (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

const NANOSECONDS = 1e9;

/** CPU seconds by process id. A process that has ended is not in it. */
export type CpuTimes = ReadonlyMap<number, number>;

/** @param server the process of one of them; absent: all */
export function cpuOfPostgres(server?: number): CpuTimes {
  const times = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name));
    if (stat?.command !== 'postgres') continue;
    if (server === undefined || server === stat.parent || server === Number(name))
      times.set(Number(name), stat.seconds);
  }
  return times;
}

export function cpuOf(pid: number): number {
  return readStat(pid)?.seconds ?? Number.NaN;
}

/** What was spent between two looks, by processes that were there at the second. */
export function spent(before: CpuTimes, after: CpuTimes): number {
  let seconds = 0;
  for (const [pid, time] of after) seconds += time - (before.get(pid) ?? 0);
  return seconds;
}

/** The process that started another one, as a server does its backends. */
export function parentOf(pid: number): number | undefined {
  return readStat(pid)?.parent;
}

function readStat(pid: number): { command: string; parent: number; seconds: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    return {
      command: text.slice(text.indexOf('(') + 1, end),
      parent: Number(fields[1]),
      seconds: secondsOf(pid),
    };
  } catch {
    // The process ended while we looked.
    return undefined;
  }
}

/** Adds up all threads in nanoseconds: `stat` counts hundredths of a second, and a backend spends less than that in a round. */
function secondsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [ran] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(ran) / NANOSECONDS;
  }, 0);
}
