/**
 * Keeps the highest head of the log that the nodes of a data directory have derived from its entries, over a
 * restart. A database restored from a backup, or a standby that took over too early, lacks the newest entries
 * and with them, maybe, a revocation: nodes that run notice it by themselves (`head-witness.ts`), nodes that
 * start notice it by this, and by the revocation records kept since (`kept-marks.ts`). A head that was only
 * read is never kept: it may be forged. A dump and a copy of the directory that were taken together agree: so
 * it is kept, too, in which database the head was seen, and what is restored from a dump is another one.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkNewestEntries, LackingLogError, leadsTo } from '../../audit/follow/check-newest-entries.ts';
import type { StoredHead } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { absent } from '../../faults/file-faults.ts';
import { type Repeated, repeat } from '../../faults/repeat.ts';
import { SEEN_HEAD_FILE } from '../../settings/data-dir.ts';
import { findDatabaseId } from './database-id-store.ts';
import type { HeadWitness, TreeHead } from './head-witness.ts';
import { KeptMarks } from './kept-marks.ts';
import { withLockFile } from './lock-file.ts';

/** Milliseconds. A killed node forgets what it saw since, but for its own revocations; backups are older. */
const KEEP_EVERY = 5_000;

export interface KeptHeadOptions {
  readonly dataDir: string;
  /** A restored log goes on under another name: of that one nothing has been seen. */
  readonly origin: string;
}

interface SeenHead extends TreeHead {
  /** Absent in files of before it was kept. */
  readonly database?: string;
}

interface KeptText {
  readonly origin: string;
  readonly root: string;
  readonly size: number;
  readonly database?: string;
}

export class KeptHead {
  readonly #path: string;
  readonly #origin: string;
  /** The database in which the head was read last. */
  #database: string | null = null;
  /** Revocation records that nodes of this directory have placed. */
  readonly marks: KeptMarks;

  constructor({ dataDir, origin }: KeptHeadOptions) {
    this.#path = join(dataDir, SEEN_HEAD_FILE);
    this.#origin = origin;
    this.marks = new KeptMarks({ dataDir, origin });
  }

  /**
   * Compares the database's log with what was seen here; `unseen` also for a copy of another database.
   * @throws Error where the file cannot be read
   */
  async compare(db: Queryable): Promise<'unseen' | 'extended' | 'lacking'> {
    this.#database = await findDatabaseId(db);
    const seen = await this.#read();
    if ((await this.#findLacking(db, seen)) !== null) return 'lacking';
    if (seen === null) return 'unseen';
    return seen.database === undefined || seen.database === this.#database ? 'extended' : 'unseen';
  }

  /**
   * @returns whether it was seen at all
   * @throws Error where the log of the database does not extend what was seen: then no node starts
   */
  async check(db: Queryable): Promise<boolean> {
    const answer = await this.compare(db);
    if (answer !== 'lacking') return answer === 'extended';
    throw new LackingLogError((await this.#findLacking(db, await this.#read())) ?? 0);
  }

  /** Returns how many entries the log seen here had, where this one does not extend it; else null. */
  async #findLacking(db: Queryable, seen: SeenHead | null): Promise<number | null> {
    return seen === null || (await leadsTo(db, seen)) ? this.marks.findMissing(db) : seen.size;
  }

  /**
   * Returns the newest head, by which the entries lead on from what was seen; null before there is a log.
   * @throws Error as `check`, and where the newest entries were altered
   */
  async derive(db: Queryable): Promise<StoredHead | null> {
    return checkNewestEntries(db, await this.#read());
  }

  /** Keeps what is seen from now on, and once more at the stop, which is also when the log is found to be another one. */
  follow(
    witness: Pick<HeadWitness, 'derived'>,
    log: { warn(fields: object, message: string): void },
  ): Repeated {
    const keep = () =>
      this.keep(witness.derived).catch((error) =>
        log.warn(
          { code: error.code },
          'the head of the log could not be kept: after a restart, a restored database is noticed less well; next: let this ' +
            'account write into DATA_DIR',
        ),
      );
    const keeping = repeat(KEEP_EVERY, keep);
    return {
      stop: async () => {
        await keeping.stop();
        await keep();
      },
    };
  }

  /**
   * Keeps the head. Nodes of one directory do so together, and the slower one may have seen less.
   * @param head as it was derived from entries; null: none yet
   */
  async keep(head: TreeHead | null): Promise<void> {
    if (head === null || !(await this.#isNews(head))) return;
    await withLockFile(`${this.#path}.lock`, async (lock) => {
      if (!(await this.#isNews(head))) return;
      // Flushes it to disk before it gets the name.
      const beside = `${this.#path}.${randomUUID()}`;
      try {
        const { root, size } = head;
        const facts = { origin: this.#origin, size, root: root.toString('base64') };
        const text = JSON.stringify(this.#database === null ? facts : { ...facts, database: this.#database });
        await writeFile(beside, text, { flag: 'wx', mode: 0o600, flush: true });
        if (await lock.holds()) await rename(beside, this.#path);
      } finally {
        await rm(beside, { force: true });
      }
    });
  }

  async #isNews({ size }: TreeHead): Promise<boolean> {
    return size > ((await this.#read())?.size ?? 0);
  }

  /** Reads what was seen of this log, or null. @throws Error where the file cannot be read. */
  async #read(): Promise<SeenHead | null> {
    const kept = await readKept(this.#path);
    if (kept === null || kept.origin !== this.#origin) return null;
    const { origin: _, root, ...seen } = kept;
    return { ...seen, root: Buffer.from(root, 'base64') };
  }
}

/** Returns the origin of the log seen in this directory, or null. @throws Error where it cannot be read */
export async function findSeenOrigin(dataDir: string): Promise<string | null> {
  return (await readKept(join(dataDir, SEEN_HEAD_FILE)))?.origin ?? null;
}

/** @throws Error where there is a file that cannot be read */
async function readKept(path: string): Promise<KeptText | null> {
  const text = await readFile(path, 'utf8').catch(absent);
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as KeptText;
    if (typeof kept.origin !== 'string' || typeof kept.root !== 'string')
      throw new TypeError('a member is missing');
    return kept;
  } catch (cause) {
    throw new Error(
      `\`${path}\` is damaged: remove it if the database has not been restored from a backup since this node last ran`,
      { cause },
    );
  }
}
