/** Invented reads for tests, put into a real store as an ingest would. */
import pg from 'pg';
import { parseRead, type StoredRead } from '../../../gateway/reads/parse-read.ts';
import type { DeliveredRead } from '../../../gateway/reads/read.schema.ts';
import { writeReads } from '../../../gateway/reads/write-reads.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function deliveredRead(changes: Partial<DeliveredRead> & { capturedAt: string }): DeliveredRead {
  return { plate: 'TST0001', cameraId: 'CAM-1', cameraName: 'Camera one', ...changes };
}

/** Judged as on the day of capture, so that reads can be older than the limit. */
function storedRead(delivered: DeliveredRead): StoredRead {
  const read = parseRead(delivered, { now: Date.parse(delivered.capturedAt), retentionDays: 30 });
  if ('fault' in read) throw new Error(read.fault);
  return read;
}

export async function takeReads(ownerUrl: string, delivered: readonly DeliveredRead[]): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await writeReads(client, delivered.map(storedRead));
  } finally {
    await client.end();
  }
}
