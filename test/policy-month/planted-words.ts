/**
 * Justifications as they were found in audits, each with the report that it must lead to. Refused words that nobody is
 * seen to want are none: the screen may have misread them, and no person has judged them.
 */
import type { AnomalyKind } from '../../sharing-rules/anomalies.ts';

export const PROHIBITED_WORDS: readonly (readonly [string, string, AnomalyKind | null])[] = [
  ['ice', 'ICE', null],
  ['ice-dotted', 'I.C.E. request', 'prohibited_use'],
  ['immigration-violation', 'immigration violation', null],
  ['ero-assist', 'assist ERO with a fugitive', 'prohibited_use'],
  ['border-patrol', 'Border Patrol asked us to locate this car', 'prohibited_use'],
  ['deportee', 'deported felon back in town', null],
  ['abortion', 'had an abortion, search for female', null],
  ['ex-wife', 'my ex-wife is seeing somebody', 'prohibited_use'],
  ['protest', 'vehicles at the protest on Saturday', null],
  ['expired-tags', 'expired tags', null],
  ['training', 'training new officers on the system', null],
];
