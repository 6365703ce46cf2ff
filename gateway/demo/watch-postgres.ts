/**
 * Watches the demo's PostgreSQL. Only the next demo starts it again: so if it ends, the demo ends with one
 * sentence. A real node would go on, and recover with its database.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirAhead } from '../cli/next-command.ts';

export interface PostgresWatch {
  /** Resolves to an error when the server has ended or begun to; never if it is stopped before. */
  readonly ended: Promise<Error>;
  stop(): void;
}

/** Milliseconds. Diagnostics are held back for longer, so that none comes out before the cause is known. */
const LOOK_EVERY = 200;

/** @param dataDir of the server, as it runs @param demoDir of the demo, for the next command */
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

/** Reads the server's pid (first line) and state (eighth line) from its file; null if it does not run. */
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
    // A killed process stays a zombie if nobody collects its exit code, as in some containers.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    // This system is not Linux.
    return true;
  }
}
