/** Shows reads as a story: a map with the reads in order, the hours, and a table plate by plate. */
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';
import { layOutMap } from './lay-out-map.ts';
import { PlateMark, shapeNameOf } from './plate-mark.tsx';
import { busiestHour, ReadsByHour, readsByHour } from './reads-by-hour.tsx';
import { ReadsMap } from './reads-map.tsx';
import { ReadsTable } from './reads-table.tsx';
import { SORTS, type Sort, sortAddress } from './sort-reads.ts';
import type { Streets } from './streets.ts';
import { letterOf, type Story, storyOf } from './tell-story.ts';

interface ReadsStoryProps {
  readonly reads: readonly ShownRead[];
  readonly streets: Streets | null;
  /** Stands on each printed page: the case and the log entry. */
  readonly onPaper: string;
  /** A whole sentence for no reads. */
  readonly empty: string;
  /** The order that the address asks for; null: the page is the answer of a form, and has no links to sort by. */
  readonly sort: Sort | null;
  /** The agency that stated them, where a page has the reads of several. */
  readonly statedBy?: { readonly ori: string; readonly name: string };
}

const BY_TIME: Sort = { by: 'time', isDescending: false };

export function ReadsStory({ empty, onPaper, reads, sort, statedBy, streets }: ReadsStoryProps) {
  const by = statedBy === undefined ? '' : ` stated by ${statedBy.name}`;
  const idOf = (name: string) => (statedBy === undefined ? name : `${name}-${statedBy.ori}`);
  const story = storyOf(reads);
  const days = readsByHour(story);
  return (
    <>
      {reads.length === 0 ? null : (
        <div class="story">
          <MapFigure {...{ story, streets, by }} told={idOf('map-told')} />
          <figure>
            <ReadsByHour {...{ days, by }} describedBy={idOf('hours-told')} />
            <figcaption id={idOf('hours-told')}>{busiestHour(days)}</figcaption>
          </figure>
        </div>
      )}
      {sort === null || reads.length < 2 ? null : <SortLinks {...sort} />}
      <ReadsTable {...{ by, empty, onPaper, story }} sort={sort ?? BY_TIME} />
    </>
  );
}

interface MapFigureProps extends Pick<ReadsStoryProps, 'streets'> {
  readonly story: Story;
  /** Ends the name of the picture. */
  readonly by: string;
  /** The id of what is told below it. */
  readonly told: string;
}

function MapFigure({ by, story, streets, told }: MapFigureProps) {
  const map = layOutMap(story, streets);
  if (map === null) return <p>No camera’s place is known, so there is no map.</p>;
  const cameras = map.stops.length;
  return (
    <figure>
      <ReadsMap {...{ by, map }} describedBy={told} />
      <figcaption id={told}>
        {cameras === 1 ? '1 camera' : `${cameras} cameras`}, north is up. Numbers are the reads in order of
        time, as in the table; arrows are directions of travel; a line joins a read with the next one
        elsewhere, with the time between. Lines are not routes. No picture of a car is shown or kept here, and
        nothing was asked of a map service.
        {story.length > 1 ? (
          <ul class="story-plates">
            {story.map((plate) => (
              <li key={plate.at}>
                <PlateMark plate={plate} /> {letterOf(plate)} ({shapeNameOf(plate)}):{' '}
                <span class="plate">{plate.plate}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </figcaption>
    </figure>
  );
}

function SortLinks(sort: Sort) {
  return (
    <p class="no-print">
      Sort {sort.isDescending ? '(now the other way round) ' : ''}by{' '}
      {SORTS.map((by, at) => [
        at === 0 ? '' : ' · ',
        <a key={by} href={sortAddress(by, sort)} aria-current={sort.by === by ? 'true' : undefined}>
          {by}
        </a>,
      ])}
    </p>
  );
}
