/** Lists entries of the log: who asked what for which case, or which of the owner did what and why. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { ENTRY_KINDS } from '../../audit/entry-kinds.ts';
import type { ListedEntry, Said } from '../../oversight/audit-search/audit-search.schema.ts';
import { PLATE_WAS } from '../../oversight/audit-search/plate-was.ts';
import { officerAddress } from '../console/registry/addresses.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { AgencyName } from '../console/registry/agency-name.tsx';
import { type Column, DataTable } from '../layout/data-table.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { ReasonCodes } from '../layout/reason-codes.tsx';
import { Time } from '../layout/time.tsx';
import { Held } from './held.tsx';

interface EntriesTableProps {
  readonly entries: readonly ListedEntry[];
  readonly nameOf: NameOf;
  readonly agencyOf: NameOf;
  /** The column before the others, if all entries are of one kind: their words then fit beside it. */
  readonly first?: Column<ListedEntry>;
}

/** Returns what a kind means; a gateway of another version may know more. */
export function kindMeaning(kind: string): string {
  return Object.hasOwn(ENTRY_KINDS, kind) ? ENTRY_KINDS[kind as keyof typeof ENTRY_KINDS].meaning : kind;
}

function officerOf({ officerId, says }: ListedEntry) {
  if (!says?.officer) return null;
  const { name, reference } = says.officer;
  return officerId === null ? (
    `${name} (${reference})`
  ) : (
    <>
      <a href={officerAddress(officerId)}>{name}</a> ({reference})
    </>
  );
}

/** Returns who asked; for an act of the owner's people who did it, and to which officer. */
function whoOf(entry: ListedEntry, nameOf: NameOf) {
  const [officer, by] = [officerOf(entry), nameOf(entry.says?.by ?? null)];
  if (officer === null || by === null) return officer ?? by;
  return (
    <>
      {officer}, by {by}
    </>
  );
}

const WHAT: Column<ListedEntry> = {
  name: 'What',
  of: ({ kind }) => <span title={kindMeaning(kind)}>{kind.replaceAll('_', ' ')}</span>,
};

/** The column of a search by plate alone. */
const PLATE_FOUND: Column<ListedEntry> = {
  name: 'Plate looked for',
  of: ({ plateWas }) => plateWas && PLATE_WAS[plateWas],
};

export function EntriesTable({ agencyOf, entries, first, nameOf }: EntriesTableProps) {
  const says = (
    name: string,
    of: (said: Said, entry: ListedEntry) => string | number | null,
  ): Column<ListedEntry> => ({
    name,
    of: (entry) => (entry.says ? of(entry.says, entry) : null),
  });
  return (
    <DataTable
      name="Entries"
      columns={[
        ...(first === undefined ? [] : [first]),
        { name: 'Entry', of: ({ index }) => <a href={`/console/audit/${index}`}>{index}</a>, isNumber: true },
        { name: 'When', of: ({ at }) => <Time at={at} /> },
        ...(first === undefined ? [WHAT] : []),
        { name: 'Held against the log', of: (entry) => <Held {...entry} /> },
        { name: 'Who', of: (entry) => whoOf(entry, nameOf) },
        says('Case', ({ caseNumber }) => caseNumber),
        says('Plate', ({ plate }) => plate),
        ...(entries.some(({ plateWas }) => plateWas !== undefined) ? [PLATE_FOUND] : []),
        { name: 'Purpose', of: ({ purpose }) => purpose && (findPurpose(purpose)?.title ?? purpose) },
        {
          name: 'In words, and reasons',
          isText: true,
          of: (entry) => (
            <>
              {entry.says?.incident ? <p>{asSentence(entry.says.incident)}</p> : null}
              {entry.says === null ? 'no longer kept' : (entry.says?.justification ?? entry.says?.reason)}
              <ReasonCodes codes={entry.reasonCodes} />
            </>
          ),
        },
        { ...says('Reads', ({ records }) => records), isNumber: true },
        { name: 'Agency', of: ({ agency }) => agency && <AgencyName {...{ agencyOf }} ori={agency} /> },
      ]}
      rows={entries}
      empty="No entry fits. Next: leave something out, or look at other days."
    />
  );
}
