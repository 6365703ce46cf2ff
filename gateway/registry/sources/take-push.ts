/** Stores the reads of a push, by the writer of `ingest`, and what was set aside, with the reason. */
import type pg from 'pg';
import { GatewayError, unavailableNow } from '../../faults/errors.ts';
import { insertSetAside } from '../../reads/set-aside-store.ts';
import { writeReads } from '../../reads/write-reads.ts';
import type { JudgedPush } from './judge-push.ts';
import type { RefusedPushes } from './refused-pushes.ts';
import { addPushCounts, type PushCount, useMinute } from './source-counts-store.ts';
import type { TakingSource } from './sources-store.ts';

export interface TakePushDeps {
  readonly pool: pg.Pool;
  readonly reads: pg.Pool;
  readonly refused: Pick<RefusedPushes, 'add'>;
  readonly log: { error(fields: object, message: string): void };
  /** @param source a registered name */
  readonly onOutcome: (source: string, counts: readonly PushCount[]) => void;
}

/** @throws GatewayError `too_many_requests` beyond the caps; `unavailable`, with nothing taken */
export async function takePush(
  deps: TakePushDeps,
  source: TakingSource,
  { aside, reads }: JudgedPush,
): Promise<{ readonly taken: number; readonly setAside: number }> {
  const wait = await useMinute(deps.pool, source.name, reads.length + aside.length, source);
  if (wait > 0) {
    refuse(deps, source.name, 'limited');
    throw new GatewayError(
      'too_many_requests',
      'this source has sent more requests or reads than it may in a minute: wait as long as `Retry-After` says',
      { headers: { 'Retry-After': String(wait) } },
    );
  }
  const fresh = await write(deps.reads, source.name, { aside, reads });
  await count(deps, source.name, countsOf(fresh, { aside, reads }));
  return { taken: reads.length, setAside: aside.length };
}

/** Resolves to the number of new ones. */
async function write(pool: pg.Pool, name: string, { aside, reads }: JudgedPush): Promise<number> {
  let client: pg.PoolClient | undefined;
  try {
    client = await pool.connect();
    const fresh = reads.length === 0 ? 0 : await writeReads(client, reads);
    await insertSetAside(client, name, aside);
    client.release();
    return fresh;
  } catch (error) {
    client?.release(true);
    throw unavailableNow('the reads cannot be stored now: send them again', error);
  }
}

function countsOf(fresh: number, { aside, reads }: JudgedPush): PushCount[] {
  const reasons = new Map<string, number>();
  for (const { reason } of aside) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const none = reads.length + aside.length === 0 ? 1 : 0;
  return [
    { outcome: 'taken' as const, reason: '', count: fresh },
    { outcome: 'known' as const, reason: '', count: reads.length - fresh },
    { outcome: 'no_read' as const, reason: '', count: none },
    ...[...reasons].map(([reason, of]) => ({ outcome: 'set_aside' as const, reason, count: of })),
  ].filter(({ count: of }) => of > 0);
}

/** Counts a push of a registered source of which nothing is taken. */
export function refuse(
  { onOutcome, refused }: Pick<TakePushDeps, 'onOutcome' | 'refused'>,
  name: string,
  outcome: 'limited' | 'refused',
): void {
  onOutcome(name, [{ outcome, reason: '', count: 1 }]);
  refused.add(name, outcome);
}

/** Counts after the reads are stored: a failure to count changes nothing for the vendor. */
async function count(
  { log, onOutcome, pool }: TakePushDeps,
  name: string,
  counts: readonly PushCount[],
): Promise<void> {
  onOutcome(name, counts);
  const named = counts.map((one) => ({ ...one, name }));
  await addPushCounts(pool, named).catch((error: { code?: unknown }) =>
    log.error({ code: error.code }, 'pushed reads could not be counted'),
  );
}
