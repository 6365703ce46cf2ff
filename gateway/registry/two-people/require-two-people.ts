/** Refuses to one human being an act that takes two. The database refuses it, too, where it is written. */
import { decideApproval } from '../../../sharing-rules/administer.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findEmployeeIds } from './employee-ids-store.ts';

/**
 * @param what the thing that takes two, as the beginning of a sentence: `a grant`
 * @throws GatewayError `forbidden` for one human being, or if it is not certain that they are two
 */
export async function requireTwoPeople(
  db: Queryable,
  what: string,
  proposedBy: string,
  approvedBy: string,
): Promise<void> {
  const employees = await findEmployeeIds(db, [proposedBy, approvedBy]);
  const [proposer, approver] = [proposedBy, approvedBy].map((personId) => ({
    personId,
    employeeId: employees.get(personId) ?? null,
  })) as [Parameters<typeof decideApproval>[0], Parameters<typeof decideApproval>[1]];
  const answer = decideApproval(proposer, approver);
  if (answer === 'approved') return;
  throw new GatewayError(
    'forbidden',
    answer === 'employee_unknown'
      ? `${what} takes two people, and one of these persons has no employee id: give them one with \`register\``
      : `${what} takes two persons: another administrator must approve it`,
  );
}

/**
 * Refuses a proposal that nobody could carry out: without an employee id it is not certain that another
 * person is another human being.
 * @throws GatewayError `forbidden`
 */
export async function requireEmployeeId(db: Queryable, personId: string): Promise<void> {
  if ((await findEmployeeIds(db, [personId])).has(personId)) return;
  throw new GatewayError(
    'forbidden',
    'this takes two people, and you have no employee id: have the owner give you one with `register`',
  );
}
