/**
 * Writes the directory of a mirror: the files of C2SP tlog-tiles, which any web server can serve. A file is
 * written elsewhere, made durable and then renamed, so that no reader or crash ever finds half of one.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes } from './bytes.ts';
import { directorySource } from './directory-source.ts';
import type { LogSource } from './log-source.ts';

/** Thrown when the mirror cannot be written: that is not the fault of the log. */
export class MirrorError extends Error {}

export interface MirrorDirectory {
  /** The source that reads what is kept. */
  readonly source: LogSource;
  /** Writes a file whole, or not at all. @throws MirrorError */
  write(path: string, content: Bytes | string): Promise<void>;
  /** Makes all that was written durable, and checks that nobody else writes. @throws MirrorError */
  settle(): Promise<void>;
  /** Removes partial tiles and bundles other than these. @throws MirrorError */
  removePartsExcept(current: ReadonlySet<string>): Promise<void>;
  /** Releases the directory. */
  close(): Promise<void>;
}

/** The place where files are written before they are renamed: on the same disk. */
const INCOMING = '.incoming';

/**
 * Makes the directory if it is missing, and holds it alone until `close`.
 * @param mostBytes that are written until then @throws MirrorError
 */
export async function openMirror(
  directory: string,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<MirrorDirectory> {
  const incoming = join(directory, INCOMING);
  const touched = new Set<string>();
  const told = <T>(path: string, work: Promise<T>): Promise<T> =>
    work.catch((error) => {
      throw faultOf(error, directory, join(directory, path));
    });
  await told('', mkdir(incoming, { recursive: true }));
  const mine = await told(INCOMING, holdAlone(directory));
  const isMine = async () => (await readFile(lockOf(directory), 'utf8').catch(absent)) === mine;
  const underWay = new Set<Promise<void>>();
  let closed = false;
  let number = 0;
  let bytes = 0;

  async function put(path: string, content: Bytes | string): Promise<void> {
    const target = join(directory, path);
    if (closed) throw new MirrorError('nothing is written any more: the run is over');
    bytes += content.length;
    if (bytes > mostBytes) {
      throw new MirrorError(
        `the log would take more than ${mostBytes} bytes in one run (--most-gigabytes), and its checkpoint was not taken over: ` +
          'ask the owner how long the log is, and if it is, allow more; what was copied stays, and can be removed',
      );
    }
    number += 1;
    const beside = join(incoming, String(number));
    await writeDurably(beside, content);
    await mkdir(dirname(target), { recursive: true });
    await rename(beside, target);
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) touched.add(parent);
    touched.add('.');
  }

  async function settle(): Promise<void> {
    for (const path of touched) await syncDirectory(join(directory, path));
    touched.clear();
    if (!(await isMine())) {
      throw new MirrorError(`another run has taken \`${directory}\` over: let one at a time copy into it`);
    }
  }

  return {
    source: directorySource(directory),
    write: (path, content) => {
      const writing = told(path, put(path, content)).finally(() => underWay.delete(writing));
      underWay.add(writing);
      return writing;
    },
    settle: () => told('', settle()),
    removePartsExcept: (current) => told('tile', removeParts(directory, 'tile', current)),
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
      await rm(incoming, { recursive: true, force: true });
      if (await isMine()) await rm(lockOf(directory), { force: true });
    },
  };
}

async function writeDurably(path: string, content: Bytes | string): Promise<void> {
  // A killed run may have left a file of this name, which is of no use to anybody.
  const file = await open(path, 'w', 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

/** Removes old parts below `path`, which may not be there. */
async function removeParts(directory: string, path: string, current: ReadonlySet<string>): Promise<void> {
  const entries = await readdir(join(directory, path), { withFileTypes: true }).catch(absent);
  for (const entry of entries ?? []) {
    if (!entry.isDirectory()) continue;
    const below = `${path}/${entry.name}`;
    if (!entry.name.endsWith('.p')) {
      await removeParts(directory, below, current);
      continue;
    }
    const parts = await readdir(join(directory, below));
    const old = parts.filter((name) => /^\d+$/.test(name) && !current.has(`${below}/${name}`));
    for (const name of old) await rm(join(directory, below, name));
    if (old.length === parts.length) await rmdir(join(directory, below));
  }
}

const lockOf = (directory: string) => join(directory, '.mirror-lock');

/** Locks the directory. @returns the lock's text while it is ours @throws MirrorError naming the holder */
async function holdAlone(directory: string): Promise<string> {
  const lock = lockOf(directory);
  const mine = `${process.pid} ${randomUUID()}`;
  while (!(await writeFile(lock, mine, { flag: 'wx' }).then(() => true, taken))) {
    const holder = await readFile(lock, 'utf8').catch(absent);
    if (holder !== null && isAlive(holder)) {
      throw new MirrorError(
        `another run copies into \`${directory}\` (process ${holder.split(' ')[0]}): wait for its end; ` +
          `if no such process runs, remove \`${lock}\``,
      );
    }
    // Moved rather than removed: of two that find it stale, one moves it, and the other notices at its end.
    const stale = join(directory, INCOMING, mine);
    if (holder !== null) await rename(lock, stale).catch(absent);
  }
  return mine;
}

function isAlive(holder: string): boolean {
  const pid = Number(holder.split(' ')[0]);
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function taken(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false;
  throw error;
}

function faultOf(error: NodeJS.ErrnoException, directory: string, path: string): Error {
  const { code } = error;
  if (code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new MirrorError(
      `no space is left for \`${path}\`: make room, and run the same command again; what was copied stays in \`${directory}\``,
    );
  }
  return new MirrorError(
    `cannot write \`${path}\` (${code}): name a directory in which this account may write, and run the command again`,
  );
}
