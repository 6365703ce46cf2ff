/** Tells whether a query may reword another: it is after the same plate, or comes under the same case. */
import { lookalikeKey } from './terms/plate.ts';
import type { Query } from './terms/query.ts';

/** A misread of the plate, or a hyphen in the case number, is not another plate and not another case. */
export function rewordsTarget(query: Query, refused: Query): boolean {
  const plates = [query, refused].map(({ plate }) =>
    plate === undefined ? null : lookalikeKey(plate.number),
  );
  const cases = [query, refused].map(({ purpose }) => purpose.caseNumber?.replaceAll('-', '') ?? null);
  return [plates, cases].some(([one, other]) => one !== null && one === other);
}
