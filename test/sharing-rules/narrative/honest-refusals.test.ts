/** Honest reasons that are refused: an officer who does what the answer says gets reads, or a person who reads it. */
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../sharing-rules/decide.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { sentence } from '../../../sharing-rules/terms/reasons.ts';
import { askersReasons } from '../../../sharing-rules/what-to-do.ts';
import { IN_ORDER } from '../../programs/bench/judge/judge-reason.ts';

/** What an officer types, and what the answer to it tells her to do; the last is what she types in the end. */
interface Step {
  readonly justification: string;
  readonly context?: Purpose['context'];
  /** In the words of the answer; none where nothing is refused any more. */
  readonly told?: string;
}

function answerTo(code: string, { justification, context }: Step) {
  const offense = { system: 'nibrs', code: '13A' } as const;
  const purpose = {
    ...{ code, caseNumber: '2026-004711', justification },
    ...(code === 'violent_crime' && { offense }),
    ...(context && { context }),
  };
  const query = { ...IN_ORDER.query, purpose };
  const { effect, reasons } = decide({ ...IN_ORDER, query, findings: screen(purpose) });
  return { effect, told: askersReasons(reasons).map((reason) => reason.whatToDo ?? sentence(reason)) };
}

const KINDS =
  '`words`, and `is`: `name_or_place`, `victim_or_witness`, `suspects_conduct`; a thing is a name';
const SAY_IT =
  'if nobody wants the query for them, say what happened without a word that asks beside these words';
const NAME_IT = `name it in plain words (stolen, burglary), and say in \`purpose.context\` what these words are (${KINDS})`;
const CRIME = 'if it was misread, say which crime is investigated';
const WHAT_HAPPENED = 'say in plain English or Spanish what happened';

const HONEST: readonly (readonly [code: string, end: 'permit' | 'review', ...steps: Step[]])[] = [
  [
    'hit_and_run',
    'review',
    { justification: 'hit and run by Border Patrol SUV, victim injured', told: SAY_IT },
    { justification: 'hit and run, Border Patrol SUV struck a cyclist' },
  ],
  [
    'violent_crime',
    'permit',
    { justification: 'murder warrant, subject previously deported, wanted on murder charge', told: SAY_IT },
    { justification: 'murder warrant, subject wanted on murder charge' },
  ],
  [
    'property_crime_felony',
    'review',
    { justification: 'La Migra is the band name, their instruments vanished', told: NAME_IT },
    {
      justification: 'theft of a trailer, La Migra is the band name',
      context: [{ words: 'La Migra', is: 'name_or_place' }],
    },
  ],
  [
    'property_crime_felony',
    'review',
    { justification: 'Marcus Ice, Denver', told: CRIME },
    { justification: 'burglary, suspect Marcus Ice, Denver' },
  ],
  [
    'property_crime_felony',
    'permit',
    { justification: 'agg robbery w/ AR, vehicle 8 USC sticker, Boulder', told: CRIME },
    { justification: 'agg robbery with a rifle, car with a sticker, Boulder' },
  ],
  [
    'property_crime_felony',
    'permit',
    { justification: 'second request same case 26-15566, extend to 3/30', told: WHAT_HAPPENED },
    { justification: 'burglary case 26-15566, suspect car fled' },
  ],
  [
    'property_crime_felony',
    'review',
    { justification: 'vehicle from driving school, training', told: CRIME },
    { justification: 'stolen training vehicle from driving school' },
  ],
];

describe('an honest reason that is refused', () => {
  test.each(
    HONEST.map(([code, end, ...steps]) => [steps[0]?.justification as string, code, end, steps] as const),
  )('is resolved by what the answer says: `%s`', (_, code, end, steps) => {
    for (const step of steps.filter(({ told }) => told !== undefined)) {
      const { effect, told } = answerTo(code, step);
      expect(effect).toBe('deny');
      expect(told.join('\n')).toContain(step.told);
    }
    expect(answerTo(code, steps.at(-1) as Step).effect).toBe(end);
  });
});
