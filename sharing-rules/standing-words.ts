/**
 * The words of a query that waits in a list, at a notice. Whether they tell an event was judged as it was entered, and
 * counts until it ends: a list of words that changes must not end what an officer was permitted. What is prohibited is
 * judged anew.
 */
import type { Finding } from './terms/decision.ts';

/** Only notes words that tell no event. @param findings of the screen, as it reads the words today */
export function asEntered(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((one) => (one.code === 'purpose_vague' ? { ...one, effect: 'note' } : one));
}
