/**
 * Takes an alert of the vendor: the read that it tells of is matched like any read of an own store, and a match is a hit.
 * Nobody is told by this; each hit is judged and committed before it leaves, like any other.
 */
import type pg from 'pg';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { type ShapedRead, toRead } from '../../reads/sources/flock/to-read.ts';
import { insertHits } from '../hits/found-hits-store.ts';
import { findMatchedEntries } from '../hits/matched-entries-store.ts';
import type { Alert } from './alert.schema.ts';

export interface AlertDeps {
  readonly pool: pg.Pool;
  readonly networkId: string;
  readonly now: () => number;
}

/**
 * An alert comes within seconds; an older one is not believed, so that one that was overheard cannot be sent again for
 * long. Within the hour the same alert gives the same hit, which is there once.
 */
const LONGEST_AGO = 3_600_000;
/** Milliseconds by which the vendor's clock may be ahead of ours. */
const LONGEST_AHEAD = 60_000;

/** @throws the database's error */
export async function takeAlert(alert: Alert, { networkId, now, pool }: AlertDeps): Promise<void> {
  const read = readOf(alert, networkId, now());
  if (read === null) return;
  const { capturedAt, readId } = read;
  const copy = { readId, capturedAt: new Date(capturedAt), text: canonicalJson(read.shown) };
  const matches = await findMatchedEntries(pool, [read.shown], { now: now(), writesZeroForO: true });
  const hits = matches.map((match) => ({ ...match, read: copy, ofVendor: true }));
  await inTransaction(pool, (trx) => insertHits(trx, hits));
}

/** Returns null for a read of another network, without a plate, from too long ago or from the future. */
function readOf(alert: Alert, networkId: string, now: number): ShapedRead | null {
  const { ocr } = alert;
  const plate = normalisePlate(ocr?.label ?? '');
  if (plate === null) return null;
  const read = {
    id: alert.objectId,
    capturedAt: alert.eventTime,
    plate: { plate, confidence: ocr?.labelConfidence ?? 0 },
    state: ocr?.state ? { state: ocr.state } : null,
    device: {
      id: alert.deviceExternalId,
      name: alert.deviceName ?? alert.deviceExternalId,
      network: { id: alert.networkExternalId ?? '' },
      location: { latitude: alert.deviceLat ?? null, longitude: alert.deviceLong ?? null },
    },
  };
  const query = {
    plate: { number: plate, match: 'exact' as const },
    from: now - LONGEST_AGO,
    to: now + LONGEST_AHEAD,
    limit: 1,
  };
  return toRead(read, { networkId, query });
}
