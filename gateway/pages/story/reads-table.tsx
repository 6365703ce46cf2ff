/** The reads of a story as a table, plate by plate; on paper its head repeats what the reads belong to. */
import type { ComponentChildren } from 'preact';
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import { coloradoTime } from '../layout/colorado-clock.ts';
import { PlateMark } from './plate-mark.tsx';
import { describeVehicle, type Sort, sorted } from './sort-reads.ts';
import { between, letterOf, type Story, type StoryPlate, type StoryRead } from './tell-story.ts';

interface ReadsTableProps {
  /** Ends its name. */
  readonly by: string;
  readonly story: Story;
  readonly sort: Sort;
  /** Stands on each printed page: the case and the log entry. */
  readonly onPaper: string;
  /** A whole sentence for no reads. */
  readonly empty: string;
}

interface Column {
  readonly name: string;
  readonly of: (one: StoryRead) => ComponentChildren;
  readonly isNumber?: true;
}

const COLUMNS: readonly Column[] = [
  { name: 'No.', of: ({ number }) => number, isNumber: true },
  { name: 'Plate', of: ({ read }) => <span class="plate">{read.plate}</span> },
  { name: 'State', of: ({ read }) => read.plateState ?? 'not read' },
  {
    name: 'Captured (UTC)',
    of: ({ read }) => utcSecond(read.capturedAt),
  },
  { name: 'In Colorado', of: ({ at }) => coloradoTime(at) },
  { name: 'Since the one before', of: ({ after }) => (after === null ? 'first' : between(after)) },
  { name: 'Camera', of: ({ read }) => read.camera.name },
  { name: 'Direction', of: ({ read }) => read.direction ?? '' },
  { name: 'Vehicle', of: ({ read }) => describeVehicle(read.vehicle) },
  {
    name: 'Confidence',
    of: ({ read: { confidence } }) =>
      confidence === null ? 'not given' : `${Math.round(confidence * 100)}%`,
    isNumber: true,
  },
];

export function ReadsTable({ by, empty, onPaper, sort, story }: ReadsTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section class="table-scroll stacks" tabIndex={0} aria-label={`Reads${by}, scrolls`}>
      <table class="usa-table usa-table--borderless usa-table--stacked story-table">
        <caption>{`Reads${by}`}</caption>
        <thead>
          <tr class="on-paper">
            <td colSpan={COLUMNS.length}>{onPaper}</td>
          </tr>
          <tr>
            {COLUMNS.map(({ isNumber, name }) => (
              <th key={name} scope="col" class={isNumber && 'number'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {story.length === 0 ? (
          <tbody>
            <tr>
              <td colSpan={COLUMNS.length}>{empty}</td>
            </tr>
          </tbody>
        ) : (
          story.map((plate) => (
            <Group key={plate.at} {...{ plate, sort }} isOneOfSeveral={story.length > 1} />
          ))
        )}
      </table>
    </section>
  );
}

interface GroupProps {
  readonly plate: StoryPlate;
  readonly sort: Sort;
  readonly isOneOfSeveral: boolean;
}

function Group({ isOneOfSeveral, plate, sort }: GroupProps) {
  return (
    <tbody>
      {isOneOfSeveral ? (
        <tr>
          <th scope="rowgroup" colSpan={COLUMNS.length}>
            <PlateMark plate={plate} /> {letterOf(plate)}: {plate.plate}
            {plate.state === null ? '' : ` (${plate.state})`}, {plate.reads.length}{' '}
            {plate.reads.length === 1 ? 'read' : 'reads'}
          </th>
        </tr>
      ) : null}
      {sorted(plate.reads, sort).map((one) => (
        <tr key={one.number}>
          {COLUMNS.map(({ isNumber, name, of }) => (
            <td key={name} class={isNumber && 'number'} data-name={name}>
              {of(one)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
