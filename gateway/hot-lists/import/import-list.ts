/**
 * Brings a list to a new version: read, judge, stage, apply the difference, log entry, all in one
 * transaction. Whatever goes wrong, the list in force stays as it was; the same version twice changes nothing.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { judgeListName } from '../../../sharing-rules/hot-list.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inClientTransaction } from '../../database/client-transaction.ts';
import { CopyBuffer } from '../../database/copy-buffer.ts';
import { connectionSettings } from '../../database/db.ts';
import { PrimaryClient } from '../../database/primary-client.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findAgencyById } from '../../registry/agencies/agencies-store.ts';
import { type HotList, lockList, notifyList, setAsks, setVersion } from '../lists/hot-lists-store.ts';
import { type Layout, ZERO_FOR_O } from '../lists/layout.ts';
import { requirePurpose } from '../lists/require-purpose.ts';
import type { RowCounts, SetAside } from '../lists/row-counts.ts';
import { NewListRows } from './new-list-rows.ts';
import { readList } from './read-list.ts';
import { stageEntries } from './stage-entries.ts';
import { addIncoming, replaceEntries } from './staged-entries-store.ts';

export interface ImportOrder {
  readonly listName: string;
  readonly layout: Layout;
  readonly source: AsyncIterable<Buffer>;
  readonly rulesRevision: string;
  /** The partner whose list this is; absent: the owner's own if it is new. */
  readonly agencyId?: number;
  /** The purpose under which its entries and hits may leave; absent: they stay with the owner. */
  readonly purpose?: string;
  /** Takes the version even if it shrinks the list by more than the guard allows. */
  readonly allowShrink?: boolean;
  readonly onSetAside?: (row: SetAside) => void;
  readonly onProgress?: (counts: RowCounts) => void;
  /**
   * Runs in the transaction before it takes the log's head, e.g. to mark a job done: who orders a fetch holds the rows of
   * the source and of the job, and waits for the head with them.
   */
  readonly andThen?: (trx: pg.ClientBase) => Promise<void>;
}

/** The counts, where `taken = added + unchanged`: a row that stands in the file twice is one entry. */
export interface ImportResult extends RowCounts {
  readonly added: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** A list that loses more than this share of its entries at once was probably cut short on its way. */
const MOST_SHRINK = 0.3;
/** The number of entries below which a share says nothing. */
const GUARD_FROM = 20;
/** A slow source is not an idle client; sources have a time limit of their own. */
const PATIENT = 'SET LOCAL idle_in_transaction_session_timeout = 0';
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
  try {
    return await inClientTransaction(client, (trx) => takeVersion(trx, order), [PATIENT]);
  } catch (error) {
    if (error instanceof ShrinkError) await setAsks(client, order.listName, error.message);
    throw error;
  }
}

async function takeVersion(trx: pg.ClientBase, order: ImportOrder): Promise<ImportResult> {
  const { listName, layout, rulesRevision, onProgress } = order;
  const aside: SetAside[] = [];
  const onSetAside = (row: SetAside) => {
    if (aside.length < NAMED_IN_LOG) aside.push(row);
    order.onSetAside?.(row);
  };
  const isRefused = ['drop', 'refuse'].includes(judgeListName(listName).fate);
  const list = isRefused ? null : await lockImported(trx, order);
  const copies = new CopyBuffer(trx);
  const isNew = list !== null && list.entries + list.restricted === 0;
  const newList = isNew ? new NewListRows(list.id, copies) : null;
  const content = createHash('sha256');
  const counts = await stageEntries(trx, readList(order.source, layout, { content }), {
    listName,
    copies,
    newList,
    onSetAside,
    ...(onProgress === undefined ? {} : { onBatch: onProgress }),
  });
  const version = content.digest('hex');
  if (list === null) {
    await order.andThen?.(trx);
    await logImport(trx, order, null, { version, counts, added: 0, removed: 0, aside });
    return { ...counts, added: 0, removed: 0, unchanged: 0 };
  }
  const same = list.version === version && list.rulesRevision === rulesRevision && list.layout === layout;
  const { added, removed, entries, restricted } = await apply(trx, order, list, newList);
  if (!same) {
    await setVersion(trx, list.id, { version, rulesRevision, layout, entries, restricted, counts });
    await notifyList(trx, list.id);
  }
  await order.andThen?.(trx);
  if (!same) await logImport(trx, order, list, { version, counts, added, removed, aside });
  return { ...counts, added, removed, unchanged: counts.taken - added };
}

async function lockImported(trx: pg.ClientBase, order: ImportOrder): Promise<HotList> {
  const { listName: name, layout, agencyId = null, purpose = null } = order;
  const list = await lockList(trx, { name, layout, zeroForO: ZERO_FOR_O.has(layout), agencyId, purpose });
  if (list.kind !== 'imported') {
    throw new GatewayError('conflict', `the list \`${name}\` is not an imported one: take another name`);
  }
  // The list's agency was set when the list was made, and hits are told to that agency.
  if (order.agencyId !== undefined && list.agencyId !== order.agencyId) {
    throw new GatewayError('conflict', `the list \`${name}\` is not of this agency: take another name`);
  }
  // An import does not change who may have the list either, which was set then too.
  if (order.purpose !== undefined) requirePurpose(list, order.purpose);
  return list;
}

interface Change {
  readonly added: number;
  readonly removed: number;
  /** The number on the list now. */
  readonly entries: number;
  readonly restricted: number;
}

async function apply(
  trx: pg.ClientBase,
  { allowShrink }: ImportOrder,
  list: HotList,
  newList: NewListRows | null,
): Promise<Change> {
  const { added, removed } =
    newList === null
      ? await replaceEntries(trx, list.id)
      : { added: await addIncoming(trx, list.id), removed: { shared: 0, restricted: 0 } };
  const direct = newList?.taken ?? { shared: 0, restricted: 0 };
  const entries = list.entries + direct.shared + added.shared - removed.shared;
  const restricted = list.restricted + direct.restricted + added.restricted - removed.restricted;
  refuseShrink(list.entries + list.restricted, entries + restricted, allowShrink === true);
  return { added: direct.shared + added.shared, removed: removed.shared, entries, restricted };
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

/** The most set-aside rows named, by line and reason, in the entry's detail. */
export const NAMED_IN_LOG = 100;

interface ImportFacts {
  readonly version: string;
  readonly counts: RowCounts;
  readonly added: number;
  readonly removed: number;
  readonly aside: readonly SetAside[];
}

/**
 * Logs an import: whose list, which version, what became of its rows; never a row itself. INVARIANT: last of
 * all, since the head lock that it takes keeps every release waiting until the COMMIT.
 */
export async function logImport(
  trx: pg.ClientBase,
  order: { readonly listName: string; readonly layout: Layout | null; readonly rulesRevision: string },
  list: HotList | null,
  facts: ImportFacts,
): Promise<void> {
  const { listName: name, layout, rulesRevision } = order;
  const owner = { direction: 'in', layout, list: list?.id ?? null, name, rulesRevision, ...facts };
  const agency = list === null || list.agencyId === null ? null : await findAgencyById(trx, list.agencyId);
  await appendOwnerEvent(trx, { kind: 'hot_list_sync', agency, owner });
}

const SETTINGS = {
  applicationName: 'gateway-hot-list',
  statementTimeout: 0,
  idleInTransactionTimeout: 60_000,
};

/** Opens a connection for one import, whose transaction lasts as long as its list. The caller ends it. */
export async function connectImport(url: string): Promise<pg.Client> {
  const client = new PrimaryClient(connectionSettings(url, SETTINGS));
  // A lost connection fails the statement under way, or the next; without a listener the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
