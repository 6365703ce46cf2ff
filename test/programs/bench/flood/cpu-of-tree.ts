/** Memory, and CPU seconds, of processes and, where they serve by children, of those too (Linux, proc_pid_stat(5)). */
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
/** Places after the command's name: parent, then ticks of its own and of children that have ended. */
const [PARENT, USER, CHILDREN_SYSTEM] = [1, 11, 14];

/** Most memory that one of these processes has had resident at once, MB (Linux, proc_pid_status(5)). */
export function peakResident(pids: readonly number[]): number {
  const peaks = pids.map((pid) =>
    Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
  );
  return Math.round(Math.max(...peaks) / 1_024);
}

interface Stat {
  readonly parent: number;
  readonly seconds: number;
}

/** Of these processes, their children, and what children spent that have ended. */
export function cpuOfTree(pids: readonly number[]): number {
  let seconds = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(name);
    if (stat !== null && (pids.includes(Number(name)) || pids.includes(stat.parent))) seconds += stat.seconds;
  }
  return seconds;
}

function readStat(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(USER, CHILDREN_SYSTEM + 1).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[PARENT]), seconds: ticks / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}
