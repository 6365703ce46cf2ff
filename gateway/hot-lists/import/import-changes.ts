/**
 * Applies a change to a list that is there: rows that came and rows that went, each in the list's own layout. Costs
 * what the change costs, not what the list costs; one transaction with its log entry, like a whole version.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { inClientTransaction } from '../../database/client-transaction.ts';
import { CopyBuffer } from '../../database/copy-buffer.ts';
import { GatewayError } from '../../faults/errors.ts';
import { lockListByName, notifyList, setVersion } from '../lists/hot-lists-store.ts';
import type { Layout } from '../lists/layout.ts';
import type { SetAside } from '../lists/row-counts.ts';
import { type ImportResult, logImport, NAMED_IN_LOG } from './import-list.ts';
import { readList } from './read-list.ts';
import { stageEntries } from './stage-entries.ts';
import { applyDifference } from './staged-entries-store.ts';

export interface ChangeOrder {
  readonly listName: string;
  readonly layout: Layout;
  /** The rows that came; null if none did. */
  readonly added: AsyncIterable<Buffer> | null;
  /** The rows that went, as they stood in the list; null if none did. */
  readonly removed: AsyncIterable<Buffer> | null;
  readonly rulesRevision: string;
  readonly onSetAside?: (row: SetAside) => void;
}

/**
 * Applies a change; the same one twice changes nothing the second time. Counts are of the rows that came.
 * @throws GatewayError `not_found` if there is no such list, `malformed` or `too_large` for a bad file
 */
export function importChanges(client: pg.ClientBase, order: ChangeOrder): Promise<ImportResult> {
  return inClientTransaction(client, (trx) => change(trx, order));
}

async function change(trx: pg.ClientBase, order: ChangeOrder): Promise<ImportResult> {
  const { listName, layout, rulesRevision } = order;
  const list = await lockListByName(trx, listName);
  if (list?.kind !== 'imported' || list.layout !== layout) {
    throw new GatewayError(
      'not_found',
      `there is no list \`${listName}\` of layout \`${layout}\`: import it whole first`,
    );
  }
  const aside: SetAside[] = [];
  const onSetAside = (row: SetAside) => {
    if (aside.length < NAMED_IN_LOG) aside.push(row);
    order.onSetAside?.(row);
  };
  // A version after changes is named by the one before it and by them.
  const content = createHash('sha256').update(list.version ?? '');
  const copies = new CopyBuffer(trx);
  const stage = (source: AsyncIterable<Buffer> | null, table: 'incoming' | 'outgoing') => {
    // A missing file means no rows, while an empty file would be a fault.
    const batches = source === null ? Readable.from([]) : readList(source, layout, { content });
    return stageEntries(trx, batches, { listName, copies, onSetAside, table });
  };
  await stage(order.removed, 'outgoing');
  const counts = await stage(order.added, 'incoming');
  const { added, removed } = await applyDifference(trx, list.id);
  const facts = {
    version: content.digest('hex'),
    counts,
    added: added.shared,
    removed: removed.shared,
    aside,
  };
  if (added.shared + added.restricted + removed.shared + removed.restricted > 0) {
    await setVersion(trx, list.id, {
      version: facts.version,
      rulesRevision,
      layout,
      entries: list.entries + added.shared - removed.shared,
      restricted: list.restricted + added.restricted - removed.restricted,
      counts,
    });
    await notifyList(trx, list.id);
    await logImport(trx, order, list, facts);
  }
  return { ...counts, added: added.shared, removed: removed.shared, unchanged: counts.taken - added.shared };
}
