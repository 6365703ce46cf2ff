/**
 * Keeps what a witness has cosigned: the newest head of each log, in one file. A head is on disk before it is
 * cosigned, so that a witness that is killed, or loses power, never later signs a smaller or another tree.
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseCheckpoint } from '../../audit/parse-checkpoint.ts';
import { splitNote } from '../../audit/signed-note.ts';
import { absent } from '../../faults/file-faults.ts';
import type { SeenHead } from './judge-checkpoint.ts';

const VERSION = 1;

/** A head with the time, in seconds since the epoch, that its cosignature says. */
export interface CosignedHead extends SeenHead {
  readonly time: number;
}

type Heads = ReadonlyMap<string, CosignedHead>;

/** The identity of the file, to tell it apart from one that somebody else has put in its place. */
type Mark = string;

export class StateFile {
  readonly #path: string;
  #heads: Heads;
  #mark: Mark;

  private constructor(path: string, heads: Heads, mark: Mark) {
    this.#path = path;
    this.#heads = heads;
    this.#mark = mark;
  }

  /** Opens the file. @throws Error if it is missing, is not a file, or is damaged */
  static async open(path: string): Promise<StateFile> {
    const mark = await markOf(path);
    if (mark === null) throw new Error(`there is no \`${path}\``);
    return new StateFile(path, parseState(await readFile(path, 'utf8'), path), mark);
  }

  /** Creates it for a witness that has cosigned nothing. @throws Error if it exists, or cannot be written */
  static async create(path: string): Promise<StateFile> {
    if ((await markOf(path)) !== null) throw new Error(`\`${path}\` is there already`);
    await replace(path, printState(new Map()));
    return StateFile.open(path);
  }

  seen(origin: string): CosignedHead | null {
    return this.#heads.get(origin) ?? null;
  }

  /** The origins of the logs that it has cosigned. */
  get origins(): readonly string[] {
    return [...this.#heads.keys()];
  }

  /**
   * Keeps a head. Resolves once it is on disk under the file's name. Calls must not overlap.
   * @throws Error if it is not: then nothing may be cosigned, and what was kept before still holds
   */
  async keep(origin: string, head: CosignedHead): Promise<void> {
    if ((await markOf(this.#path)) !== this.#mark) {
      throw new Error(
        `\`${this.#path}\` was changed by somebody else: stop the other witness that works with it, and start this one again`,
      );
    }
    const heads = new Map(this.#heads).set(origin, head);
    await replace(this.#path, printState(heads));
    this.#mark = (await markOf(this.#path)) ?? this.#mark;
    this.#heads = heads;
  }
}

/** Returns the file's identity; null if there is none. @throws Error if it is not a regular file */
async function markOf(path: string): Promise<Mark | null> {
  const found = await stat(path, { bigint: true }).catch(absent);
  if (found === null) return null;
  if (!found.isFile()) throw new Error(`\`${path}\` is not a regular file: nothing can be kept there`);
  return `${found.dev}/${found.ino}/${found.mtimeNs}/${found.size}`;
}

/** Replaces a file: it is written, flushed and renamed into place, and the name is flushed too. */
async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, text, { flag: 'wx', mode: 0o600, flush: true });
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
  const directory = await open(dirname(path), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function printState(heads: Heads): string {
  const logs = [...heads].map(([origin, { note, time }]) => ({ origin, time, checkpoint: note }));
  return `${JSON.stringify({ version: VERSION, logs }, null, 2)}\n`;
}

/** Parses the file. @throws Error if it is not what `printState` writes */
function parseState(text: string, path: string): Heads {
  try {
    const { logs, version } = JSON.parse(text) as { logs: Record<string, unknown>[]; version: unknown };
    if (version !== VERSION) throw new TypeError(`its version is not ${VERSION}`);
    return new Map(logs.map(parseHead));
  } catch (error) {
    throw new Error(
      `\`${path}\` is damaged, and a witness without its memory could cosign a fork: bring the file back from where a ` +
        `whole copy of its last state is, or begin again with a new key (--key) and a new --state; ${(error as Error).message}`,
    );
  }
}

function parseHead({ checkpoint: note, origin, time }: Record<string, unknown>): [string, CosignedHead] {
  if (typeof note !== 'string' || !Number.isSafeInteger(time)) throw new TypeError('a log has no checkpoint');
  const { origin: named, root, size } = parseCheckpoint(splitNote(note).text);
  if (named !== origin) throw new TypeError('a checkpoint is of another log');
  return [named, { size, root, note, time: time as number }];
}
