/** Takes reads of plates into the store of a test, each by a camera of its own. */
import pg from 'pg';
import { connectionSettings } from '../../../../gateway/database/db.ts';
import { parseRead } from '../../../../gateway/reads/parse-read.ts';
import { writeReads } from '../../../../gateway/reads/write-reads.ts';

export interface RowToTake {
  readonly plate: string;
  /** Ms since the epoch. */
  readonly capturedAt: number;
  readonly sourceType: 'fixed' | 'uas';
  /** Null: the camera could not tell it. Default: Colorado. */
  readonly plateState?: string | null;
}

/** @param url of the owner of the store */
export function readsTaker(url: string): (rows: readonly RowToTake[]) => Promise<void> {
  let camera = 0;
  return async (rows) => {
    const client = new pg.Client(connectionSettings(url, { applicationName: 'test' }));
    await client.connect();
    const now = Date.now();
    const reads = rows.map(({ capturedAt, ...row }) => {
      camera += 1;
      const at = { capturedAt: new Date(capturedAt).toISOString() };
      const raw = { plateState: 'CO', ...row, ...at, cameraId: `cam-${camera}`, cameraName: 'Dahlia St' };
      const read = parseRead(raw, { now, retentionDays: 30 });
      if ('fault' in read) throw new Error(read.fault);
      return read;
    });
    await writeReads(client, reads).finally(() => client.end());
  };
}
