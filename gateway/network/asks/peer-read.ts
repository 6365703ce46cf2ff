/**
 * A read that another agency stated. INVARIANT: it goes to the officer who asked, and nowhere else. It has no member
 * of a read of ours, so no release, list, import, ingest or export takes it, and it has no canonical form to be logged.
 */
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';

export class PeerRead {
  readonly #stated: ShownRead;

  constructor(stated: ShownRead) {
    this.#stated = stated;
  }

  /** Returns the read as it is written into the one answer that it is for. */
  toJSON(): ShownRead {
    return this.#stated;
  }
}
