/**
 * Tells a hit whose vehicle is of another kind than the one its entry names: the plate was misread, or put on another
 * vehicle, and an officer must know before she stops the driver. Facts in `data/vehicle-kinds.json`.
 */
import table from '../terms/data/vehicle-kinds.json' with { type: 'json' };

export const VEHICLE_KINDS = ['motorcycle', 'truck', 'car', 'wagon'] as const;
export type VehicleKind = (typeof VEHICLE_KINDS)[number];

/** The kinds of one hit that cannot be one vehicle. */
export interface OtherVehicle {
  /** Names the kind that the entry states. */
  readonly listed: VehicleKind;
  /** Names the kind that the camera saw. */
  readonly seen: VehicleKind;
}

const WORDS: ReadonlyMap<string, VehicleKind> = new Map(
  VEHICLE_KINDS.flatMap((kind) => table.words[kind].map((word) => [word, kind] as const)),
);
const NEVER_ONE: ReadonlySet<string> = new Set(
  table.never_one.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]),
);

/** Returns the one kind that the text names; null if it names none, or several. */
export function vehicleKindOf(text: string): VehicleKind | null {
  const words = text
    .normalize('NFKC')
    .toUpperCase()
    .split(/[^A-Z0-9]+/);
  const named = new Set(words.flatMap((word) => WORDS.get(word) ?? []));
  const [kind] = named;
  return named.size === 1 ? (kind ?? null) : null;
}

/** @param listed the entry's text @param seen the body style that the camera reported */
export function otherVehicle(listed: string, seen: string): OtherVehicle | null {
  const kinds = { listed: vehicleKindOf(listed), seen: vehicleKindOf(seen) };
  return NEVER_ONE.has(`${kinds.listed} ${kinds.seen}`) ? (kinds as OtherVehicle) : null;
}
