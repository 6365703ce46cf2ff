/** Which fields of the form a refusal is about. */
import type { Problem } from '../serve/problem.ts';
import type { FieldFaults } from './typed-query.ts';

/** By the reason's code and detail. */
const FIELDS: readonly (readonly [code: RegExp, field: string])[] = [
  [/^purpose_missing offense$/, 'offense'],
  [/^purpose_missing supervisor$/, 'supervisor'],
  [/^purpose_missing justification$/, 'justification'],
  [/^purpose_(?!missing (?:offense|supervisor|justification)$)/, 'purpose'],
  [/^offense_/, 'offense'],
  [/^narrative_/, 'justification'],
  [/^case_number_/, 'caseNumber'],
  [/^judicial_process_/, 'paper'],
  [/^window_/, 'from'],
  [/^plate_/, 'plate'],
];

const SEE_ABOVE = 'Change this: the reason is above the form.';

export function faultsOf({ members, reasons }: Pick<Problem, 'members' | 'reasons'>): FieldFaults {
  const { fields } = members;
  if (typeof fields === 'object' && fields !== null) return fields as FieldFaults;
  return Object.fromEntries(
    FIELDS.flatMap(([about, field]) =>
      reasons.some(({ code, detail = '' }) => about.test(`${code} ${detail}`)) ? [[field, SEE_ABOVE]] : [],
    ),
  );
}
