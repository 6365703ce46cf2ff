/** What an officer stated to have happened, as columns of the log's CSV: behind all others, which keep their places. */
import { placeText } from '../../../sharing-rules/incident/places.ts';
import { isIncident } from '../../../sharing-rules/terms/incident.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import type { AuditEntry } from './audit-entries-store.ts';

export const STATED = [
  'offense',
  'incidentKind',
  'occurredFrom',
  'occurredTo',
  'place',
  'vehicle',
  'reportedBy',
  'reportingAgency',
  'grade',
] as const;

const NOTHING: readonly null[] = STATED.map(() => null);

/** A cell for each of `STATED`; empty where nothing was stated, or it is no longer kept. */
export function statedIn(kept: AuditEntry['kept']): readonly (string | null)[] {
  // Most entries state no incident: their detail, which was read once already, is not read again for it.
  if (!kept?.owner.detail.includes('"incident":')) return NOTHING;
  const { input } = parseDetail(kept.owner.detail) as {
    readonly input?: { readonly query?: Partial<Query> };
  };
  const { incident, offense } = input?.query?.purpose ?? {};
  if (!isIncident(incident)) return NOTHING;
  const { agencyOri, grade, kind, occurred, place, reportedBy, vehicle } = incident;
  const { from, to = null } = occurred;
  return [
    offense === undefined ? null : `${offense.system} ${offense.code}`,
    kind,
    timeOf(from),
    typeof to === 'number' ? timeOf(to) : to,
    placeText(place),
    vehicle,
    reportedBy,
    agencyOri ?? null,
    grade ?? null,
  ];
}

const timeOf = (ms: number) => new Date(ms).toISOString();
