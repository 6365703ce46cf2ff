/** Lays out the four lists that records requesters ask for, without a person, a plate or a case in them. */

import type { ShownPush } from '../../hot-lists/delivery/delivery.schema.ts';
import type { ShownList } from '../../hot-lists/lists/hot-list.schema.ts';
import type { ShownSource } from '../../hot-lists/sources/source.schema.ts';
import type { ShownGrant } from '../../registry/grants/grant.schema.ts';
import type { ShownReadsSource } from '../../registry/sources/source.schema.ts';
import type { Cell } from '../transparency/public-tables.ts';
import type { Transparency } from '../transparency/transparency.schema.ts';

/** Collects the gateway's answers from which the packet is made. */
export interface PacketSource {
  readonly told: Transparency;
  readonly grants: readonly ShownGrant[];
  readonly readsSources: readonly ShownReadsSource[];
  readonly hotLists: readonly ShownList[];
  readonly listSources: readonly ShownSource[];
  readonly pushes: readonly ShownPush[];
}

export interface PacketList {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const day = (time: string | null) => time?.slice(0, 10) ?? null;
const listed = (words: readonly string[]) => words.join('; ');

/** Lists the grants that were in force at any time of the month; those of now are the agencies of the public page. */
export function sharedWith({ grants, told }: PacketSource, month: string): PacketList {
  const now = new Set(told.agencies.map(({ ori }) => ori));
  const inForce = grants.filter(({ approvedAt, dataClasses, endedAt, validFrom, validUntil }) => {
    if (dataClasses.includes('own')) return false;
    const begun = [validFrom ?? approvedAt ?? '9', approvedAt ?? '9'].sort().at(-1) as string;
    const end = [validUntil, endedAt ?? validUntil].sort()[0] as string;
    return begun.slice(0, 7) <= month && end.slice(0, 7) >= month;
  });
  return {
    columns: [
      'ORI',
      'Agency',
      'Since',
      'Until',
      'Ended',
      'Purposes',
      'What is shared',
      'Days back',
      'Shared with now',
    ],
    rows: inForce
      .sort((one, other) => (one.partner < other.partner ? -1 : 1))
      .map((grant) => [
        ...[
          grant.partner,
          grant.partnerName,
          day(grant.approvedAt),
          day(grant.validUntil),
          day(grant.endedAt),
        ],
        ...[listed(grant.purposes), listed(grant.dataClasses), grant.lookBackDays],
        grant.endedAt === null && now.has(grant.partner) ? 'yes' : 'no',
      ]),
  };
}

/** Lists who sends reads or lists of wanted plates to the owner. */
export function receivedFrom({ listSources, readsSources }: PacketSource): PacketList {
  return {
    columns: ['What', 'From', 'State'],
    rows: [
      ...readsSources.map(({ name, status }): Cell[] => ['reads', name, status]),
      ...listSources.map(({ list, partner, url }): Cell[] => [
        `hot list ${list}`,
        partner ?? hostOf(url),
        'in use',
      ]),
    ],
  };
}

/** An address may carry a key: only its host is told. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'a file of the owner';
}

/** Lists the imported hot lists; a standing query is about a case, and no list. */
export function hotListsIn({ hotLists, listSources }: PacketSource): PacketList {
  const sources = new Map(listSources.map((source) => [source.list, source]));
  return {
    columns: ['Hot list', 'From', 'Purpose', 'Entries', 'Imported'],
    rows: hotLists
      .filter(({ kind }) => kind === 'imported')
      .map(({ entries, importedAt, name, purpose }) => {
        const source = sources.get(name);
        const from = source === undefined ? 'a file of the owner' : (source.partner ?? hostOf(source.url));
        return [name, from, purpose, entries, day(importedAt)];
      }),
  };
}

/** Lists who is sent which hot list, and who may fetch those that are shared. */
export function hotListsOut({ pushes, told }: PacketSource): PacketList {
  const fetching = told.agencies.filter(({ dataClasses }) => dataClasses.includes('hot_lists'));
  return {
    columns: ['Hot list', 'To', 'How'],
    rows: [
      ...pushes.map(({ list, partner }): Cell[] => [list, partner, 'pushed']),
      ...fetching.map(({ ori }): Cell[] => ['all that are shared', ori, 'may be fetched']),
    ],
  };
}
