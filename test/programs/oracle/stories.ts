/** Short stories at random: what happened or did not, and words that are objected to, told of somebody in each way. */
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { Attestation, Purpose } from '../../../sharing-rules/terms/query.ts';
import type { Chance } from './random.ts';

/** Agencies for whose officers somebody may pass. */
export const AGENCIES = ['uscis', 'cbp', 'migra'] as const;

export const OBJECTED: Readonly<Record<string, 'narrative_immigration' | 'narrative_protected_health'>> = {
  ...{ uscis: 'narrative_immigration', cbp: 'narrative_immigration', migra: 'narrative_immigration' },
  ...{ deported: 'narrative_immigration', undocumented: 'narrative_immigration' },
  abortion: 'narrative_protected_health',
};

/** What happened, and its families in `events.json`. */
export const HAPPENED: Readonly<Record<string, readonly string[]>> = {
  ...{ robbery: ['robbery'], homicide: ['violence'], burglary: ['violence', 'property'], dui: ['impaired'] },
  ...{ 'hit and run': ['hit_and_run', 'criminal_traffic'], 'suicidal man': ['life_safety'] },
  ...{ 'missing juvenile': ['missing'], carjacking: ['vehicle_theft', 'robbery'] },
};

const DENIED = ['no #', 'not a #', 'neg for #', 'never a #'];

/** With `#` for the word. What each tells is for the reading to say. */
const TOLD = [
  ...['for #', 'per #', 'assist #', 'on request of #', '# hold', '# wants him', 'by #', 'with # officers'],
  ...['near # market, for #', 'witness asked by #', 'for # llc', 'searching for mr #'],
  ...['#', 'driver is #', 'suspect was #', 'man and #', 'with a ladder #'],
  ...['at # market', 'mr #', '# llc', 'goes by #', 'with a ladder on # street', 'near #', '# aka dave'],
  ...['witness is #', 'v is #', 'rp is #'],
  ...['works for #', 'works with #', 'owned by #', 'former # agent', '# agent', 'causing #'],
  ...['posed as #', 'male in # vest', 'suspect said he is #'],
  ...['pay or he calls #'],
  ...['not # related', 'no #', 'neg for #', 'nothing here', 'not for #', 'without #', 'no # papers'],
];

const BETWEEN = [', ', '; ', '. ', ' / ', ': '];
const ATTESTED = ['name_or_place', 'victim_or_witness', 'suspects_conduct'] as const;

export interface Story {
  readonly justification: string;
  readonly context?: readonly Attestation[];
}

export function randomStory(random: Chance): Story {
  const words = Object.keys(OBJECTED);
  const word = () => random.pick(words);
  const event = random.pick(Object.keys(HAPPENED));
  const clauses = Array.from({ length: 1 + random.below(2) }, () => random.pick(TOLD).replaceAll('#', word));
  if (!clauses.some((clause) => words.some((one) => clause.includes(one)))) clauses.push(word());
  if (!random.oneIn(4)) clauses.splice(random.below(clauses.length + 1), 0, event);
  if (random.oneIn(4)) clauses.push(random.pick(DENIED).replace('#', event));
  const justification = clauses.join(random.pick(BETWEEN));
  return random.oneIn(4)
    ? { justification, context: [{ words: word(), is: random.pick(ATTESTED) }] }
    : { justification };
}

/** The request with the story for its justification and with what the screen finds there, where it has a justification. */
export function tell(request: DecisionInput, story: Story): DecisionInput {
  const { purpose } = request.query;
  if ((purpose.justification ?? '').trim().length < 3) return request;
  const told: Purpose = { ...purpose, ...story };
  const { code, incident, offense } = purpose;
  const facts = { code, ...(offense && { offense }), ...(incident && { incident }) };
  const { findings } = screenWords({ purpose: { ...facts, ...story } });
  // What is not understood is another rule's, and of no story's plan.
  return {
    ...request,
    query: { ...request.query, purpose: told },
    findings: findings.filter(({ code }) => code !== 'narrative_unread'),
  };
}
