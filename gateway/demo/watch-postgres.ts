/**
 * Watches the PostgreSQL of the demo. Nobody starts it again but the next demo: so where it ends, the demo ends too, and
 * says so in one sentence. A real node goes on, and recovers with its database.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirAhead } from '../cli/next-command.ts';

export interface PostgresWatch {
  /** Fulfilled when the server has ended, or begun to, with what to say of it; never where it is stopped before. */
  readonly ended: Promise<Error>;
  stop(): void;
}

/** Ms. Lines of diagnostics are held back for longer, so that none is out before it is known what they are about. */
const LOOK_EVERY = 200;

/**
 * @param dataDir of the server, as it runs
 * @param demoDir of the demo, for what to type next
 */
export function watchPostgres(dataDir: string, demoDir: string): PostgresWatch {
  const cluster = join(dataDir, 'cluster');
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = readServer(pidFile)?.pid;
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<Error>((resolve) => {
    timer = setInterval(() => {
      const server = readServer(pidFile);
      if (server !== null && server.pid === pid && !server.isStopping && runs(server.pid)) return;
      clearInterval(timer);
      resolve(
        new Error(
          `the demo's PostgreSQL has ended, and the demo with it: look at the end of \`${join(cluster, 'server.log')}\` ` +
            `for why, then start again with \`${dataDirAhead(demoDir)}npm start\``,
        ),
      );
    }, LOOK_EVERY);
  });
  return { ended, stop: () => clearInterval(timer) };
}

interface Server {
  readonly pid: number;
  readonly isStopping: boolean;
}

/** What the server says of itself for as long as it runs: its pid in the first line, how it stands in the eighth. */
function readServer(pidFile: string): Server | null {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    return { pid: Number(lines[0]), isStopping: lines[7]?.trim() === 'stopping' };
  } catch {
    return null;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
  try {
    // One that was killed stays a zombie where nobody takes note of its end, as in some containers.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    // Another system than Linux.
    return true;
  }
}
