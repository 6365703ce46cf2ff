/** Prints and parses paths of tiles and entry bundles below a log's prefix (C2SP tlog-tiles). */

/** The number of hashes in a full tile, and of entries in a full bundle. */
export const TILE_WIDTH = 256;

/** A tile of hashes, or a bundle of entries; `width` is `TILE_WIDTH` for a full one. */
export type TileRef =
  | { readonly kind: 'hashes'; readonly level: number; readonly index: number; readonly width: number }
  | { readonly kind: 'entries'; readonly index: number; readonly width: number };

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const HIGHEST_LEVEL = 63;

/** Returns the path of a tile, e.g. `tile/0/x001/x234/067.p/12`. */
export function printTilePath(ref: TileRef): string {
  const groups = [String(ref.index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(ref.index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  const level = ref.kind === 'entries' ? 'entries' : ref.level;
  const partial = ref.width === TILE_WIDTH ? '' : `.p/${ref.width}`;
  return `tile/${level}/${groups.join('/')}${partial}`;
}

/** Parses a tile's path; null for everything but the one right spelling of such a path. */
export function parseTilePath(path: string): TileRef | null {
  const [, level, groups, partial] = PATH.exec(path) ?? [];
  if (level === undefined || groups === undefined) return null;
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (!Number.isSafeInteger(index) || width > TILE_WIDTH || Number(level) > HIGHEST_LEVEL) return null;
  const ref: TileRef =
    level === 'entries'
      ? { kind: 'entries', index, width }
      : { kind: 'hashes', level: Number(level), index, width };
  // `x000/001` and `.p/256` are wrong spellings of valid paths.
  return printTilePath(ref) === path ? ref : null;
}
