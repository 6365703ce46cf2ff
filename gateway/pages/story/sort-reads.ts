/** Sorts the reads of each plate as the address says: by links, so that it works without scripts. */
import type { StoryRead } from './tell-story.ts';

type Key = (one: StoryRead) => string | number;

/** Maps the name of each link to the value by which it sorts. */
const KEYS: Readonly<Record<string, Key>> = {
  time: ({ number }) => number,
  camera: ({ read }) => read.camera.name,
  direction: ({ read }) => read.direction ?? '',
  vehicle: ({ read }) => describeVehicle(read.vehicle),
  confidence: ({ read }) => read.confidence ?? -1,
};

export const SORTS: readonly string[] = Object.keys(KEYS);

export interface Sort {
  readonly by: string;
  readonly isDescending: boolean;
}

/** Reads `?sort=camera`, or `?sort=-camera` for the other way round; anything else is the order of time. */
export function sortOf(search: URLSearchParams): Sort {
  const asked = search.get('sort') ?? '';
  const by = asked.replace(/^-/, '');
  return SORTS.includes(by) ? { by, isDescending: asked !== by } : { by: 'time', isDescending: false };
}

/** Returns the address of a link: a second press turns the order round. */
export function sortAddress(by: string, now: Sort): string {
  return `?sort=${now.by === by && !now.isDescending ? '-' : ''}${by}`;
}

export function sorted(reads: readonly StoryRead[], { by, isDescending }: Sort): readonly StoryRead[] {
  const key = KEYS[by] as Key;
  const way = isDescending ? -1 : 1;
  return [...reads].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (one === other) return a.number - b.number;
    return one < other ? -way : way;
  });
}

/** Describes a vehicle, e.g. `gray Honda Civic sedan`; empty if nothing was read. */
export function describeVehicle({ bodyStyle, color, make, model }: StoryRead['read']['vehicle']): string {
  return [color, make, model, bodyStyle].filter((one) => one !== null).join(' ');
}
