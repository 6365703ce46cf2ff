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
}

const BY_TIME: Sort = { by: 'time', isDescending: false };

export function ReadsStory({ empty, onPaper, reads, sort, streets }: ReadsStoryProps) {
  const story = storyOf(reads);
  const days = readsByHour(story);
  return (
    <>
      {reads.length === 0 ? null : (
        <div class="story">
          <MapFigure story={story} streets={streets} />
          <figure>
            <ReadsByHour days={days} describedBy="hours-told" />
            <figcaption id="hours-told">{busiestHour(days)}</figcaption>
          </figure>
        </div>
      )}
      {sort === null || reads.length < 2 ? null : <SortLinks {...sort} />}
      <ReadsTable {...{ empty, onPaper, story }} sort={sort ?? BY_TIME} />
    </>
  );
}

function MapFigure({ story, streets }: { readonly story: Story; readonly streets: Streets | null }) {
  const map = layOutMap(story, streets);
  if (map === null) return <p>No camera’s place is known, so there is no map.</p>;
  const cameras = map.stops.length;
  return (
    <figure>
      <ReadsMap map={map} describedBy="map-told" />
      <figcaption id="map-told">
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
