/** Tells if open pages may stay: session, officer's standing, and the agency's newest revocation record. */
import { findRows, type Queryable } from '../../database/queryable.ts';
import type { Registration } from '../../identity/registrations-store.ts';
import { STANDS } from './sessions-store.ts';

export interface AskedStanding {
  readonly id: Buffer;
  readonly agencyId: number;
  readonly personId: string | null;
}

export interface Standing {
  readonly isSession: boolean;
  readonly isSuspended: boolean;
  /** The epoch of the newest revocation record that binds the agency. */
  readonly epoch: number;
}

/** Finds them in the order asked for. This counts as no activity: who only looks at a page does nothing. */
export const findStandings = (db: Queryable, asked: readonly AskedStanding[]) =>
  findRows<Standing>(
    db,
    `SELECT EXISTS (SELECT 1 FROM page_session WHERE id = p.id AND ${STANDS}) AS "isSession",
       EXISTS (SELECT 1 FROM officer o WHERE o.agency_id = p.agency_id AND o.reference = p.person_id
         AND o.status = 'suspended') AS "isSuspended",
       greatest(s.epoch, (SELECT a.epoch FROM agency a WHERE a.id = p.agency_id)) AS epoch
     FROM unnest($1::bytea[], $2::bigint[], $3::text[]) WITH ORDINALITY AS p (id, agency_id, person_id, place),
       sharing_state s
     ORDER BY p.place`,
    [asked.map(({ id }) => id), asked.map(({ agencyId }) => agencyId), asked.map(({ personId }) => personId)],
  );

/** Returns the epoch that ends what somebody sees: people with a role see what is the owner's own. */
export function epochFor({ roles }: Pick<Registration, 'roles'>, { epoch }: Pick<Standing, 'epoch'>): number {
  return roles.length > 0 ? 0 : epoch;
}
