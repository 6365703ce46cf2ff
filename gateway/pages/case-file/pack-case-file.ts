/** Packs what was released for a case as one ZIP: a document to read, the reads for a spreadsheet, and what proves both. */
import { strToU8, zipSync } from 'fflate';
import { csvRow } from '../../oversight/audit-search/csv-row.ts';
import type { ReleaseAnswer } from '../../query/query.schema.ts';
import { storyOf } from '../story/tell-story.ts';
import { type CaseFile, caseFilePdf } from './case-file-pdf.ts';

const COLUMNS = [
  ...['number', 'read_id', 'captured_at', 'plate', 'plate_state', 'confidence', 'camera_id', 'camera_name'],
  ...['lat', 'lon', 'direction', 'make', 'model', 'color', 'body_style'],
];

export async function packCaseFile(file: CaseFile): Promise<Buffer> {
  const { madeAt, receipt, release } = file;
  const json = (value: unknown) => strToU8(`${JSON.stringify(value, null, 2)}\n`);
  const files = {
    'case-file.pdf': await caseFilePdf(file),
    'reads.csv': strToU8(readsCsv(release)),
    'answer.json': json(release),
    'case-file-receipt.json': json({ receipt }),
  };
  return Buffer.from(zipSync(files, { mtime: madeAt }));
}

function readsCsv({ reads }: ReleaseAnswer): string {
  const rows = storyOf(reads)
    .flatMap((plate) => plate.reads)
    .map(({ number, read: { camera, vehicle, ...read } }) =>
      csvRow([
        ...[number, read.readId, read.capturedAt, read.plate, read.plateState, read.confidence],
        ...[camera.id, camera.name, camera.lat, camera.lon, read.direction],
        ...[vehicle.make, vehicle.model, vehicle.color, vehicle.bodyStyle],
      ]),
    );
  return csvRow(COLUMNS) + rows.join('');
}
