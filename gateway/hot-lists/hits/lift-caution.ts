/**
 * Lifts what was said to be wrong about the hits of a plate and entry: one person proposes it, another one does it. An
 * officer whose report is lifted may have wanted to protect whom the entry names, so the Chief is told.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { appendWord, secondWord, type Word } from '../../registry/two-people/second-word.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { findHit } from '../lists/hits-store.ts';
import {
  countReports,
  findLiftProposal,
  findSaid,
  liftSaid,
  proposeLift,
  type SaidInForce,
  tellCaution,
} from './wrong-hits-store.ts';

export interface Lifted {
  readonly hitId: string;
  /** `proposed`: the caution stays until another person lifts it. */
  readonly status: 'proposed' | 'lifted';
  readonly index: number;
}

/** A suspicion against an officer, as the oversight's reports of misuse take it. */
interface Suspicion {
  readonly kind: string;
  readonly agency: { readonly id: number; readonly ori: string };
  readonly officerId: string | null;
  readonly concerns: null;
  readonly pattern: Buffer;
  readonly entries: readonly number[];
  readonly summary: string;
  readonly by: null;
}

export interface LiftDeps {
  readonly pool: pg.Pool;
  readonly reportMisuse: (trx: Transaction, suspicions: readonly Suspicion[], now: Date) => Promise<unknown>;
}

/** @throws GatewayError `not_found`; `conflict` if there is no caution; and what `refuseIfRemoved` and `secondWord` throw */
export function liftCaution({ pool, reportMisuse }: LiftDeps, id: string, word: Word): Promise<Lifted> {
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, word.by);
    const hit = await findHit(trx, id);
    if (hit === null) throw new GatewayError('not_found', 'no hit has this id');
    const said = await findSaid(trx, id);
    if (said.length === 0)
      throw new GatewayError('conflict', 'the hits of this plate and entry carry no caution');
    const takes = {
      what: 'the lifting of a caution',
      told: { kind: 'hit_wrong', agency: null, facts: { hit: id, status: 'lift_proposed' } },
      insert: (_: Transaction, by: string, entry: number) => proposeLift(trx, id, by, entry),
    } as const;
    const first = await secondWord(trx, await findLiftProposal(trx, id), takes, word);
    if (first.isOpen) return { hitId: id, status: 'proposed', index: first.entry };
    const facts = { hit: id, status: 'lifted', proposedBy: first.proposedBy };
    const { index, now } = await appendWord(trx, { kind: 'hit_wrong', agency: null, facts }, word);
    await liftSaid(trx, id, first, word.by.personId);
    const officers = new Map(said.map((one) => [`${one.agencyId} ${one.officer}`, one]));
    for (const one of officers.values()) {
      const suspicion = await suspicionOf(trx, id, one);
      if (suspicion !== null) await reportMisuse(trx, [suspicion], now);
    }
    await tellCaution(trx, hit);
    return { hitId: id, status: 'lifted', index };
  });
}

/** Says who reported it, and how often that officer did; null for a reviewer's own word. */
async function suspicionOf(trx: Transaction, hitId: string, said: SaidInForce): Promise<Suspicion | null> {
  const { agency, agencyId, officer, officerId } = said;
  if (agency === null || agencyId === null || officer === null) return null;
  const { inThirtyDays } = await countReports(trx, { agencyId, officer, hitId });
  const often = inThirtyDays.length === 1 ? '1 hit' : `${inThirtyDays.length} hits`;
  return {
    kind: 'wrong_hit_unfounded',
    agency: { id: agencyId, ori: agency },
    officerId,
    concerns: null,
    pattern: createHash('sha256').update(`wrong_hit_unfounded ${said.index}`).digest(),
    entries: [...new Set([...inThirtyDays, said.index])],
    summary: `an officer reported a hit as wrong, and two persons lifted that; the officer has reported ${often} in 30 days`,
    by: null,
  };
}
