/** Entries that one connection appends a second, beside a plain INSERT of the very same rows into a table without index. */
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import type { AuditEvent } from '../../../../gateway/audit/seal-events.ts';
import { sealEvents } from '../../../../gateway/audit/seal-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import type { SharingFixture } from '../../../setup/database/sharing-fixture.ts';
import { type Logging, queries } from './log-events.ts';

export interface Appended {
  readonly batch: number;
  readonly perSecond: number;
  readonly barePerSecond: number;
}

const ROUNDS = 5;
const BARE = `
  CREATE TABLE bare (index bigint, entry text, leaf_hash bytea, kind text, effect text, agency_id bigint, asker_salt bytea, asker_detail text, owner_salt bytea, owner_detail text);
  ALTER TABLE bare ALTER COLUMN owner_detail SET STORAGE EXTERNAL`;
const INSERT = `
  INSERT INTO bare SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::text[], $5::text[], $6::bigint[],
    $7::bytea[], $8::text[], $9::bytea[], $10::text[])`;

/** In turns, since the machine itself is slower at one time than at another. */
export async function measureAppends(
  { ownerPool, pool }: SharingFixture,
  logging: Logging,
  batch: number,
  seconds: number,
): Promise<Appended> {
  await ownerPool.query(BARE);
  const append = (events: readonly AuditEvent[]) => inTransaction(pool, (trx) => appendEvents(trx, events));
  const insert = (values: unknown[]) =>
    inTransaction(ownerPool, (trx) => trx.query({ name: 'bare', text: INSERT, values }));
  const appended = { entries: 0, seconds: 0 };
  const inserted = { entries: 0, seconds: 0 };
  const keepOn = async <T>(count: typeof appended, made: () => T, work: (given: T) => Promise<unknown>) => {
    const until = count.seconds + seconds / ROUNDS;
    while (count.seconds < until) {
      const given = made();
      const began = performance.now();
      await work(given);
      count.seconds += (performance.now() - began) / 1_000;
      count.entries += batch;
    }
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    await keepOn(appended, () => queries(logging, batch, true), append);
    await keepOn(inserted, () => valuesOf(queries(logging, batch, true)), insert);
  }
  await ownerPool.query('DROP TABLE bare');
  return {
    batch,
    perSecond: appended.entries / appended.seconds,
    barePerSecond: inserted.entries / inserted.seconds,
  };
}

/** Sealed before the clock starts: the plain INSERT is of rows that are there. */
function valuesOf(events: readonly AuditEvent[]): unknown[] {
  const head = { size: 2 ** 20, root: Buffer.alloc(32), frontier: [Buffer.alloc(32)], now: new Date() };
  const { sealed } = sealEvents(head, events, () => 0);
  const of = (column: (one: (typeof sealed)[0], event: AuditEvent) => unknown) =>
    sealed.map((one, i) => column(one, events[i] as AuditEvent));
  return [
    of(({ index }) => index),
    of(({ entry }) => entry),
    of(({ leafHash }) => leafHash),
    of((_, { kind }) => kind),
    of((_, { effect }) => effect),
    of((_, { agency }) => agency?.id),
    of(({ asker }) => asker.salt),
    of(({ asker }) => asker.detail),
    of(({ owner }) => owner.salt),
    of(({ owner }) => owner.detail),
  ];
}
