/** Shows what was released: the notice, the reads in a table and on a map, the receipt, the next page. */
import type { ReleaseAnswer } from '../../query/query.schema.ts';
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { type Column, DataTable } from '../layout/data-table.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Fields, Visit } from '../serve/page.ts';
import { AskedFacts } from './asked-facts.tsx';
import { CameraMap, type MappedCamera, mappedCameras } from './camera-map.tsx';
import { coloradoTime } from './colorado-time.ts';
import { ReceiptLink } from './receipt-link.tsx';

interface ReleaseViewProps {
  readonly release: ReleaseAnswer;
  readonly visit: Pick<Visit, 'form' | 'session' | 'typed'>;
}

export function ReleaseView({ release, visit }: ReleaseViewProps) {
  const { form, typed } = visit;
  const { next, notice, reads, receipt, releaseId } = release;
  const cameras = mappedCameras(reads);
  return (
    <>
      <Alert kind="warning" heading="Verify before action">
        {notice}
      </Alert>
      <DataTable
        name="Reads"
        stacks
        columns={columns(cameras)}
        rows={reads}
        empty="No read fits. The plate was not seen by these cameras in this window, or what was seen is older than may be kept."
      />
      <AskedFacts release={release} visit={visit} />
      <CameraMap cameras={cameras} />
      <ReceiptLink receipt={receipt} />
      {next === null ? null : (
        <ActForm form={form} action="/query">
          <Carried typed={typed} />
          <input type="hidden" name="releaseId" value={releaseId} />
          <input type="hidden" name="cursor" value={next} />
          <p>
            More reads fit. The next page is decided, counted and logged by itself, within fifteen minutes.
          </p>
          <button type="submit" name="act" value="next" class="usa-button">
            Next page
          </button>
        </ActForm>
      )}
    </>
  );
}

const NOT_CARRIED = new Set(['token', 'key', 'act', 'releaseId', 'cursor']);

/** Carries what was typed, so that nothing is lost if the next page is refused. */
function Carried({ typed }: { readonly typed: Fields }) {
  return (
    <>
      {[...typed]
        .filter(([name]) => !NOT_CARRIED.has(name))
        .map(([name, value], at) => (
          <input key={at} type="hidden" name={name} value={value} />
        ))}
    </>
  );
}

function columns(cameras: readonly MappedCamera[]): readonly Column<ShownRead>[] {
  const numbers = new Map(cameras.map(({ id, number }) => [id, number]));
  return [
    { name: 'Plate', of: ({ plate }) => <span class="plate">{plate}</span> },
    { name: 'State', of: ({ plateState }) => plateState ?? 'not read' },
    {
      name: 'Captured (UTC)',
      of: ({ capturedAt }) => (
        <time dateTime={capturedAt}>{`${capturedAt.slice(0, 10)} ${capturedAt.slice(11, 19)}`}</time>
      ),
    },
    { name: 'In Colorado', of: ({ capturedAt }) => coloradoTime(Date.parse(capturedAt)) },
    { name: 'Camera', of: ({ camera }) => camera.name },
    { name: 'On the map', of: ({ camera }) => numbers.get(camera.id) ?? 'place not known', isNumber: true },
    { name: 'Direction', of: ({ direction }) => direction ?? '' },
    { name: 'Vehicle', of: ({ vehicle }) => vehicleOf(vehicle) },
    {
      name: 'Confidence',
      of: ({ confidence }) => (confidence === null ? 'not given' : `${Math.round(confidence * 100)}%`),
      isNumber: true,
    },
  ];
}

/** Describes a vehicle, e.g. `gray Honda Civic sedan`; empty if nothing was read. */
export function vehicleOf({ bodyStyle, color, make, model }: ShownRead['vehicle']): string {
  return [color, make, model, bodyStyle].filter((one) => one !== null).join(' ');
}
