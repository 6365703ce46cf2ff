/** What the screen finds in a reason, under a purpose that goes with it. */
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';

const CODES = [
  'violent_crime',
  'stolen_vehicle',
  'property_crime_felony',
  'hit_and_run',
  'missing_endangered',
];

/** Under the first purpose that covers what happened: the effect, the context's frames and the notes. */
export function judged(justification: string, more: Partial<Purpose> = {}) {
  const all = CODES.map((code) => screen({ code, justification, ...more }));
  const findings = all.find((one) => !one.some(({ detail }) => detail === 'code_and_narrative')) ?? [];
  const effects = findings.map(({ effect }) => effect);
  const effect = ['deny', 'review'].find((worst) => effects.includes(worst as 'deny')) ?? 'permit';
  const frames = findings.filter(({ code }) => code === 'context_needs_review').map(({ detail }) => detail);
  return { effect, frames, findings };
}
