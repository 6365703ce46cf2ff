/** Finds which fields of the form a refusal is about: those that its words ask to change, and no other. */
import type { ReasonCode } from '../../../sharing-rules/terms/decision.ts';
import {
  isMissingPart,
  isReasonCode,
  sentence,
  withoutEffects,
} from '../../../sharing-rules/terms/reasons.ts';
import { asSentence } from '../layout/first-upper.ts';
import type { Problem, ToldReason } from '../serve/problem.ts';
import { inPage } from './reason-list.tsx';
import type { FieldFaults } from './typed-incident.ts';

/** The names of the fields in the form, in its order. */
const FORM_FIELDS = [
  ...(['plate', 'state', 'match', 'purpose', 'kind', 'offense', 'grade', 'caseNumber', 'happened'] as const),
  ...(['until', 'ongoing', 'place', 'vehicle', 'reportedBy', 'agency', 'affirmed'] as const),
  ...(['justification', 'supervisor'] as const),
  ...(['paper', 'court', 'docket', 'judge', 'issuedOn', 'from', 'to'] as const),
];
type FormField = (typeof FORM_FIELDS)[number];

/** The fields for reasons about the agency, its grant, the officer or the day: none has to change. */
const NONE: readonly FormField[] = [];
const JUSTIFICATION = ['justification'] as const;

const FIELDS: Readonly<Record<ReasonCode, readonly FormField[]>> = {
  ...{ ori_malformed: NONE, agency_unknown: NONE, agency_not_eligible: NONE, agency_suspended: NONE },
  ...{
    agency_retired: NONE,
    agreement_expired: NONE,
    certification_missing: NONE,
    certification_expired: NONE,
  },
  ...{ grant_missing: NONE, grant_revoked: NONE, grant_expired: NONE, grant_not_started: NONE },
  ...{ sharing_halted: NONE, subject_suspended: NONE, employer_mismatch: NONE, on_behalf_of_missing: NONE },
  ...{ no_onward: NONE, no_agreement: NONE },
  ...{ mfa_required: NONE, reauthentication_required: NONE, quota_exceeded: NONE, rule_failed: NONE },
  purpose_missing: ['purpose'],
  purpose_not_approved: ['purpose'],
  purpose_not_in_grant: ['purpose'],
  purpose_prohibited: ['purpose'],
  purpose_vague: JUSTIFICATION,
  purpose_contradiction: ['purpose', 'justification'],
  context_needs_review: JUSTIFICATION,
  ...{ offense_unknown: ['offense'], offense_immigration: ['offense'] },
  ...{ offense_minor_traffic: ['offense'], offense_protected_health: ['offense'] },
  ...{ narrative_immigration: JUSTIFICATION, narrative_minor_traffic: JUSTIFICATION },
  ...{ narrative_personal: JUSTIFICATION, narrative_protected_class: JUSTIFICATION },
  ...{ narrative_protected_health: JUSTIFICATION, narrative_federal_assist: JUSTIFICATION },
  ...{ narrative_pretext: JUSTIFICATION, narrative_unread: JUSTIFICATION },
  // A person reads it first, however it is worded.
  narrative_reworded: NONE,
  ...{ case_number_missing: ['caseNumber'], case_number_invalid: ['caseNumber'] },
  ...{ judicial_process_required: ['paper'], judicial_process_administrative: ['paper'] },
  // A person checks it first.
  judicial_process_unverified: NONE,
  incident_missing: ['kind'],
  incident_contradiction: ['kind', 'vehicle'],
  // A person looks at it first, whatever is changed.
  incident_needs_review: NONE,
  window_not_about_incident: ['from', 'to'],
  ...{ window_too_old: ['from'], window_too_wide: ['from'], window_in_future: ['to'] },
  plate_too_short: ['plate'],
  // The form asks for no area.
  area_too_wide: NONE,
  search_not_supported: ['match'],
  too_many_records: ['from'],
};

/** The fields for details that say more exactly which; a partner system's drop-down is not in the form. */
const BY_DETAIL: Readonly<Partial<Record<ReasonCode, Readonly<Record<string, readonly FormField[]>>>>> = {
  purpose_missing: { justification: JUSTIFICATION, offense: ['offense'], supervisor: ['supervisor'] },
  purpose_not_approved: { drop_down: NONE, held_purpose: NONE },
  purpose_prohibited: { drop_down: NONE },
  purpose_contradiction: {
    drop_down: NONE,
    prohibited_narrative: JUSTIFICATION,
    offense_and_narrative: ['offense', 'justification'],
    offense_insufficient: ['offense'],
    offense_not_covered: ['offense'],
    offense_unclear: ['offense'],
    code_and_narrative: ['purpose', 'justification'],
    judicial_process_kind: ['paper'],
    agency_class_and_code: ['purpose'],
    agency_class_and_narrative: JUSTIFICATION,
  },
  incident_contradiction: { case_differs: ['kind', 'offense', 'caseNumber', 'happened', 'place'] },
  incident_needs_review: {
    may_be_misdemeanor: ['grade'],
    longer_than_7_days: ['happened', 'until'],
    reporting_agency: ['agency'],
    of_victim: ['kind', 'vehicle'],
    victims_vehicle: ['kind', 'vehicle'],
  },
  judicial_process_required: { issued_on: ['issuedOn'] },
  plate_too_short: { partial_plate: ['match'] },
  search_not_supported: { plate_state: ['state'] },
};

export function faultsOf({ members, reasons }: Pick<Problem, 'members' | 'reasons'>): FieldFaults {
  const { fields } = members;
  if (typeof fields === 'object' && fields !== null) return fields as FieldFaults;
  const told = new Map<FormField, string>();
  for (const reason of withoutEffects(reasons)) {
    const { code, detail = '' } = reason;
    if (!isReasonCode(code)) continue;
    const why = asSentence(inPage(sentence({ code, detail })));
    for (const name of fieldsOf(reason)) if (!told.has(name)) told.set(name, why);
  }
  return Object.fromEntries(told);
}

/** Returns the first field with a fault: a page on which nothing was asked yet begins there. */
export function firstFault(faults: FieldFaults): string | undefined {
  return FORM_FIELDS.find((name) => faults[name] !== undefined);
}

/** Leaves out reasons that the form shows at a field; if nothing else stands against the query, keeps all. */
export function inAlert(reasons: readonly ToldReason[]): readonly ToldReason[] {
  const others = reasons.filter((one) => !isMissingPart(one));
  return others.length > 0 ? others : reasons;
}

/** Returns the fields of named words, if any: an officer's name cannot change in the form. */
export function fieldsOf({ code, detail = '', found = [] }: ToldReason): readonly FormField[] {
  if (!isReasonCode(code)) return NONE;
  if (found.length > 0) {
    const fields = (found as readonly { readonly field: string }[]).map(({ field }) => field);
    return FORM_FIELDS.filter((name) => fields.includes(name));
  }
  return BY_DETAIL[code]?.[detail.split(':')[0] as string] ?? FIELDS[code];
}
