/** Takes a file of a hot list into the database, with its progress, and sets faulty rows aside beside it. */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import type pg from 'pg';
import { showProgress } from '../../cli/show-progress.ts';
import type { DatabaseAddress } from '../../database/database-address.ts';
import { inDatabase } from '../../database/in-database.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { readRulesRevision } from '../../settings/rules-revision.ts';
import type { Layout } from '../lists/layout.ts';
import type { SetAside } from '../lists/row-counts.ts';
import { importChanges } from './import-changes.ts';
import { connectImport, type ImportResult, importList } from './import-list.ts';

/** The options of the command, as commander reads them. */
export interface ImportOptions {
  readonly layout: Layout;
  readonly list: string;
  readonly purpose?: string;
  readonly agency?: string;
  readonly allowShrink?: true;
  readonly removed?: string;
  readonly json?: true;
}

const MEGABYTE = 1_000_000;

interface Imported {
  readonly result: ImportResult;
  /** Null if no row was set aside. */
  readonly setAsideFile: string | null;
}

/** @throws DatabaseFault; whatever the import throws */
export function importFile(owner: DatabaseAddress, file: string, options: ImportOptions): Promise<Imported> {
  return inDatabase(owner, () => take(owner.url, file, options));
}

async function take(ownerUrl: string, file: string, options: ImportOptions): Promise<Imported> {
  const { size } = await stat(file);
  const client = await connectImport(ownerUrl);
  const source = createReadStream(file, { highWaterMark: 512 * 1024 });
  const progress = showProgress('MB', options.json === true);
  const aside = asideFile(`${file}.set-aside.ndjson`);
  try {
    const terms = { listName: options.list, layout: options.layout, rulesRevision: readRulesRevision() };
    if (options.removed !== undefined) {
      const removed = createReadStream(options.removed);
      const result = await importChanges(client, { ...terms, added: source, removed, onSetAside: aside.add });
      return { result, setAsideFile: await aside.close() };
    }
    const result = await importList(client, {
      ...terms,
      source,
      ...(options.agency === undefined ? {} : { agencyId: await agencyIdOf(client, options.agency) }),
      ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
      ...(options.allowShrink === undefined ? {} : { allowShrink: true }),
      onSetAside: aside.add,
      onProgress: ({ taken, setAside }) =>
        progress.update(
          Math.round(source.bytesRead / MEGABYTE),
          Math.max(1, Math.round(size / MEGABYTE)),
          `${taken} taken, ${setAside} set aside`,
        ),
    });
    return { result, setAsideFile: await aside.close() };
  } catch (error) {
    // Nothing was taken: there is nothing beside which rows could lie.
    await aside.discard();
    throw error;
  } finally {
    progress.stop();
    source.destroy();
    await aside.close();
    await client.end();
  }
}

async function agencyIdOf(client: pg.ClientBase, partner: string): Promise<number> {
  const agency = await findAgencyByOri(client, partner);
  if (agency === null) throw new Error(`no agency has the ORI \`${partner}\`: see \`agencies list\``);
  return agency.id;
}

/** Lines and reasons of the rows set aside, beside the list; without the rows themselves, which the list still has. */
function asideFile(path: string) {
  let handle: Promise<FileHandle> | undefined;
  let written = Promise.resolve();
  return {
    add: (row: SetAside) => {
      handle ??= rm(path, { force: true }).then(() => open(path, 'w', 0o600));
      const opened = handle;
      written = written.then(async () => (await opened).appendFile(`${JSON.stringify(row)}\n`));
    },
    discard: async (): Promise<void> => {
      if (handle === undefined) return;
      await written.catch(() => undefined);
      await rm(path, { force: true });
    },
    close: async (): Promise<string | null> => {
      await written;
      await (await handle)?.close().catch(() => undefined);
      return handle === undefined ? null : path;
    },
  };
}
