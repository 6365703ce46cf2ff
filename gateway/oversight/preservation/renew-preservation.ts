/** Renews a preservation by the word of two persons: the first proposes a new end, and an administrator asks for the same. */
import { rolesAllow } from '../../../sharing-rules/terms/roles.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { appendWord, secondWord } from '../../registry/two-people/second-word.ts';
import { refuseIfRemoved, refuseOfRemoved } from '../../release/revoke/grant-right.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import { judgePreservation, type PreservationDeps, refuseDenied } from './judge-preservation.ts';
import type { RenewalBody } from './preservation.schema.ts';
import {
  findPreservation,
  lockPreservation,
  renewPreservation as moveEnd,
  type Preservation,
  setRenewal,
} from './preservations-store.ts';
import { requireUntil } from './propose-preservation.ts';

export interface Renewed {
  readonly preservation: Preservation;
  /** True if it waits for another person. */
  readonly isOpen: boolean;
}

/** @throws GatewayError `malformed`, `not_found`, `refused`; `conflict` if it is not in force; as `secondWord` */
export async function renewPreservation(
  deps: PreservationDeps,
  id: string,
  { reason, until: given }: RenewalBody,
  by: Administrator,
): Promise<Renewed> {
  const { pool } = deps;
  const until = requireUntil(given, await readNow(pool));
  const judged = await judgePreservation(
    deps,
    requireFound(await findPreservation(pool, id), 'preservation'),
    by,
  );
  await refuseDenied(deps, judged);
  const { agency } = judged;
  const facts = { preservation: id, until: until.toISOString() };
  return inTransaction(pool, async (trx) => {
    await lockPreservation(trx, id);
    await refuseIfRemoved(trx, by);
    const found = requireFound(await findPreservation(trx, id), 'preservation');
    if (found.approvedAt === null)
      throw new GatewayError(
        'conflict',
        'it waits for its approval still: end it, and propose it with another end',
      );
    const word = { by, reason };
    const { isOpen, proposedBy } = await secondWord(
      trx,
      firstWord(found, until),
      {
        what: 'a renewal',
        told: { kind: 'preservation_proposed', agency, facts },
        insert: (_, first, entry) => setRenewal(trx, id, { by: first, entry, until }),
      },
      word,
    );
    if (!isOpen) {
      if (!rolesAllow(by.roles, 'approve_preservation'))
        throw new GatewayError('forbidden', 'an administrator must be the second who asks for this end');
      await refuseOfRemoved(
        trx,
        proposedBy,
        'the person who proposed this end was removed: propose it again',
      );
      await appendWord(trx, { kind: 'preservation_approved', agency, facts: { ...facts, proposedBy } }, word);
      if (!(await moveEnd(trx, id, by.personId)))
        throw new GatewayError('conflict', 'nobody proposes this end any more: propose it again');
    }
    return { isOpen, preservation: requireFound(await findPreservation(trx, id), 'preservation') };
  });
}

/** Another end is another proposal, which takes the place of the one before. */
function firstWord({ renewalBy, renewalEntry, renewalUntil }: Preservation, until: Date) {
  if (renewalBy === null || renewalUntil?.getTime() !== until.getTime()) return null;
  return { proposedBy: renewalBy, entry: renewalEntry as number };
}
