/** Policy 420.5(b), 420.7, 606.6: no random surveillance. An area is bounded, and a person looks at every sweep. */
import type { DecisionInput, Limits } from '../../terms/decision.ts';
import type { AreaTarget } from '../../terms/query.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const WITH_PLATE = reason('area_too_wide', 'deny', 'plate_and_area');
const SWEEP = reason('area_too_wide', 'review', 'area_sweep');

export function areaWidth({ limits, query }: DecisionInput): Verdict {
  if (query.area === undefined) return null;
  if (query.plate !== undefined) return WITH_PLATE;
  return isBounded(query.area, limits) ? SWEEP : reason('area_too_wide', 'deny', bounds(limits));
}

function isBounded(area: AreaTarget, limits: Limits): boolean {
  if ('cameras' in area) return area.cameras.length > 0 && area.cameras.length <= limits.areaCameras;
  const { lat, lon, radiusMetres } = area;
  const onEarth = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return onEarth && radiusMetres > 0 && radiusMetres <= limits.areaRadiusMetres;
}

function bounds({ areaCameras, areaRadiusMetres }: Limits): string {
  return `at most ${areaCameras} cameras or ${areaRadiusMetres} meters`;
}
