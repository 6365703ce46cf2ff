/** The reads of one release as CSV, a line each, with the release that they were part of. */
import { csvRow } from '../audit-search/csv-row.ts';
import type { Evidence } from './make-evidence.ts';
import type { EvidenceRead } from './present-evidence.ts';

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
] as const;

export function evidenceCsv({ reads, release }: Pick<Evidence, 'reads' | 'release'>): string {
  const { index, query, releaseId } = release;
  const rows = (JSON.parse(reads.text) as readonly EvidenceRead[]).map(
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
      ]),
  );
  return csvRow(COLUMNS) + rows.join('');
}
