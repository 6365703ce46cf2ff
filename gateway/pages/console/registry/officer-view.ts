/** An officer of a partner as the API shows them. */
import type { ShownOfficer, WholeOfficer } from '../../../registry/officers/officer.schema.ts';

/** Sorts by name as people count: the second officer before the twelfth. */
export function inOrder<One extends { readonly agency?: string; readonly name: string }>(
  officers: readonly One[],
): readonly One[] {
  const place = ({ agency = '', name }: One) => `${agency} ${name}`;
  return [...officers].sort((one, other) => place(one).localeCompare(place(other), 'en', { numeric: true }));
}

export type OfficerView = ShownOfficer;
export type WholeOfficerView = WholeOfficer;
