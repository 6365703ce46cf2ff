/** Tells in CSV columns what an officer stated, the same way in the log's export and for a records office. */
import { placeText } from '../../../sharing-rules/incident/places.ts';
import { isIncident } from '../../../sharing-rules/terms/incident.ts';
import type { Purpose, Query } from '../../../sharing-rules/terms/query.ts';
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

/** Returns a cell for each column of `STATED`; null if the fact was not stated or is no longer kept. */
export function statedIn(kept: AuditEntry['kept']): readonly (string | null)[] {
  // Most entries state no incident: their detail, which was read once already, is not read again for it.
  if (!kept?.owner.detail.includes('"incident":')) return NOTHING;
  const { input } = parseDetail(kept.owner.detail) as {
    readonly input?: { readonly query?: Partial<Query> };
  };
  return statedCells(input?.query?.purpose ?? {});
}

/** Returns the same cells for a purpose; gives the offense even of a query with words instead. */
export function statedCells({
  incident,
  offense,
}: Pick<Purpose, 'incident' | 'offense'>): readonly (string | null)[] {
  const cited = offense === undefined ? null : `${offense.system} ${offense.code}`;
  if (!isIncident(incident)) return [cited, ...NOTHING.slice(1)];
  const { agencyOri, grade, kind, occurred, place, reportedBy, vehicle } = incident;
  const { from, to = null } = occurred;
  return [
    cited,
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
