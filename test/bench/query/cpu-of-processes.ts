/** CPU seconds spent by a process and by the PostgreSQL backends on this machine that belong to its demo (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** `node`: the process itself. `postgres`: every server process; there is one server in a bench run. */
export function cpuOfProcesses(pid: number): { readonly node: number; readonly postgres: number } {
  let postgres = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name));
    if (stat?.command === 'postgres') postgres += stat.seconds;
  }
  return { node: readStat(pid)?.seconds ?? Number.NaN, postgres };
}

function readStat(pid: number): { command: string; seconds: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    return {
      command: text.slice(text.indexOf('(') + 1, end),
      seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    };
  } catch {
    // The process ended while we looked.
    return undefined;
  }
}
