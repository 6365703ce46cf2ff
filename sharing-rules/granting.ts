/** Finds the changes to an agency that grant a right, or may: they take a person who has signed in lately. */
import { withdrawalOf } from './administer.ts';
import type { Agency } from './terms/agency.ts';
import { findAgencyClass } from './terms/agency-classes.ts';

/** The facts that administrators give. */
const FACTS = [
  ...(['name', 'class', 'state', 'county', 'oris', 'boundByArticle74', 'has287g', 'federalMembers'] as const),
  ...(['status', 'agreement', 'certification', 'roster'] as const),
];

/**
 * Returns the facts that change without withdrawing a right, even the name, by which approvers know it; and
 * those that withdraw one and grant another, e.g. an agreement that ends earlier and attests more.
 */
export function grantingOf(before: Agency, after: Agency): readonly (keyof Agency)[] {
  const lowered = withdrawalOf(before, after);
  // The facts whose way back would withdraw a right.
  const reversed = withdrawalOf(after, before);
  return FACTS.filter((fact) => {
    if (isSame(before[fact], after[fact])) return false;
    if (fact === 'class') return findAgencyClass(after.class)?.answer !== 'refused';
    if (fact === 'state') return after.state === 'CO';
    return !lowered.includes(fact) || reversed.includes(fact);
  });
}

/** True if two facts are equal: plain values, lists whose order does not matter, or objects of such. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  const [some, others] = [one, other].map((value) =>
    Array.isArray(value) ? Object.fromEntries(value.map((each) => [each, true])) : value,
  ) as [Record<string, unknown>, Record<string, unknown>];
  return [...Object.keys(some), ...Object.keys(others)].every(
    (name) => (some[name] ?? null) === (others[name] ?? null),
  );
}
