/** What is done to a log, by whom, and who must find it. */
import type pg from 'pg';
import type { CheckpointSigner } from '../../../gateway/audit/checkpoint-signer.ts';
import type { DatabaseUrls } from '../../../gateway/demo/provision-databases.ts';

/** A log that a real gateway has made, before anybody touches it. Nobody is connected to its database. */
export interface BaseLog {
  readonly databases: DatabaseUrls;
  readonly dataDir: string;
  readonly size: number;
  /** With the log's own key: who tampers holds everything that the operator holds. */
  readonly signer: CheckpointSigner;
  /** The signed checkpoint of all entries, as an outsider keeps it. */
  readonly checkpoint: string;
  /** A release anywhere in the log, and the file in which its agency keeps the answer with the receipt. */
  readonly target: number;
  readonly receiptFile: string;
  /** Releases all over the log: each tampering takes another one as its target. */
  readonly targets: readonly Pick<BaseLog, 'target' | 'receiptFile'>[];
  /** Index of a release of an agency that was revoked later, and of the revocation. */
  readonly released: number;
  readonly revoked: number;
  /** A copy of the log, taken by `audit mirror`. */
  readonly mirror: string;
}

/** A copy of that database, in which the owner has disabled the triggers for the time of the tampering. */
export interface Scratch {
  readonly owner: pg.Pool;
  /** The texts of all entries. */
  readonly entries: readonly string[];
  /** Replaces the entries, with their hashes, and puts a head over them: all of the log fits together again. */
  rewrite(entries: readonly string[]): Promise<void>;
  /** Puts the triggers back: else a node that starts would miss them, before it looks at the log. */
  restore(): Promise<void>;
}

/**
 * True: finds it, and names the entry; `found`: does not name it; `newest`: only among the entries that a node checks at
 * its start; `lost`: only where the entry itself is gone.
 */
export type Expected = boolean | 'found' | 'newest' | 'lost';

export interface Tampering {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly does: string;
  /** @returns the entry that must be named; null: no entry is another, and what is wrong is told without one */
  readonly run: (scratch: Scratch, base: BaseLog) => Promise<number | null>;
  /** It is done to a copy of the database, which is shown to others; the nodes go on with the original. */
  readonly onCopy?: true;
  /** Signs instead of the log's own key. */
  readonly otherKey?: true;
  /** Who must find it. */
  readonly found: {
    /** Who reads the whole log, and has an older checkpoint. */
    readonly checkpoint: Expected;
    /** Who has the receipt of the entry, and asks for it again. */
    readonly receipt: Expected;
    /** Who has a mirror. */
    readonly mirror: Expected;
    /** A node that runs; a node that starts with the head that its directory has kept. */
    readonly running: Expected;
    readonly starting: Expected;
    /** A witness that has cosigned the log before. */
    readonly witness: Expected;
  };
}

/** What one of them has found. */
export interface Finding {
  readonly found: boolean;
  /** Whether the entry is named, alone or among those between which it lies. */
  readonly named: boolean;
  readonly says: string;
}
