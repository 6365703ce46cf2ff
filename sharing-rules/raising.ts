/** Which facts of a change to an agency raise a right of it, or may: they take a person who has signed in lately. */
import { loweringOf } from './administer.ts';
import type { Agency } from './terms/agency.ts';
import { findAgencyClass } from './terms/agency-classes.ts';

/** As administrators give them. */
const FACTS = [
  ...(['name', 'class', 'state', 'county', 'oris', 'boundByArticle74', 'has287g', 'federalMembers'] as const),
  ...(['status', 'agreement', 'certification', 'roster'] as const),
];

/**
 * Whatever changes without lowering a right, its name included, by which others know whom they approve; and what lowers
 * one and raises another, e.g. an agreement that ends earlier and attests more. Empty where each change only lowers.
 */
export function raisingOf(before: Agency, after: Agency): readonly (keyof Agency)[] {
  const lowered = loweringOf(before, after);
  // What going back would lower.
  const reversed = loweringOf(after, before);
  return FACTS.filter((fact) => {
    if (isSame(before[fact], after[fact])) return false;
    if (fact === 'class') return findAgencyClass(after.class)?.answer !== 'refused';
    if (fact === 'state') return after.state === 'CO';
    return !lowered.includes(fact) || reversed.includes(fact);
  });
}

/** Of texts, numbers, flags, lists whose order says nothing, and objects of such. */
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
