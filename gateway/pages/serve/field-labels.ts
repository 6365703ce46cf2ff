/** What the API calls a field, and what the forms call it: a person who reads a page has never seen the API's names. */
export const LABELS: Readonly<Record<string, string>> = {
  agency: 'Agency',
  'agreement.reference': 'Agreement',
  'agreement.signedOn': 'Agreement signed on',
  'agreement.expiresOn': 'Agreement ends on',
  caseNumber: 'Case number',
  'certification.signer': 'Certification signed by',
  'certification.signedOn': 'Certification signed on',
  county: 'County',
  dailyRecords: 'Records a day, at most',
  dueAt: 'To be closed by',
  entries: 'Log entries that show it',
  from: 'From',
  kind: 'Kind',
  lookBackDays: 'Oldest reads, in days',
  note: 'Note',
  officer: 'Officer',
  outcome: 'Outcome',
  owner: 'Person',
  plate: 'Plate',
  'plate.number': 'Plate',
  'plate.state': 'State',
  'purpose.caseNumber': 'Case number',
  'purpose.incident.agencyOri': 'Which agency',
  'purpose.incident.occurred.from': 'When it happened',
  'purpose.incident.occurred.to': 'Until',
  'purpose.justification': 'In your words',
  reason: 'Reason',
  roster: 'Officers on the roster',
  summary: 'What happened',
  to: 'To',
  validUntil: 'Until',
  verdict: 'The officer’s part in it',
};

/** With the label instead of the API's name, where a form has the field. */
export function inLabels(detail: string): string {
  return detail.replace(/`([\w.]+)`/g, (name: string, member: string) =>
    Object.hasOwn(LABELS, member) ? `“${LABELS[member]}”` : name,
  );
}
