/**
 * Keeps the newest revocation records that the nodes of a data directory have placed, over a restart: a log
 * that lacks one forgot a revocation that somebody was told of. The head is kept every few seconds only
 * (`kept-head.ts`); a record before its revocation returns, by one small write.
 *
 * The file has a fixed number of slots, each a line: a record goes to the slot of its index, so nothing is
 * locked or read first, and nodes write beside each other. A torn slot's revocation never returned.
 */
import { hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findLeavesAt } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { absent } from '../../faults/file-faults.ts';
import { MARKS_FILE } from '../../settings/data-dir.ts';

/** The entry of a revocation record, as this node has sealed it. */
export interface MarkEntry {
  readonly index: number;
  readonly leafHash: Buffer;
}

export type KeepMark = (entry: MarkEntry) => Promise<void>;

interface KeptMark {
  /** Hash of the log's name, which may be long. */
  readonly log: string;
  readonly index: number;
  readonly leaf: string;
}

const SLOTS = 64;
/** Bytes. */
const SLOT = 256;
/** Ms. A revocation is in force without it: a disk that hangs must not hold it. */
const PATIENCE = 1_000;

const { O_CREAT, O_DSYNC, O_WRONLY } = constants;

export class KeptMarks {
  readonly #path: string;
  readonly #log: string;
  #file: Promise<FileHandle> | null = null;

  constructor({ dataDir, origin }: { readonly dataDir: string; readonly origin: string }) {
    this.#path = join(dataDir, MARKS_FILE);
    this.#log = hash('sha256', origin, 'base64');
  }

  /** Returns a function that keeps records, and only warns where it cannot: that stops no revocation. */
  keeper(log: { warn(fields: object, message: string): void }): KeepMark {
    return (entry) => {
      const slow = pause(PATIENCE, undefined, { ref: false }).then(() => {
        throw Object.assign(new Error('the disk does not answer'), { code: 'ETIMEDOUT' });
      });
      return Promise.race([this.keep(entry), slow]).catch((error) =>
        log.warn(
          { code: error.code, index: entry.index },
          'the revocation is in force, and could not be kept in DATA_DIR: after a restart, a database that lacks it is noticed ' +
            'less well; next: let this account write into DATA_DIR',
        ),
      );
    };
  }

  async keep({ index, leafHash }: MarkEntry): Promise<void> {
    const text = JSON.stringify({ log: this.#log, index, leaf: leafHash.toString('base64') });
    this.#file ??= open(this.#path, O_CREAT | O_DSYNC | O_WRONLY, 0o600);
    const file = await this.#file.catch((error) => {
      this.#file = null;
      throw error;
    });
    await file.write(`${text.padEnd(SLOT - 1)}\n`, (index % SLOTS) * SLOT);
  }

  /**
   * Returns how many entries the log had with the first kept record that it lacks; null if it has them all.
   * @throws Error where the file cannot be read
   */
  async findMissing(db: Queryable): Promise<number | null> {
    const marks = await this.#read();
    if (marks.length === 0) return null;
    const leaves = await findLeavesAt(
      db,
      marks.map(({ index }) => index),
    );
    const missing = marks.filter(({ index, leaf }) => leaves.get(index)?.toString('base64') !== leaf);
    return missing.length === 0 ? null : Math.min(...missing.map(({ index }) => index)) + 1;
  }

  async close(): Promise<void> {
    const file = await this.#file?.catch(() => null);
    this.#file = null;
    await file?.close();
  }

  async #read(): Promise<readonly KeptMark[]> {
    const text = (await readFile(this.#path, 'latin1').catch(absent)) ?? '';
    return Array.from({ length: SLOTS }, (_, slot) => text.slice(slot * SLOT, (slot + 1) * SLOT)).flatMap(
      (line) => {
        try {
          const mark = JSON.parse(line) as KeptMark;
          return mark.log === this.#log && Number.isSafeInteger(mark.index) ? [mark] : [];
        } catch {
          // The slot was never written, or is torn.
          return [];
        }
      },
    );
  }
}
