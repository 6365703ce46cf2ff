/** The fourteen ways in which the database's owner, who holds the log's key too, rewrites what has happened. */
import type { BaseLog, Scratch, Tampering } from './tampering.ts';

/** The verifier and the mirror say from where on the log is another one; the receipt names its entry. */
const OUTSIDE = { checkpoint: 'found', receipt: true, mirror: 'found' } as const;
const EVERYBODY = { ...OUTSIDE, running: true, starting: true, witness: true } as const;
/** The newest entries are gone, down to where it is said. */
const CUT = { ...EVERYBODY, checkpoint: true, receipt: 'lost', mirror: true } as const;
const NO_NODE = { running: false, starting: false } as const;
/** @param members of the entry, changed */
const changed = (text: string, change: (entry: Record<string, unknown>) => object): string => {
  const entry = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify({ ...entry, ...change(entry) });
};

/** Everything that one entry says is changed, and all hashes after it are made anew. */
const rewritten =
  (change: (entry: Record<string, unknown>) => object): Tampering['run'] =>
  async ({ entries, rewrite }: Scratch, { target }: BaseLog) => {
    await rewrite(entries.map((text, i) => (i === target ? changed(text, change) : text)));
    return target;
  };

const spliced =
  (splice: (entries: string[], target: number) => void): Tampering['run'] =>
  async ({ entries, rewrite }, { target }) => {
    const copy = [...entries];
    splice(copy, target);
    await rewrite(copy);
    return target;
  };

const minuteEarlier = ({ minute }: Record<string, unknown>) => {
  const before = new Date(Date.parse(String(minute).replace('Z', ':00Z')) - 60_000);
  return { minute: `${before.toISOString().slice(0, 16)}Z` };
};

const NOBODY = { checkpoint: false, receipt: false, mirror: false, ...NO_NODE, witness: false } as const;

/** The control: whoever suspects it would suspect everything. */
export const UNTOUCHED: Tampering = {
  name: 'untouched',
  does: 'nothing is done to the log',
  run: async () => null,
  found: NOBODY,
};

export const TAMPERINGS: readonly Tampering[] = [
  {
    name: 'edit',
    does: 'the text of an entry is changed, and its hash is not',
    run: async ({ owner }, { target }) => {
      await owner.query(`UPDATE log_entry SET entry = replace(entry, '"v":1', '"v":2') WHERE index = $1`, [
        target,
      ]);
      return target;
    },
    found: {
      checkpoint: true,
      receipt: true,
      mirror: true,
      running: false,
      starting: 'newest',
      witness: false,
    },
  },
  {
    name: 'delete',
    does: 'a release is taken out, and those after it move up',
    run: spliced((entries, target) => entries.splice(target, 1)),
    found: EVERYBODY,
  },
  {
    name: 'reorder',
    does: 'a release changes places with the entry after it',
    run: spliced((entries, target) => {
      const [one, next] = entries.slice(target, target + 2) as [string, string];
      entries.splice(target, 2, next, one);
    }),
    found: EVERYBODY,
  },
  {
    name: 'insert',
    does: 'a refusal that never was is put before a release',
    run: spliced((entries, target) => {
      const made = changed(entries[target] as string, () => ({
        kind: 'refusal',
        effect: 'deny',
        grant: null,
      }));
      entries.splice(target, 0, made);
    }),
    found: EVERYBODY,
  },
  {
    name: 'truncate',
    does: 'the newest entries are removed, a release among them',
    run: spliced((entries, target) => entries.splice(target)),
    found: CUT,
  },
  {
    name: 'fork',
    does: 'from a release on the log is another one, and longer',
    run: spliced((entries, target) => {
      for (let i = target; i < entries.length; i++) entries[i] = changed(entries[i] as string, minuteEarlier);
      entries.push(entries.at(-1) as string);
    }),
    found: EVERYBODY,
  },
  {
    name: 're-sign',
    does: 'the log is signed by another key',
    run: async () => null,
    otherKey: true,
    found: { checkpoint: 'found', receipt: 'found', mirror: 'found', ...NO_NODE, witness: true },
  },
  {
    name: 'salt',
    does: 'the salt of a release’s detail is another one, so that nobody can show what it said',
    run: async ({ owner }, { target }) => {
      await owner.query('UPDATE audit_detail SET asker_salt = sha256(asker_salt) WHERE index = $1', [target]);
      return target;
    },
    found: { checkpoint: false, receipt: true, mirror: false, ...NO_NODE, witness: false },
  },
  {
    name: 'minute',
    does: 'a release is said to have been a minute earlier',
    run: rewritten(minuteEarlier),
    found: EVERYBODY,
  },
  {
    name: 'gap',
    does: 'the row of an entry is gone, and the head is not changed',
    run: async ({ owner }, { target }) => {
      await owner.query('DELETE FROM log_entry WHERE index = $1', [target]);
      return target;
    },
    found: {
      checkpoint: true,
      receipt: true,
      mirror: true,
      running: false,
      starting: 'newest',
      witness: false,
    },
  },
  {
    name: 'relabel',
    does: 'a release is said to have been a refusal',
    run: rewritten(() => ({ kind: 'refusal', effect: 'deny' })),
    found: EVERYBODY,
  },
  {
    name: 'release-after-revoke',
    does: 'a gateway that was altered releases to an agency whose grants are revoked, and logs it',
    run: async ({ entries, rewrite }, { released, revoked }) => {
      await rewrite([...entries, changed(entries[released] as string, () => ({ epoch: revoked }))]);
      return entries.length;
    },
    found: { checkpoint: true, receipt: false, mirror: true, ...NO_NODE, witness: false },
  },
  {
    name: 'rollback',
    does: 'the log is put back to where it was at three quarters, as by an older backup',
    run: async ({ entries, rewrite }, { size }) => {
      const left = Math.floor(0.75 * size);
      await rewrite(entries.slice(0, left));
      return left;
    },
    found: CUT,
  },
  {
    name: 'split-view',
    does: 'one reader is shown another log than everybody else',
    run: rewritten(minuteEarlier),
    // The nodes' own database is not touched: only what that reader is shown is another.
    onCopy: true,
    found: { ...OUTSIDE, ...NO_NODE, witness: true },
  },
];
