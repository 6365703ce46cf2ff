/** Says with a hit, before anybody is sent, what speaks against it: a caution, or a vehicle of another kind. */
import {
  type OtherVehicle,
  otherVehicle,
  VEHICLE_KINDS,
} from '../../../sharing-rules/hot-lists/vehicle-kind.ts';
import { count, object, oneOf, time } from '../../http/schemas/shapes.ts';
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';
import { type Caution, type Hit, WRONG } from './hits-store.ts';

export const caution = object({
  is: oneOf(...WRONG),
  status: oneOf('reported_wrong', 'wrong'),
  since: time,
  index: count,
});

export const shownOtherVehicle = object({ listed: oneOf(...VEHICLE_KINDS), seen: oneOf(...VEHICLE_KINDS) });

export interface HitWarnings {
  readonly caution?: Caution;
  readonly otherVehicle?: OtherVehicle;
}

export function warningsOf({ caution, listed, read }: Pick<Hit, 'caution' | 'listed' | 'read'>): HitWarnings {
  const { vehicle } = JSON.parse(read) as Partial<Pick<ShownRead, 'vehicle'>>;
  const other = otherVehicle(listed ?? '', vehicle?.bodyStyle ?? '');
  return { ...(caution === null ? {} : { caution }), ...(other === null ? {} : { otherVehicle: other }) };
}
