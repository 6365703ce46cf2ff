/** Draws Colorado's counties from the Census Bureau's boundaries (`us-atlas`), read when a map is first drawn. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { GeometryCollection, Topology } from 'topojson-specification';

export interface County {
  readonly name: string;
  /** The `d` of its path. */
  readonly path: string;
}

/** The first digits of the ids of Colorado's counties (FIPS 5-2). */
const COLORADO = '08';
/** The northwest corner of the state, in degrees. */
const WEST = -109.07;
const NORTH = 41.01;
/** Units of the picture for a degree of latitude; one of longitude is shorter by the cosine of the state's middle. */
const SCALE = 170;
const ACROSS = SCALE * Math.cos((39 * Math.PI) / 180);
export const MAP_SIZE = { width: Math.ceil(7.05 * ACROSS), height: Math.ceil(4.04 * SCALE) };

let drawn: Promise<readonly County[]> | undefined;

/** Returns the counties by name, drawn once for all who ask. */
export function countyShapes(): Promise<readonly County[]> {
  drawn ??= draw();
  return drawn;
}

async function draw(): Promise<readonly County[]> {
  const { feature } = await import('topojson-client');
  const file = createRequire(import.meta.url).resolve('us-atlas/counties-10m.json');
  const atlas = JSON.parse(await readFile(file, 'utf8')) as Topology<{
    counties: GeometryCollection<{ name: string }>;
  }>;
  const { counties } = atlas.objects;
  const geometries = counties.geometries.filter(({ id }) => String(id).startsWith(COLORADO));
  return feature(atlas, { ...counties, geometries })
    .features.map(({ geometry, properties }) => ({
      name: properties.name,
      path: pathOf(geometry as Polygon | MultiPolygon),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

function pathOf(shape: Polygon | MultiPolygon): string {
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  return polygons.flat().map(ringPath).join('');
}

/** Writes each point as its way from the one before, in whole units: what is shorter cannot be seen. */
function ringPath(ring: readonly Position[]): string {
  const points = ring.map(([longitude = 0, latitude = 0]) => [
    Math.round((longitude - WEST) * ACROSS),
    Math.round((NORTH - latitude) * SCALE),
  ]) as [number, number][];
  const [[x, y] = [0, 0], ...others] = points;
  let [atX, atY] = [x, y];
  const ways = others.flatMap(([nextX, nextY]) => {
    const [dx, dy] = [nextX - atX, nextY - atY];
    if (dx === 0 && dy === 0) return [];
    [atX, atY] = [nextX, nextY];
    return [`${dx} ${dy}`];
  });
  // An enclave may be too small to be seen.
  return ways.length === 0 ? '' : `M${x} ${y}l${ways.join(' ')}z`;
}
