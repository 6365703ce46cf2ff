/** Names what a purpose lacks so that its incident can be stated: for a partner whose queries come with words alone. */
import type { Purpose } from '../terms/query.ts';
import { incidentRowOf } from './table.ts';

/** The members that every incident needs, whatever its purpose. */
const ALWAYS = ['incident.occurred', 'incident.place', 'incident.reportedBy', 'incident.affirmed'] as const;

/**
 * Lists the members that the purpose needs, with the values that it takes; those that a person reviews first
 * are in brackets. Empty where an incident is stated; null where the purpose takes none.
 */
export function missingFacts({ caseNumber, code, incident, offense }: Purpose): readonly string[] | null {
  const row = incidentRowOf(code);
  if (row === undefined) return null;
  if (incident !== undefined) return [];
  const kinds = [...row.kinds].map(([kind, { permit, review }]) => {
    const held = review.map((vehicle) => `(${vehicle})`);
    return `${kind} with vehicle ${[...permit, ...held].join(', ')}`;
  });
  const mayNeedOffense = row.kinds.has('offense') && offense === undefined;
  return [
    `incident.kind: ${kinds.join('; ')}`,
    ...ALWAYS,
    ...(mayNeedOffense ? ['offense, of kind offense'] : []),
    ...(caseNumber === undefined ? ['caseNumber'] : []),
  ];
}
