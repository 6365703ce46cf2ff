/** Applies what another gateway sent: judged as the rows of any list, in one transaction with its log entry. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { judgeListName } from '../../../sharing-rules/hot-list.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { CopyBuffer } from '../../database/copy-buffer.ts';
import { GatewayError } from '../../faults/errors.ts';
import { logImport, NAMED_IN_LOG, refuseShrink } from '../import/import-list.ts';
import type { ListRow } from '../import/layouts/list-row.ts';
import { stageEntries } from '../import/stage-entries.ts';
import { addIncoming, replaceEntries } from '../import/staged-entries-store.ts';
import { removeByReference } from '../lists/entries-store.ts';
import { lockList, notifyList, setVersion } from '../lists/hot-lists-store.ts';
import type { SetAside } from '../lists/row-counts.ts';
import type { RemoteAddition, RemoteRemoval } from './gateway-page.schema.ts';
import type { Pulled } from './pull-gateway.ts';
import type { Source } from './sources-store.ts';

/**
 * Applies changes; the same twice change nothing more: the other gateway's number of an entry is its
 * reference. INVARIANT: in a transaction, which the caller ends together with the source's new position.
 * @throws GatewayError `conflict` if the list would shrink too much, or is one of files
 */
export async function applyPulled(
  trx: pg.ClientBase,
  source: Source,
  { changes, fromBeginning }: Pulled,
  rulesRevision: string,
): Promise<void> {
  const { agencyId, allowShrink, listName, purpose } = source;
  const aside: SetAside[] = [];
  const onSetAside = (row: SetAside) => {
    if (aside.length < NAMED_IN_LOG) aside.push(row);
  };
  const counts = await stageEntries(trx, rowsOf(changes), {
    listName,
    copies: new CopyBuffer(trx),
    onSetAside,
  });
  const order = { listName, layout: null, rulesRevision };
  const content = createHash('sha256');
  if (['drop', 'refuse'].includes(judgeListName(listName).fate)) {
    const version = content.update(canonicalJson(changes)).digest('hex');
    return logImport(trx, order, null, { version, counts, added: 0, removed: 0, aside });
  }
  // The other list does not say if it writes 0 for O, so both are compared; such a match is to be verified.
  const list = await lockList(trx, { name: listName, layout: null, zeroForO: true, agencyId, purpose });
  if (list.kind !== 'imported' || list.layout !== null) {
    throw new GatewayError('conflict', `the list \`${listName}\` is one of files: take another name`);
  }
  // On a read from the beginning, whatever is not among the entries is no longer an entry.
  const { added, removed: gone } = fromBeginning
    ? await replaceEntries(trx, list.id)
    : {
        removed: await removeByReference(trx, list.id, removalsOf(changes)),
        added: await addIncoming(trx, list.id),
      };
  if (added.shared + added.restricted + gone.shared + gone.restricted === 0) return;
  const entries = list.entries + added.shared - gone.shared;
  const restricted = list.restricted + added.restricted - gone.restricted;
  refuseShrink(list.entries + list.restricted, entries + restricted, allowShrink);
  const version = content
    .update(list.version ?? '')
    .update(canonicalJson(changes))
    .digest('hex');
  await setVersion(trx, list.id, {
    version,
    rulesRevision,
    layout: null,
    entries,
    restricted,
    counts,
  });
  await notifyList(trx, list.id);
  await logImport(trx, order, list, { version, counts, added: added.shared, removed: gone.shared, aside });
}

function removalsOf(changes: Pulled['changes']): string[] {
  return changes
    .filter((change): change is RemoteRemoval => change.op === 'remove')
    .map(({ entry }) => String(entry));
}

/** Yields rows; an entry that came and went in the same changes is left out. `line` is its place among them. */
async function* rowsOf(changes: Pulled['changes']): AsyncGenerator<ListRow[]> {
  const removed = new Set(removalsOf(changes));
  yield changes.flatMap((change, i) =>
    change.op === 'add' && !removed.has(String(change.entry)) ? [{ line: i + 1, entry: listed(change) }] : [],
  );
}

function listed({ effectiveAt, entry, expiresAt, kind, plate, plateState }: RemoteAddition) {
  return {
    plate,
    state: plateState,
    // The kind is judged as a list's own category, whatever the other gateway's rules made of it.
    category: kind.replaceAll('_', ' '),
    reference: String(entry),
    originator: null,
    effectiveAt: effectiveAt === null ? null : Date.parse(effectiveAt),
    expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
  };
}
