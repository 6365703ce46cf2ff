/** The log as this node follows it, held against what the node's commits and its lease have seen. */
import { FollowedLog } from '../../audit/follow/followed-log.ts';
import { waitUntilHeld } from '../../database/durability.ts';
import type { Queryable } from '../../database/queryable.ts';
import { lastingTrouble, type TroubleLog } from '../../faults/lasting-trouble.ts';
import { type Repeated, repeat } from '../../faults/repeat.ts';
import type { HeadWitness } from './head-witness.ts';

/**
 * Stops a node that finds another log than it knows: by its witness, at the next commit and the next renewal.
 * From the start it knows what it has derived before. A head counts, and is signed, once all servers that
 * must hold it do, and the entries lead to it: until then it is only compared.
 */
export function followLog({ db, witness }: { readonly db: Queryable; readonly witness: HeadWitness }) {
  let heldUpTo = 0;
  return new FollowedLog({
    db,
    known: witness.derived,
    derived: () => witness.derived,
    onGrown: (head) => witness.remember(head),
    onFork: () => witness.distrust(),
    see: async (read) => {
      const before = witness.highest;
      const head = await read();
      if (head === null) return head;
      if (head.size > heldUpTo) await waitUntilHeld(db);
      heldUpTo = Math.max(heldUpTo, head.size);
      witness.compare(before, head);
      return head;
    },
  });
}

/** Ms between two looks, whether or not anybody asks for a checkpoint: a fork is found all the same. */
const LOOK_EVERY = 5_000;

export function keepFollowing(followed: FollowedLog, log: TroubleLog): Repeated {
  const trouble = lastingTrouble(log, {
    trouble: 'the log could not be followed; it is tried again',
    end: 'the log is followed again',
  });
  return repeat(LOOK_EVERY, () =>
    followed.head().then(trouble.isOver, (error) => trouble.lasts({ code: error.code })),
  );
}
