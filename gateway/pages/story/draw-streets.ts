/** Draws the streets of the department's file beneath a story, and writes the names of some along them. */
import { type GeoProjection, geoPath } from 'd3-geo';
import { type Box, boxOf, CHARACTER, isCovered, type Label } from './place-labels.ts';
import type { Streets } from './streets.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A name on the middle of the straightest part of its street. */
export interface StreetName {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Degrees from the horizontal, so that nobody reads upside down. */
  readonly angle: number;
}

export interface DrawnStreets {
  /** SVG path. */
  readonly path: string;
  readonly names: readonly StreetName[];
}

/** Characters of the paths of streets: a page stays small, whatever the department's file is. */
const MOST_STREETS = 32_000;
const MOST_NAMES = 12;
/** Half of the room around a name's line, in pixels. */
const AROUND = 8;
/** The places along a street where its name may stand, the best first. */
const PLACES = [0.5, 0.3, 0.7, 0.15, 0.85];

/** @param taken the boxes that no name covers @returns null where no street of the file is near */
export function drawStreets(
  streets: Streets | null,
  project: GeoProjection,
  {
    labels,
    size,
    taken,
  }: { readonly size: Size; readonly taken: readonly Box[]; readonly labels: readonly Label[] },
): DrawnStreets | null {
  if (streets === null) return null;
  const draw = geoPath(project).digits(1);
  const [west, south, east, north] = seen(project, size);
  const covered = [...taken, ...labels.map(boxOf)];
  const names = new Map<string, StreetName>();
  let path = '';
  for (const { box, name, shape } of streets) {
    if (box[0] > east || box[2] < west || box[1] > north || box[3] < south) continue;
    const drawn = draw(shape) ?? '';
    if (path.length + drawn.length > MOST_STREETS) continue;
    path += drawn;
    if (name === null || names.has(name) || names.size >= MOST_NAMES) continue;
    const placed = placeName(name, drawn, covered, size);
    if (placed === null) continue;
    names.set(name, placed.named);
    covered.push(...placed.boxes);
  }
  return path === '' ? null : { path, names: [...names.values()] };
}

/** Returns the degrees that the picture shows. */
function seen(project: GeoProjection, { height, width }: Size): Box {
  const corners = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ].map((corner) => project.invert?.(corner as [number, number]) ?? [0, 0]);
  const [lons, lats] = [corners.map(([lon]) => lon as number), corners.map(([, lat]) => lat as number)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** Returns null where no part of the street is straight, long and free enough. */
function placeName(name: string, drawn: string, covered: readonly Box[], { height, width }: Size) {
  const length = name.length * CHARACTER;
  const [x1, y1, x2, y2] = longestPart(drawn);
  const run = Math.hypot(x2 - x1, y2 - y1);
  const steps = Math.ceil(length / AROUND / 2);
  const isFree = (box: Box) =>
    box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height && !isCovered(box, covered);
  for (const middle of PLACES) {
    if (Math.min(middle, 1 - middle) * run < length / 2 + AROUND) continue;
    const on = (pixels: number) => {
      const by = middle + pixels / run;
      return [x1 + (x2 - x1) * by, y1 + (y2 - y1) * by] as const;
    };
    const boxes = Array.from({ length: 2 * steps + 1 }, (_, at): Box => {
      const [x, y] = on(((at - steps) / steps) * (length / 2));
      return [x - AROUND, y - AROUND, x + AROUND, y + AROUND];
    });
    if (!boxes.every(isFree)) continue;
    const [x, y] = on(0);
    return { boxes, named: { name, x: Math.round(x), y: Math.round(y), angle: readable(x2 - x1, y2 - y1) } };
  }
  return null;
}

/** Returns the angle of a line, turned so that nobody reads upside down. */
function readable(across: number, down: number): number {
  const turned = (Math.atan2(down, across) * 180) / Math.PI;
  return Math.round(turned > 90 ? turned - 180 : turned <= -90 ? turned + 180 : turned);
}

/** Finds the longest line of a path as the projection writes it: `M1,2L3,4`. */
function longestPart(drawn: string): readonly [number, number, number, number] {
  let longest: readonly [number, number, number, number] = [0, 0, 0, 0];
  for (const part of drawn.split('M')) {
    const points = part.split('L').map((point) => point.split(',').map(Number.parseFloat));
    for (const [at, [x2 = 0, y2 = 0]] of points.entries()) {
      const [x1 = x2, y1 = y2] = points[at - 1] ?? [];
      const [a, b, c, d] = longest;
      if (Math.hypot(x2 - x1, y2 - y1) > Math.hypot(c - a, d - b)) longest = [x1, y1, x2, y2];
    }
  }
  return longest;
}
