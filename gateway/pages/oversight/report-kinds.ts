/** Names the kinds of misuse reports for the Chief; a kind that somebody made up is shown as written. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['audit_1', 'Monthly audit: rosters'],
  ['audit_2', 'Monthly audit: training'],
  ['audit_3', 'Monthly audit: eligible agencies'],
  ['audit_4', 'Monthly audit: revocation and the vendor’s sharing'],
  ['audit_5', 'Monthly audit: reasons and case numbers'],
  ['audit_6', 'Monthly audit: consequences of misuse'],
  ['audit_7', 'Monthly audit: configuration'],
  ['barred_agency', 'Barred agency'],
  ['exigent_unsound', 'A release for danger to life without danger'],
  ['inadequate_reason', 'An inadequate reason'],
  ['incident_fitted', 'Incidents fitted to one plate'],
  ['judged_misuse', 'Misuse, as a reviewer judged'],
  ['plate_two_purposes', 'One plate for two purposes'],
  ['prohibited_use', 'Prohibited use'],
  ['prohibited_words', 'Prohibited words'],
  ['refusals_spent', 'Too many refusals in a day'],
  ['stated_falsely', 'An incident that the records contradict'],
  ['shared_sign_in', 'A sign-in that was shared'],
  ['wrong_hit_unfounded', 'A right hit that was reported as wrong'],
  ['search_incomplete', 'The search for misuse was not complete'],
]);

/** The kinds that a person can choose; the gateway finds the others by itself. */
export const REPORTED_KINDS: readonly string[] = [
  ...['personal_use', 'prohibited_use', 'inadequate_reason', 'exigent_unsound', 'shared_sign_in'],
  ...['other_misuse'],
];

export function kindInWords(kind: string): string {
  const words = kind.replaceAll('_', ' ');
  return KINDS.get(kind) ?? `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
