/** Rows on their way into tables, as text of COPY: gathered to a few megabytes, and copied while the next are read. */
import { finished } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Bytes after which what was gathered is copied. */
const FULL = 2 ** 21;

export class CopyBuffer {
  readonly #trx: pg.ClientBase;
  readonly #texts = new Map<string, string>();
  #bytes = new Map<string, Buffer[]>();
  #length = 0;
  #stopped = false;
  #isCopying = false;
  #copying: Promise<void> = Promise.resolve();

  constructor(trx: pg.ClientBase) {
    this.#trx = trx;
  }

  /** @param into table and columns, e.g. `incoming (key, plate)`. @param rows with the line feeds at their ends */
  add(into: string, rows: string): void {
    this.#texts.set(into, (this.#texts.get(into) ?? '') + rows);
  }

  addBytes(into: string, rows: Buffer): void {
    const held = this.#bytes.get(into);
    if (held === undefined) this.#bytes.set(into, [rows]);
    else held.push(rows);
    this.#length += rows.length;
  }

  /**
   * Copies what is there, if enough. Call it every few milliseconds: the copy leaves in between, else the
   * database waits. Waits only to begin a copy before the last has ended. @throws the database's error.
   */
  async copyIfFull(): Promise<void> {
    // A million strings that stay cost the collector more than the rest of the import.
    for (const [into, text] of this.#texts) this.addBytes(into, Buffer.from(text));
    this.#texts.clear();
    if (this.#length >= FULL) await this.#copyNext();
    else if (this.#isCopying) await turn();
  }

  /** Resolves once everything is in its table. @throws the database's error */
  async copyRest(): Promise<void> {
    await this.copyIfFull();
    await this.#copyNext();
    await this.#copying;
  }

  /** Stops sending for good: rows that left later could come behind a ROLLBACK, and stay. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#copying.catch(() => undefined);
  }

  async #copyNext(): Promise<void> {
    await this.#copying;
    this.#copying = this.#copy(this.#bytes);
    this.#bytes = new Map();
    this.#length = 0;
    // The error is thrown where the copy is awaited; until then it must not count as unhandled.
    this.#copying.catch(() => undefined);
  }

  async #copy(tables: ReadonlyMap<string, readonly Buffer[]>): Promise<void> {
    this.#isCopying = true;
    try {
      for (const [into, rows] of tables) {
        if (this.#stopped) return;
        const stream = this.#trx.query(copyFrom(`COPY ${into} FROM STDIN`));
        for (const bytes of rows) stream.write(bytes);
        stream.end();
        await finished(stream);
      }
    } finally {
      this.#isCopying = false;
    }
  }
}
