/** Approves a preservation as the second person: judges it again, copies the reads, and logs how many and their hash. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { MOST_PRESERVED } from '../../../sharing-rules/preserving.ts';
import type { ReadsSourceName } from '../../../sharing-rules/terms/reads-sources.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { type FoundReads, findReads } from '../../reads/reads-store.ts';
import { approveByTwo } from '../../registry/two-people/approve-by-two.ts';
import { requireTwoPeople } from '../../registry/two-people/require-two-people.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import { judgePreservation, type PreservationDeps, refuseDenied } from './judge-preservation.ts';
import { memberOf } from './kept-for.ts';
import {
  findPreservation,
  lockPreservation,
  type Preservation,
  preserveReads,
} from './preservations-store.ts';

const WHAT = 'a preservation';
/** Names the store that is copied from. A vendor's cloud answers one query at a time, and is never copied. */
const SOURCE: ReadsSourceName = 'postgres';

/**
 * @throws GatewayError `not_found`; `conflict` if it is in force already, for too many reads, and where a vendor keeps
 * them; `refused`; as `approveByTwo`
 */
export async function approvePreservation(
  deps: PreservationDeps,
  id: string,
  by: Administrator,
): Promise<Preservation> {
  const { pool, readsPool } = deps;
  if (readsPool === null) {
    throw new GatewayError(
      'conflict',
      'a vendor keeps the reads that this gateway releases: have the vendor hold them, and name the case in its own audit',
    );
  }
  const seen = await findWaiting(pool, id);
  await requireTwoPeople(pool, WHAT, seen.proposedBy, by.personId);
  const judged = await judgePreservation(deps, seen, by);
  await refuseDenied(deps, judged);
  const copied = await copyReads(readsPool, seen);
  return approveByTwo(pool, by, {
    what: WHAT,
    find: (db) => findWaiting(db, id),
    lock: (trx) => lockPreservation(trx, id),
    gone: 'the person who proposed this was removed: propose it again',
    set: async (trx, { proposedBy }) => {
      await appendOwnerEvent(trx, {
        kind: 'preservation_approved',
        agency: judged.agency,
        owner: {
          ...{ by: by.personId, secondFactor: by.secondFactor, proposedBy, preservation: id },
          ...memberOf(seen),
          ...{ source: SOURCE, takenAt: new Date(judged.input.now).toISOString(), reads: copied.count },
          readsHash: createHash('sha256').update(copied.text).digest('base64'),
        },
      });
      if (!(await preserveReads(trx, id, { approvedBy: by.personId, source: SOURCE, reads: copied.text })))
        throw notWaiting();
      return requireFound(await findPreservation(trx, id), 'preservation');
    },
  });
}

async function findWaiting(db: Parameters<typeof findPreservation>[0], id: string): Promise<Preservation> {
  const found = requireFound(await findPreservation(db, id), 'preservation');
  if (found.approvedAt !== null) throw notWaiting();
  return found;
}

const notWaiting = () =>
  new GatewayError('conflict', 'this preservation does not wait for an approval any more: see how it stands');

async function copyReads(
  readsPool: pg.Pool,
  { from, plate, to }: Preservation,
): Promise<Pick<FoundReads, 'count' | 'text'>> {
  const window = { from: from.getTime(), to: to.getTime(), limit: MOST_PRESERVED };
  const [found] = await findReads(readsPool, [{ plate: { number: plate, match: 'exact' }, ...window }]);
  if (found === undefined) throw new Error('the store gave no answer');
  if (found.next === null) return found;
  throw new GatewayError(
    'conflict',
    `there are more than ${MOST_PRESERVED} reads in the window: end this proposal, and propose a narrower one`,
  );
}
