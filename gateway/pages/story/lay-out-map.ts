/** Lays a story out on a map: where the cameras, the ways between them and the streets are drawn. Asks nothing elsewhere. */
import { type GeoProjection, geoAzimuthalEquidistant } from 'd3-geo';
import { bearingOf } from './bearing-of.ts';
import { drawStreets, type StreetName } from './draw-streets.ts';
import { type Box, type Label, type Labelled, placeLabels } from './place-labels.ts';
import type { Streets } from './streets.ts';
import { between, letterOf, numbersInWords, type Story, type StoryPlate } from './tell-story.ts';

export const MAP_SIZE = { width: 720, height: 420 } as const;
const MARGIN = 60;
const GRID_STEP = 60;
/** Meters of a degree of latitude, and of a mile. */
const DEGREE = 111_320;
const MILE = 1_609.344;
const BARS = [0.25, 0.5, 1, 2, 5, 10, 25, 50, 100, 500];
const MOST_NUMBERS = 4;
/** Pixels from the middle of a stop to the tip of its arrow. */
const ARROW = 25;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The visits of one plate to one camera. */
export interface Visits {
  readonly plate: StoryPlate;
  /** The numbers of its reads here. */
  readonly numbers: readonly number[];
  /** The directions in which it drove, degrees from north. */
  readonly bearings: readonly number[];
}

export interface Stop extends Point {
  readonly id: string;
  readonly name: string;
  readonly visits: readonly Visits[];
}

/** A way that a plate took between two cameras, once or several times. */
export interface Way {
  readonly plate: StoryPlate;
  /** SVG path. */
  readonly path: string;
  readonly middle: Point;
  /** The times that it took, e.g. `12 min`. */
  readonly took: string;
}

/** A stop's label begins with the camera's name, where there is room for it. */
export interface StopLabel extends Label {
  readonly isNamed: boolean;
}

export interface LaidOutMap {
  readonly stops: readonly Stop[];
  readonly ways: readonly Way[];
  readonly labels: readonly StopLabel[];
  /** The times of the ways, where there is room for them; the table has them all. */
  readonly times: readonly Label[];
  /** SVG path; null: there are none here, and `grid` is drawn. */
  readonly streets: string | null;
  /** The names of some of them, where there is room. */
  readonly streetNames: readonly StreetName[];
  /** SVG path. */
  readonly grid: string;
  readonly bar: { readonly length: number; readonly miles: number };
}

interface Place {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

/** Returns null where no camera's place is known. @param streets of the department's file, if there is one */
export function layOutMap(story: Story, streets: Streets | null): LaidOutMap | null {
  const places = placesOf(story);
  if (places.size === 0) return null;
  const project = fitted([...places.values()]);
  const stops = stopsOf(story, places, project);
  const ways = waysOf(story, new Map(stops.map((stop) => [stop.id, stop])));
  const asked = [...stops.map(labelOf), ...ways.map(timeOf)];
  const marks = stops.flatMap(marksOf);
  const placed = placeLabels(asked, marks, MAP_SIZE);
  const drawn = drawStreets(streets, project, {
    size: MAP_SIZE,
    taken: marks,
    labels: placed.filter((label) => label !== null),
  });
  return {
    ...{ stops, ways, streets: drawn?.path ?? null, streetNames: drawn?.names ?? [] },
    labels: placed
      .slice(0, stops.length)
      .flatMap((label, at) =>
        label === null ? [] : [{ ...label, isNamed: label.lines === asked[at]?.says[0] }],
      ),
    times: placed.slice(stops.length).filter((label) => label !== null),
    ...{ grid: gridPath(), bar: barOf(project) },
  };
}

function placesOf(story: Story): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { read } of story.flatMap(({ reads }) => reads)) {
    const { id, lat, lon, name } = read.camera;
    if (lat !== null && lon !== null && !places.has(id)) places.set(id, { id, name, lat, lon });
  }
  return places;
}

/** Centers the map on the cameras. With one camera it still shows a mile. */
function fitted(places: readonly Place[]): GeoProjection {
  const [lats, lons] = [places.map(({ lat }) => lat), places.map(({ lon }) => lon)];
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const [lat, lon] = [middle(lats), middle(lons)];
  const north = MILE / 2 / DEGREE;
  const east = north / Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  const coordinates = [
    ...places.map((place) => [place.lon, place.lat]),
    ...[-1, 1].flatMap((side) => [
      [lon + side * east, lat],
      [lon, Math.max(-90, Math.min(90, lat + side * north))],
    ]),
  ];
  const { height, width } = MAP_SIZE;
  const frame: [[number, number], [number, number]] = [
    [MARGIN, MARGIN],
    [width - MARGIN, height - MARGIN],
  ];
  return geoAzimuthalEquidistant()
    .rotate([-lon, -lat])
    .clipExtent([
      [0, 0],
      [width, height],
    ])
    .fitExtent(frame, { type: 'MultiPoint', coordinates });
}

const round = (value: number) => Math.round(value * 10) / 10;

function pointOf(project: GeoProjection, { lat, lon }: Pick<Place, 'lat' | 'lon'>): Point {
  const [x, y] = project([lon, lat]) ?? [0, 0];
  return { x: round(x), y: round(y) };
}

function stopsOf(story: Story, places: ReadonlyMap<string, Place>, project: GeoProjection): readonly Stop[] {
  return [...places.values()].map((place) => ({
    ...pointOf(project, place),
    ...{ id: place.id, name: place.name },
    visits: story.flatMap((plate) => {
      const here = plate.reads.filter(({ read }) => read.camera.id === place.id);
      const bearings = here.map(({ read }) => bearingOf(read.direction)).filter((one) => one !== null);
      return here.length === 0
        ? []
        : [{ plate, numbers: here.map(({ number }) => number), bearings: [...new Set(bearings)] }];
    }),
  }));
}

/** Returns the boxes of a stop and of its arrows. */
function marksOf({ visits, x, y }: Stop): Box[] {
  const arrows = visits.flatMap(({ bearings }, at) =>
    bearings.map((bearing): Box => {
      const angle = (bearing * Math.PI) / 180;
      const [fromX, fromY] = [x + 4 * at, y + 4 * at];
      const [tipX, tipY] = [fromX + ARROW * Math.sin(angle), fromY - ARROW * Math.cos(angle)];
      return [
        Math.min(fromX, tipX) - 4,
        Math.min(fromY, tipY) - 4,
        Math.max(fromX, tipX) + 4,
        Math.max(fromY, tipY) + 4,
      ];
    }),
  );
  return [[x - 9, y - 9, x + 9, y + 9], ...arrows];
}

function labelOf({ name, visits, x, y }: Stop): Labelled {
  const severalPlates = visits.length > 1 || visits.some(({ plate }) => plate.at > 0);
  const lines = visits.slice(0, 3).map(({ numbers, plate }) => {
    const told = numbersInWords(numbers, MOST_NUMBERS);
    return severalPlates ? `${letterOf(plate)} ${told}` : told;
  });
  if (visits.length > 3) lines.push(`and ${visits.length - 3} more plates`);
  const [first = ''] = lines;
  const short = lines.length > 1 || first.length > 6 ? [`${first.split(',')[0]}, …`] : lines;
  const shown = name.length > 30 ? `${name.slice(0, 29)}…` : name;
  return { x, y, says: [[shown, ...lines], lines, short], must: true, gap: 14 };
}

const timeOf = ({ middle, took }: Way): Labelled => ({ ...middle, says: [[took]], must: false, gap: 0 });

function waysOf(story: Story, stops: ReadonlyMap<string, Stop>): readonly Way[] {
  const ways = new Map<string, { plate: StoryPlate; from: Stop; to: Stop; times: number[] }>();
  for (const plate of story) {
    for (const [place, { after, read }] of plate.reads.entries()) {
      const from = stops.get(plate.reads[place - 1]?.read.camera.id ?? '');
      const to = stops.get(read.camera.id);
      if (after === null || from === undefined || to === undefined || from === to) continue;
      const key = JSON.stringify([plate.at, from.id, to.id]);
      const way = ways.get(key) ?? { plate, from, to, times: [] };
      way.times.push(after);
      ways.set(key, way);
    }
  }
  return [...ways.values()].map(({ from, plate, times, to }) => ({
    ...{ plate, ...curve(from, to) },
    took: times.length > 2 ? `${between(Math.min(...times))}, …` : times.map(between).join(', '),
  }));
}

/** Bends a way to its right, so that there and back are two lines. */
function curve(from: Point, to: Point): Pick<Way, 'middle' | 'path'> {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const bend = Math.min(30, length / 6);
  const side = { x: (-(to.y - from.y) / length) * bend, y: ((to.x - from.x) / length) * bend };
  const [x, y] = [round((from.x + to.x) / 2 + side.x), round((from.y + to.y) / 2 + side.y)];
  return {
    path: `M${from.x} ${from.y}Q${x} ${y} ${to.x} ${to.y}`,
    middle: { x: round((x + (from.x + to.x) / 2) / 2), y: round((y + (from.y + to.y) / 2) / 2) },
  };
}

function gridPath(): string {
  const { height, width } = MAP_SIZE;
  const lines: string[] = [];
  for (let x = GRID_STEP; x < width; x += GRID_STEP) lines.push(`M${x} 0V${height}`);
  for (let y = GRID_STEP; y < height; y += GRID_STEP) lines.push(`M0 ${y}H${width}`);
  return lines.join('');
}

/** Finds the longest bar of whole miles that takes a quarter of the width at most. */
function barOf(project: GeoProjection): LaidOutMap['bar'] {
  // A radian of the globe is `scale` long, whatever the place: distances from the middle are true.
  const perMile = (project.scale() * MILE) / 6_371_008.8;
  const miles = BARS.filter((one) => one * perMile <= MAP_SIZE.width / 4).at(-1) ?? (BARS[0] as number);
  return { miles, length: round(miles * perMile) };
}
