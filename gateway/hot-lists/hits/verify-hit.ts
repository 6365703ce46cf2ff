/** Says how a hit must be verified before anybody acts on it, alike in commands and on pages. */
import type { VehicleKind } from '../../../sharing-rules/hot-lists/vehicle-kind.ts';
import type { Caution } from '../lists/hits-store.ts';
import type { ShownHit } from './hit.schema.ts';

/** The warning shown with every hit. */
export const VERIFY =
  'Each is unconfirmed until a person has verified plate, state and status by sight and through dispatch (Policy 420).';

/** The ways in which a hit is wrong, as people say them. */
export const WRONG_WORDS: Readonly<Record<Caution['is'], string>> = {
  other_vehicle: 'another vehicle',
  entry_wrong: 'the entry is wrong',
  plate_misread: 'the plate was misread',
};

const VEHICLE_WORDS: Readonly<Record<VehicleKind, string>> = {
  motorcycle: 'a motorcycle',
  truck: 'a truck',
  car: 'a car',
  wagon: 'a van, wagon or SUV',
};

type Warned = Pick<ShownHit, 'caution' | 'otherVehicle'>;

/** Returns what an officer must know before anybody is sent; empty if nothing speaks against the hit. */
export function warningsInWords({ caution, otherVehicle }: Warned): string[] {
  const said = caution?.status === 'wrong' ? 'found wrong' : 'reported wrong';
  return [
    ...(caution === undefined ? [] : [`CAUTION: ${said}: ${WRONG_WORDS[caution.is]}`]),
    ...(otherVehicle === undefined
      ? []
      : [
          `CAUTION: listed as ${VEHICLE_WORDS[otherVehicle.listed]}, seen as ${VEHICLE_WORDS[otherVehicle.seen]}`,
        ]),
  ];
}

/** Adds to a hit's status what makes it less certain than a match of plate and state. */
export function standingOf(hit: ShownHit, plateState: string | null): string {
  return [certaintyOf(hit, plateState), ...warningsInWords(hit)].join('; ');
}

function certaintyOf({ status, verify }: ShownHit, plateState: string | null): string {
  if (!verify || status !== 'unconfirmed') return status;
  return `${status}, ${plateState === null ? 'state not read' : 'a look-alike, or listed without a state'}`;
}
