/** Reads the file of streets that a department may put beneath its maps: TopoJSON or GeoJSON. */
import { readFileSync, statSync } from 'node:fs';
import type { FeatureCollection, GeoJSON, LineString, MultiLineString, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryObject, Topology } from 'topojson-specification';

export type Box = readonly [west: number, south: number, east: number, north: number];

export interface Street {
  readonly shape: LineString | MultiLineString;
  readonly box: Box;
  /** Its name as the file has it; null: it has none. */
  readonly name: string | null;
}

type Line = Pick<Street, 'name' | 'shape'>;

/** Where public extracts have the name: OpenStreetMap and most cities, and the Census Bureau's TIGER. */
const NAMES = ['name', 'NAME', 'FULLNAME', 'fullname'];
const LONGEST_NAME = 40;

/** The longest first, so that the main streets are drawn where there is no room for all. */
export type Streets = readonly Street[];

const LARGEST_MB = 64;

/** @param tell is told why a file is not used. @returns null where there is no file, or none that can be drawn */
export function readStreets(path: string | null, tell: (why: string) => void): Streets | null {
  if (path === null) return null;
  try {
    if (statSync(path).size > LARGEST_MB * 1_048_576)
      throw new Error(`it is larger than ${LARGEST_MB} MB; cut the county out of it`);
    const streets = linesOf(JSON.parse(readFileSync(path, 'utf8')))
      .map(streetOf)
      .filter((one) => one !== null);
    if (streets.length === 0) throw new Error('it has no lines; it must be TopoJSON or GeoJSON with streets');
    return streets.sort((a, b) => extent(b) - extent(a));
  } catch (error) {
    tell(`\`MAP_FILE\` is not used, maps show a plain grid: ${(error as Error).message}`);
    return null;
  }
}

const extent = ({ box: [west, south, east, north] }: Street) => Math.hypot(east - west, north - south);

function linesOf(read: GeoJSON | Topology, name: string | null = null): readonly Line[] {
  switch (read?.type) {
    case 'Topology':
      return Object.values(read.objects).flatMap((one) =>
        linesOf(feature(read, one as GeometryObject) as FeatureCollection),
      );
    case 'FeatureCollection':
      return read.features.flatMap((one) => linesOf(one));
    case 'Feature':
      return read.geometry === null ? [] : linesOf(read.geometry, nameIn(read.properties));
    case 'GeometryCollection':
      return read.geometries.flatMap((one) => linesOf(one, name));
    case 'LineString':
    case 'MultiLineString':
      return [{ name, shape: read }];
    default:
      return [];
  }
}

function nameIn(properties: Readonly<Record<string, unknown>> | null): string | null {
  const found = NAMES.map((name) => properties?.[name]).find((value) => typeof value === 'string');
  const name = String(found ?? '').trim();
  return name === '' || name.length > LONGEST_NAME ? null : name;
}

/** Returns null for a line with a position that is not on Earth. */
function streetOf({ name, shape }: Line): Street | null {
  const positions: readonly Position[] =
    shape.type === 'LineString' ? shape.coordinates : shape.coordinates.flat();
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [lon, lat] of positions) {
    if (lon === undefined || lat === undefined || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return null;
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return positions.length < 2 ? null : { name, shape, box };
}
