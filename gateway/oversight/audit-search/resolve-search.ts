/** From what an auditor typed to what is looked for: ORIs to agencies, plates to their search codes. */
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { type PlateKeys, plateHmac } from '../../audit/plate-hmac.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { agencyFilter } from '../../registry/agencies/agency-filter.ts';
import type { AuditFilter } from './audit-filter.ts';
import type { AuditSearch } from './audit-search.schema.ts';
import { findEnrolled } from './enrolled-store.ts';

/** Details are kept for at least a year; a plate is looked for on each of so many days. */
const DAYS_OF_A_PLATE_SEARCH = 400;

/**
 * @param officer the agency's own id
 * @throws GatewayError `malformed` for a time that is none, or an officer whom several agencies have; `not_found` for an
 * unknown agency or officer
 */
export async function resolveSearch(
  db: Queryable,
  search: AuditSearch,
  officer?: string,
): Promise<AuditFilter> {
  const { agency: ori, from, to, kind, effect, purpose, reason, releaseId } = search;
  const ofAgency = await agencyFilter(db, ori);
  const officerId =
    officer === undefined ? search.officerId : await officerOf(db, officer, ofAgency.agencyId);
  const sought = {
    ...ofAgency,
    kind,
    effect,
    purpose,
    reason,
    officerId,
    releaseId,
    from: from === undefined ? undefined : parseTime(from, 'from'),
    to: to === undefined ? undefined : parseTime(to, 'to'),
  };
  return Object.fromEntries(Object.entries(sought).filter(([, value]) => value !== undefined));
}

async function officerOf(db: Queryable, reference: string, agencyId: number | undefined): Promise<string> {
  const [one, ...others] = await findEnrolled(db, reference.trim(), agencyId);
  if (one === undefined) {
    throw new GatewayError(
      'not_found',
      'no officer who asked has this id: `officer` is the id that the agency gives',
    );
  }
  if (others.length === 0) return one;
  throw new GatewayError('malformed', 'officers of several agencies have this id: give `agency` too');
}

/**
 * The plate's search codes on every UTC day that the filter covers; without times, as far back as details go.
 * @throws GatewayError `malformed` where that is too many days
 */
export function plateCodes(plateKeys: PlateKeys, plate: string, filter: AuditFilter, now: number): Buffer[] {
  const last = Math.min(filter.to ?? now, now);
  const first = filter.from ?? last - (DAYS_OF_A_PLATE_SEARCH - 1) * DAY;
  if (last - first > DAYS_OF_A_PLATE_SEARCH * DAY) {
    throw new GatewayError(
      'malformed',
      `a plate is looked for on at most ${DAYS_OF_A_PLATE_SEARCH} days: narrow \`from\` and \`to\``,
    );
  }
  const codes: Buffer[] = [];
  for (let day = Math.floor(first / DAY); day * DAY <= last; day++) {
    codes.push(plateHmac(plateKeys(utcDay(day * DAY)), plate));
  }
  return codes;
}

/** @throws GatewayError `malformed` for what cannot be a plate. */
export function plateOf(text: string): string {
  const plate = normalisePlate(text);
  if (plate === null) throw new GatewayError('malformed', '`plate` must be letters and digits');
  return plate;
}

function parseTime(text: string, name: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new GatewayError('malformed', `\`${name}\` is not a valid time`);
  return time;
}
