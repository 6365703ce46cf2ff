/**
 * Brings a list to a new version: read, judge, stage, compare, apply, log entry, all in one transaction. Whatever goes
 * wrong, the list in force stays as it was; the same version twice changes nothing.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { judgeListName } from '../../sharing-rules/hot-list.ts';
import { GatewayError } from '../errors.ts';
import { addIncoming, type EntryCounts, findMissing, removeMissing } from './apply-incoming.ts';
import { type HotList, lockList, setAsks, setVersion } from './hot-lists-store.ts';
import { logImport, NAMED_IN_LOG } from './log-import.ts';
import { type Layout, readList, ZERO_FOR_O } from './read-list.ts';
import { type RowCounts, type SetAside, stageEntries } from './stage-entries.ts';

export interface ImportOrder {
  readonly listName: string;
  readonly layout: Layout;
  readonly source: AsyncIterable<Buffer>;
  readonly rulesRevision: string;
  /** The partner whose list this is; null: the owner's own. */
  readonly agencyId?: number;
  /** Purpose under which its entries and hits may leave; absent: they stay in the house. */
  readonly purpose?: string;
  /** Take the version even if it shrinks the list by more than the guard allows. */
  readonly allowShrink?: boolean;
  readonly onSetAside?: (row: SetAside) => void;
  readonly onProgress?: (counts: RowCounts) => void;
  /** Runs last in the transaction, e.g. to mark a job done. */
  readonly andThen?: (trx: pg.ClientBase) => Promise<void>;
}

/** `taken = added + unchanged`: a row that stands in the file twice is one entry. */
export interface ImportResult extends RowCounts {
  readonly added: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** A list that loses more than this share of its entries at once was probably cut short on its way. */
export const MOST_SHRINK = 0.3;
/** Below this many entries a share says nothing. */
const GUARD_FROM = 20;
const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/;

/**
 * @param client a connection of its own, without an open transaction
 * @throws GatewayError `malformed` or `too_large` for a bad file, `conflict` where the list would shrink too much
 */
export async function importList(client: pg.ClientBase, order: ImportOrder): Promise<ImportResult> {
  if (!NAME.test(order.listName)) {
    throw new GatewayError(
      'malformed',
      'name the list with up to 64 letters, digits, spaces, `.`, `_` and `-`',
    );
  }
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const result = await takeVersion(client, order);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new GatewayError('unavailable', 'the import was rolled back; repeat it');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof ShrinkError) await setAsks(client, order.listName, error.message);
    throw error;
  }
}

async function takeVersion(trx: pg.ClientBase, order: ImportOrder): Promise<ImportResult> {
  const { listName, layout, rulesRevision } = order;
  const aside: SetAside[] = [];
  const onSetAside = (row: SetAside) => {
    if (aside.length < NAMED_IN_LOG) aside.push(row);
    order.onSetAside?.(row);
  };
  const content = createHash('sha256');
  const rows = readList(hashed(order.source, content), layout);
  const { onProgress } = order;
  const counts = await stageEntries(trx, rows, {
    listName,
    onSetAside,
    ...(onProgress === undefined ? {} : { onBatch: onProgress }),
  });
  const version = content.digest('hex');
  if (['drop', 'refuse'].includes(judgeListName(listName).fate)) {
    await logImport(trx, order, null, { version, counts, added: 0, removed: 0, aside });
    await order.andThen?.(trx);
    return { ...counts, added: 0, removed: 0, unchanged: 0 };
  }
  const list = await lockList(trx, {
    name: listName,
    layout,
    zeroForO: ZERO_FOR_O.has(layout),
    agencyId: order.agencyId ?? null,
    purpose: order.purpose ?? null,
  });
  if (list.kind !== 'imported') {
    throw new GatewayError('conflict', `the list \`${listName}\` is not an imported one: take another name`);
  }
  const same = list.version === version && list.rulesRevision === rulesRevision && list.layout === layout;
  const change = same ? { added: 0, removed: 0 } : await apply(trx, order, list, version, counts);
  if (!same) await logImport(trx, order, list, { version, counts, ...change, aside });
  await order.andThen?.(trx);
  return { ...counts, ...change, unchanged: counts.taken - change.added };
}

async function apply(
  trx: pg.ClientBase,
  { layout, rulesRevision, allowShrink }: ImportOrder,
  list: HotList,
  version: string,
  counts: RowCounts,
): Promise<{ added: number; removed: number }> {
  const before = list.entries + list.restricted;
  const gone: EntryCounts = before === 0 ? { shared: 0, restricted: 0 } : await findMissing(trx, list.id);
  if (gone.shared + gone.restricted > 0) await removeMissing(trx, list.id);
  const added = await addIncoming(trx, list.id);
  const entries = list.entries + added.shared - gone.shared;
  const restricted = list.restricted + added.restricted - gone.restricted;
  const after = entries + restricted;
  refuseShrink(before, after, allowShrink === true);
  await setVersion(trx, list.id, { version, rulesRevision, layout, entries, restricted, counts });
  await trx.query(`SELECT pg_notify('hot_list', $1)`, [list.id]);
  return { added: added.shared, removed: gone.shared };
}

/** @throws ShrinkError where the list would lose more than its share, unless a person has looked */
export function refuseShrink(before: number, after: number, allowed: boolean): void {
  if (!allowed && before >= GUARD_FROM && before - after > before * MOST_SHRINK) {
    throw new ShrinkError(before, after);
  }
}

export class ShrinkError extends GatewayError {
  constructor(before: number, after: number) {
    super(
      'conflict',
      `the list would shrink from ${before} to ${after} entries; the list in force is left as it is: look at the ` +
        'source, and repeat with `--allow-shrink` if it is right',
    );
  }
}

/** The same bytes, counted into the hash that names the version. */
export async function* hashed(
  source: AsyncIterable<Buffer>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
