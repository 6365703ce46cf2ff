/** Resolves what an auditor typed: ORIs to agencies, plates to their search codes. */
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { type PlateKeys, plateHmac } from '../../audit/plate-hmac.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { agencyFilter } from '../../registry/agencies/agency-filter.ts';
import type { AuditFilter, PlateCode } from './audit-filter.ts';
import type { AuditSearch } from './audit-search.schema.ts';
import { findEnrolled } from './enrolled-store.ts';

/** Number of days on which a plate can be searched: details are kept for at least a year. */
const DAYS_OF_A_PLATE_SEARCH = 400;

/**
 * Resolves the filters, except for plate and case number.
 * @param officer the agency's own id
 * @throws GatewayError `malformed` for an invalid time or an ambiguous id; `not_found` if unknown
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
 * Returns the plate's search codes for every UTC day of the filter; without times, as far back as details go.
 * @throws GatewayError `malformed` if that is too many days
 */
export function plateCodes(
  plateKeys: PlateKeys,
  plate: string,
  filter: AuditFilter,
  now: number,
): PlateCode[] {
  const last = Math.min(filter.to ?? now, now);
  const first = filter.from ?? last - (DAYS_OF_A_PLATE_SEARCH - 1) * DAY;
  if (last - first > DAYS_OF_A_PLATE_SEARCH * DAY) {
    throw new GatewayError(
      'malformed',
      `a plate is looked for on at most ${DAYS_OF_A_PLATE_SEARCH} days: narrow \`from\` and \`to\``,
    );
  }
  const codes: PlateCode[] = [];
  for (let number = Math.floor(first / DAY); number * DAY <= last; number++) {
    const day = utcDay(number * DAY);
    codes.push({ day, code: plateHmac(plateKeys(day), plate) });
  }
  return codes;
}

/** Normalizes a plate. @throws GatewayError `malformed` for what cannot be a plate */
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
