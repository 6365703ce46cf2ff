/** Writes the reads of one release as CSV, a line each, with the release that they were part of. */
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';
import { csvRow } from '../audit-search/csv-row.ts';
import type { Evidence } from './make-evidence.ts';
import { officerOf } from './present-evidence.ts';

const COLUMNS = [
  ...[
    'log_entry',
    'release_id',
    'case_number',
    'read_id',
    'captured_at',
    'plate',
    'plate_state',
    'confidence',
  ],
  ...['camera_id', 'camera_name', 'lat', 'lon', 'direction', 'make', 'model', 'color', 'body_style'],
  ...['officer_id', 'officer_name', 'officer_ori', 'agency', 'agency_name', 'shared_by', 'shared_by_name'],
  ...['made_by', 'made_at'],
] as const;

export function evidenceCsv({
  made,
  reads,
  release,
  sharedBy,
}: Pick<Evidence, 'made' | 'reads' | 'release' | 'sharedBy'>): string {
  const { agency, agencyName, index, query, releaseId } = release;
  const officer = officerOf(release);
  const rows = (JSON.parse(reads.text) as readonly ShownRead[]).map(
    ({ camera, capturedAt, confidence, direction, plate, plateState, readId, vehicle }) =>
      csvRow([
        ...[
          index,
          releaseId,
          query.purpose.caseNumber ?? null,
          readId,
          capturedAt,
          plate,
          plateState,
          confidence,
        ],
        ...[camera.id, camera.name, camera.lat, camera.lon, direction],
        ...[vehicle.make, vehicle.model, vehicle.color, vehicle.bodyStyle],
        ...[officer?.id ?? null, officer?.name ?? null, officer?.ori ?? null],
        ...[agency, agencyName, sharedBy.ori, sharedBy.name, made.by, made.at.toISOString()],
      ]),
  );
  return csvRow(COLUMNS) + rows.join('');
}
