/** Gives answers 3 and 4 of the monthly audit: with whom the owner shares, and if a stop stops (P1, P2). */
import { decideEligibility } from '../../../sharing-rules/administer.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findAgencies } from '../../registry/agencies/agencies-store.ts';
import { readFacts } from '../../release/facts/facts-store.ts';
import { type AuditGround, answer } from './audit-answer.ts';
import type { AuditAnswer, Discrepancy } from './monthly-audit.schema.ts';
import {
  findGranted,
  findProbers,
  findUnderEndedRight,
  findVendorOthers,
  findWithoutEffect,
  insertProbe,
} from './revocation-store.ts';

/**
 * Answers 3: which agencies had a grant in force during the month? If it still is in force, the agency is
 * judged again by its class and papers, not by its name. The registry does not keep earlier papers: a change
 * that bars an agency ends its grant in the same transaction.
 */
export async function auditSharingList({ db, month, now, owner }: AuditGround): Promise<AuditAnswer> {
  const granted = await findGranted(db, month, now);
  const facts = await readFacts(
    db as Transaction,
    granted.filter(({ stands }) => stands).map(({ id }) => id),
  );
  const discrepancies: Discrepancy[] = [];
  const shared = granted.map(({ class: kind, id, ori }) => {
    const agency = facts.agencies.get(id)?.agency;
    if (agency === undefined) return { ori, class: kind, reasons: [], ended: true };
    const reasons = decideEligibility({ owner, agency, partnerOri: ori, now: now.getTime() });
    const codes = reasons.map(({ code }) => code);
    if (codes.length > 0) {
      discrepancies.push({
        summary: `a grant is in force to an agency that is barred: ${codes.join(', ')}`,
        agencyId: id,
      });
    }
    return { ori, class: kind, reasons: codes };
  });
  return answer('is sharing limited to eligible agencies?', shared.length > 0, { shared }, discrepancies);
}

/**
 * Answers 4 by a live probe: asks the database, inside a savepoint, to let a barred agency in, and searches
 * the log for a release under a right that had ended.
 */
export async function auditRevocation(ground: AuditGround, trx: Transaction): Promise<AuditAnswer> {
  const { byHand, db, month } = ground;
  const discrepancies: Discrepancy[] = [];
  const probed = await probeConstraint(trx);
  if (probed === 'let in')
    discrepancies.push({ summary: 'the database let a grant to a barred agency be active' });
  const late = await findUnderEndedRight(db, month);
  if (late.length > 0) {
    discrepancies.push({ summary: 'releases were committed under a right that had ended', entries: late });
  }
  const open = await findWithoutEffect(db);
  if (open.length > 0)
    discrepancies.push({ summary: 'a revocation has not become effective', entries: open });
  if (byHand?.vendorSharingOff === false) {
    discrepancies.push({ summary: "the vendor's own sharing was not found off: it goes around the gateway" });
  }
  const others = await findVendorOthers(db, month.from);
  if (others !== null && others > 0) {
    discrepancies.push({
      summary: `the vendor sends its alerts to others too (${others}): that goes around the gateway`,
    });
  }
  const facts = {
    ...{ probe: probed, underEndedRight: late.length, withoutEffect: open.length },
    ...(others === null ? {} : { vendorOthers: others }),
    ...(byHand === null ? {} : { vendorSharingOff: byHand.vendorSharingOff }),
  };
  const question = 'do revocation and the out-of-state switch work?';
  return answer(question, probed !== 'nobody barred', facts, discrepancies);
}

/** Returns `refused` if all is well; `nobody barred` if the registry has no barred agency to try. */
async function probeConstraint(trx: Transaction): Promise<'refused' | 'let in' | 'nobody barred'> {
  const barred = (await findAgencies(trx, { limit: 200 })).find(
    ({ boundByArticle74, class: kind, has287g }) => {
      return kind === 'federal' || kind === 'out_of_state' || has287g || !boundByArticle74;
    },
  );
  if (barred === undefined) return 'nobody barred';
  const probers = await findProbers(trx);
  await trx.query('SAVEPOINT probe');
  try {
    await insertProbe(trx, barred.id, probers);
    return 'let in';
  } catch {
    return 'refused';
  } finally {
    // RELEASE, too: later rows would otherwise have another transaction id than the one at COMMIT.
    await trx.query('ROLLBACK TO SAVEPOINT probe; RELEASE SAVEPOINT probe');
  }
}
