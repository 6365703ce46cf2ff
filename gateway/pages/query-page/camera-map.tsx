/** Draws the cameras of an answer on the server: points, a scale bar and north; asks nothing elsewhere. */
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = 48;
/** Meters of a degree of latitude, and of a mile. */
const DEGREE = 111_320;
const MILE = 1_609.344;
/** The least meters that the frame shows: one camera is no reason to zoom in on nothing. */
const SMALLEST = MILE;
const BARS = [0.25, 0.5, 1, 2, 5, 10, 25, 50, 100];

export interface MappedCamera {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  /** The number by which the table names it. */
  readonly number: number;
}

/** Returns each camera of the reads once, in their order; leaves out those whose place is not known. */
export function mappedCameras(reads: readonly ShownRead[]): readonly MappedCamera[] {
  const cameras = new Map<string, MappedCamera>();
  for (const { camera } of reads) {
    const { id, lat, lon, name } = camera;
    if (lat !== null && lon !== null && !cameras.has(id)) {
      cameras.set(id, { id, name, lat, lon, number: cameras.size + 1 });
    }
  }
  return [...cameras.values()];
}

export function CameraMap({ cameras }: { readonly cameras: readonly MappedCamera[] }) {
  if (cameras.length === 0) return null;
  const { bar, barMiles, placeOf } = project(cameras);
  return (
    <figure class="camera-map">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Map with ${cameras.length} camera${cameras.length === 1 ? '' : 's'}; north is up`}
      >
        <rect class="map-frame" x="1" y="1" width={WIDTH - 2} height={HEIGHT - 2} />
        {cameras.map((camera) => {
          const { x, y } = placeOf(camera);
          return (
            <g key={camera.id}>
              <circle class="map-camera" cx={x} cy={y} r="12" />
              <text class="map-number" x={x} y={y + 5} text-anchor="middle">
                {camera.number}
              </text>
            </g>
          );
        })}
        <path class="map-line" d={`M16 ${HEIGHT - 22} v6 h${bar} v-6`} />
        <text class="map-text" x="16" y={HEIGHT - 28}>
          {barMiles} mi
        </text>
        <path class="map-north" d="M616 40 l-8 -20 l8 6 l8 -6 z" transform="rotate(180 616 30)" />
        <text class="map-text" x="616" y="58" text-anchor="middle">
          N
        </text>
      </svg>
      <figcaption>
        <ol>
          {cameras.map(({ id, lat, lon, name }) => (
            <li key={id}>
              {name} ({lat.toFixed(5)}, {lon.toFixed(5)})
            </li>
          ))}
        </ol>
      </figcaption>
    </figure>
  );
}

/** Projects them equirectangularly about the middle: over a few counties nobody sees the difference. */
function project(cameras: readonly MappedCamera[]) {
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const lat = middle(cameras.map((camera) => camera.lat));
  const lon = middle(cameras.map((camera) => camera.lon));
  const east = (at: number) => (at - lon) * DEGREE * Math.cos((lat * Math.PI) / 180);
  const north = (at: number) => (at - lat) * DEGREE;
  const half = (values: readonly number[]) => Math.max(SMALLEST / 2, ...values.map(Math.abs));
  const scale = Math.min(
    (WIDTH / 2 - MARGIN) / half(cameras.map((camera) => east(camera.lon))),
    (HEIGHT / 2 - MARGIN) / half(cameras.map((camera) => north(camera.lat))),
  );
  const barMiles = BARS.filter((miles) => miles * MILE * scale <= WIDTH / 3).at(-1) ?? (BARS[0] as number);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    barMiles,
    bar: round(barMiles * MILE * scale),
    placeOf: (camera: Pick<MappedCamera, 'lat' | 'lon'>) => ({
      x: round(WIDTH / 2 + east(camera.lon) * scale),
      y: round(HEIGHT / 2 - north(camera.lat) * scale),
    }),
  };
}
