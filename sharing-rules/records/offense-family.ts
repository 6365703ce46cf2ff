/** Tells whether two offenses are of one family, so that a records office may cite the same event in its own way. */
import { findOffense } from '../terms/offenses.ts';
import type { Offense } from '../terms/query.ts';

/** NIBRS gathers the most different offenses under 90: there the whole code counts. */
const GATHERED = '90';

/** The first two characters: NIBRS was made from the NCIC codes and numbers its families alike. */
function familyOf({ code, system }: Offense): string | null {
  if (system === 'crs') return null;
  const family = code.slice(0, 2);
  return system === 'nibrs' && family === GATHERED ? code : family;
}

/** A statute is compared by the purposes that list it. What no table knows is of no family but its own. */
export function areOneFamily(one: Offense, other: Offense): boolean {
  const [ofOne, ofOther] = [familyOf(one), familyOf(other)];
  if (ofOne !== null && ofOther !== null) return ofOne === ofOther;
  const [known, same] = [findOffense(one), findOffense(other)];
  if (known === undefined || same === undefined)
    return one.system === other.system && one.code === other.code;
  if (known.system === same.system && known.code === same.code) return true;
  return [...known.purposes].some((purpose) => same.purposes.has(purpose));
}
