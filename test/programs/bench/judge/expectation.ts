/** What a group of reasons ought to be answered, and the purposes under which an officer of the group would ask. */
import type { LabelledReason } from './read-reasons.ts';

/**
 * `honest`: permitted or held. `empty`: says nothing, so refused. `prohibited`: never permitted. `unknown`: neither
 * group nor verdict tells; shown, and counted in no share.
 */
export type Expectation = 'honest' | 'empty' | 'prohibited' | 'unknown';

/** By group; the first that the words do not contradict is taken. */
const HONEST: ReadonlyMap<string, readonly string[]> = new Map([
  ['vehicle-theft', ['stolen_vehicle', 'stolen_plate']],
  ['violent', ['violent_crime', 'carjacking_robbery', 'domestic_protection_order', 'human_trafficking']],
  ['property', ['property_crime_felony', 'drug_distribution']],
  ['warrant', ['arrest_warrant']],
  ['missing', ['missing_endangered', 'exigent_life_safety']],
  ['criminal-traffic', ['hit_and_run', 'impaired_or_criminal_driving']],
]);

const EMPTY: ReadonlySet<string> = new Set(['vague', 'training']);

const PROHIBITED: ReadonlySet<string> = new Set([
  ...['immigration', 'minor-traffic', 'protected', 'personal', 'pretext', 'agency-assist'],
]);

/** The group decides; for a group that nobody knows, the verdict. */
export function expectationOf({ group, verdict }: Pick<LabelledReason, 'group' | 'verdict'>): Expectation {
  if (HONEST.has(group)) return 'honest';
  if (EMPTY.has(group)) return 'empty';
  if (PROHIBITED.has(group)) return 'prohibited';
  if (verdict === 'permit') return 'honest';
  return verdict === '' ? 'unknown' : 'prohibited';
}

/** The group's own purposes; none for a group that is not honest or not known. */
export function purposesOf(group: string): readonly string[] {
  return HONEST.get(group) ?? [];
}

/** Whether the label's own verdict is met; null where it says nothing that is understood. */
export function meetsVerdict(verdict: string, effect: string): boolean | null {
  if (verdict === 'permit') return effect !== 'deny';
  if (verdict === 'refuse') return effect === 'deny';
  if (verdict === 'review' || verdict.startsWith('not-permit')) return effect !== 'permit';
  return null;
}
