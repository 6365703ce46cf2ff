/** Packs the records of a month as one ZIP: the four lists, policy and audits, what the public is told, and hashes of all. */
import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { csvRow } from '../audit-search/csv-row.ts';
import { PUBLIC_TABLES, type TableName } from '../transparency/public-tables.ts';
import {
  hotListsIn,
  hotListsOut,
  type PacketList,
  type PacketSource,
  receivedFrom,
  sharedWith,
} from './packet-lists.ts';

/** The tables of the public page that go with the lists. */
const PUBLIC: readonly TableName[] = [
  'policy',
  'retention',
  'prohibited',
  'audits',
  'months',
  'events',
  'misuse',
];

export interface PackedRecords {
  readonly zip: Uint8Array;
  /** The lines of `SHA256SUMS`, by the name of the member. */
  readonly hashes: Readonly<Record<string, string>>;
}

export function packRecords(source: PacketSource, month: string): PackedRecords {
  const { told } = source;
  const csv = ({ columns, rows }: PacketList) => [columns, ...rows].map(csvRow).join('');
  const texts: Record<string, string> = {
    'README.txt': readme(source, month),
    'shares-with.csv': csv(sharedWith(source, month)),
    'receives-from.csv': csv(receivedFrom(source)),
    'hot-lists-in.csv': csv(hotListsIn(source)),
    'hot-lists-out.csv': csv(hotListsOut(source)),
    ...Object.fromEntries(
      PUBLIC.map((name) => {
        const { columns, rows } = PUBLIC_TABLES[name];
        return [`public-${name}.csv`, csv({ columns, rows: rows(told) })];
      }),
    ),
    'transparency.json': JSON.stringify(told),
  };
  const members = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, strToU8(text)]));
  const hashes = Object.fromEntries(
    Object.entries(members).map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
  );
  const sums = Object.entries(hashes).map(([name, hash]) => `${hash}  ${name}\n`);
  const files = { ...members, SHA256SUMS: strToU8(sums.join('')) };
  return { zip: zipSync(files, { mtime: told.asOf }), hashes };
}

function readme({ told }: PacketSource, month: string): string {
  const until = told.asOf.startsWith(month) ? ', until today' : '';
  return `Records of license-plate sharing of ${told.owner.name} (${told.owner.ori})
Month: ${month}${until}. Made from what the gateway told at ${told.asOf}.

shares-with.csv    grants in force at any time of the month
receives-from.csv  who sends reads and hot lists, as registered now
hot-lists-in.csv   hot lists that were imported, as they are now
hot-lists-out.csv  who is sent hot lists, or may fetch them, now
public-*.csv       policy, retention, audits, months and events: the tables of transparency.json
transparency.json  what the public was told (/transparency.json) when this was made
SHA256SUMS         hashes of the others; check them with: sha256sum -c SHA256SUMS

A count from 1 to 4 is withheld, and what would tell it is withheld beside it.
`;
}
