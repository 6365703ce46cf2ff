/** Which fields of the form a refusal is about. */
import type { Problem } from '../serve/problem.ts';
import type { FieldFaults } from './typed-query.ts';

/** By the beginning of the reason's code. */
const FIELDS: readonly (readonly [code: RegExp, field: string])[] = [
  [/^purpose_/, 'purpose'],
  [/^offense_/, 'offense'],
  [/^narrative_/, 'justification'],
  [/^case_number_/, 'caseNumber'],
  [/^judicial_process_/, 'paper'],
  [/^window_/, 'from'],
  [/^plate_/, 'plate'],
];

const SEE_ABOVE = 'Change this: the reason stands above the form.';

export function faultsOf({ members, reasons }: Pick<Problem, 'members' | 'reasons'>): FieldFaults {
  const { fields } = members;
  if (typeof fields === 'object' && fields !== null) return fields as FieldFaults;
  return Object.fromEntries(
    FIELDS.flatMap(([code, field]) =>
      reasons.some((reason) => code.test(reason.code)) ? [[field, SEE_ABOVE]] : [],
    ),
  );
}
