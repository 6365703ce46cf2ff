/** Presents entries to auditors: short in lists, whole one by one and in exports. */
import type { PublicEntry } from '../../audit/log-entry.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import type { HeldAgainstLog } from '../held/hold-against-log.ts';
import type { AuditEntry, ListedEntry } from './audit-entries-store.ts';
import type { listedEntry, shownEntry } from './audit-search.schema.ts';

/** Returns what a list shows. `at` is exact while the detail is kept, else it is the entry's minute. */
export function summariseEntry({
  index,
  entry,
  kept,
  plateWas,
}: ListedEntry): Omit<TypeOf<typeof listedEntry>, keyof HeldAgainstLog> {
  const { agency, commitment, effect, epoch, grant, kind, minute } = JSON.parse(entry) as PublicEntry;
  return {
    index,
    at: kept === null ? minute : kept.at.toISOString(),
    kind,
    effect,
    agency,
    grant,
    epoch,
    officerId: kept?.officerId ?? null,
    purpose: kept?.purpose ?? null,
    reasonCodes: kept?.reasonCodes ?? [],
    releaseId: kept?.releaseId ?? null,
    commitment,
    ...(plateWas === undefined ? {} : { plateWas }),
  };
}

/** Adds the exact texts and salts, from which anyone can compute commitment and leaf hash again. */
export function presentEntry(entry: AuditEntry): Omit<TypeOf<typeof shownEntry>, keyof HeldAgainstLog> {
  const { kept } = entry;
  return {
    ...summariseEntry(entry),
    entry: entry.entry,
    leafHash: entry.leafHash.toString('base64'),
    asker: kept && { salt: kept.asker.salt.toString('base64'), detail: kept.asker.detail },
    owner: kept && { salt: kept.owner.salt.toString('base64'), detail: kept.owner.detail },
  };
}
