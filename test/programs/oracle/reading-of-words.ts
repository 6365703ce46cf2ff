/**
 * What the words of a story come to (design 6, the judgement of words in their context): who wants it is refused; in any
 * other part a word is held beside a crime that the purpose covers, and never permitted.
 */
import purposeEvents from '../../../sharing-rules/narrative/vocabulary/purpose-events.json' with {
  type: 'json',
};
import purposes from '../../../sharing-rules/terms/data/purposes.json' with { type: 'json' };
import type { DecisionInput, Finding } from '../../../sharing-rules/terms/decision.ts';
import { AGENCIES, HAPPENED, OBJECTED } from './stories.ts';

/** `#` stands for the word. The first line that fits tells its part. */
const PARTS: readonly (readonly [part: string, RegExp])[] = [
  ['denied', /\b(?:not|no|neg for|not for|without) #(?! papers)/],
  ['name', /\bgoes by #/],
  ['impostor', /\b(?:posed as|dressed as) #|# vest|\bsaid he is #/],
  ['told of', /\b(?:works for|owned by|causing) #|\bformer # agent/],
  [
    'wanted',
    /\b(?:for|per|assist|request of|asked by|searching for mr|works with) #|^(?:by|with) #|# (?:hold|wants|agent)/,
  ],
  ['attested', /@/],
  ['name', /# (?:market|llc|street|aka)|\bmr #/],
  ['threat', /\bpay or he calls #/],
  ['victim', /\b(?:witness|v|rp) is #/],
  ['name', /\bnear #/],
];

/** To pose as an officer of an agency is itself a crime (C.R.S. 18-8-112, 18-8-113), of a family that fits any purpose. */
const IMPERSONATED = new RegExp(`^posed as (?:${AGENCIES.join('|')})$`);

const WORD = new RegExp(`\\b(?:${Object.keys(OBJECTED).join('|')})\\b`, 'g');
const FITS = new Map<string, readonly string[]>(
  purposes.approved.flatMap(({ code, events }) => (events === undefined ? [] : [[code, events] as const])),
);

const fits = (purpose: string, family: string) =>
  !FITS.has(purpose) || [...(FITS.get(purpose) ?? []), ...purposeEvents.anyPurpose].includes(family);

const familiesOf = (clause: string): readonly string[] =>
  HAPPENED[clause] ?? (IMPERSONATED.test(clause) ? ['other_crime'] : []);

/** Of each objected word, which it is, and whether somebody wants the query for it. */
function wordsOf(clauses: readonly string[], attested: ReadonlySet<string>) {
  return clauses.flatMap((clause) =>
    [...clause.matchAll(WORD)].map(({ 0: word, index }) => {
      const marked = `${clause.slice(0, index)}#${clause.slice(index + word.length)}`;
      const sign = attested.has(word) ? '@' : '';
      const part = PARTS.find(([, pattern]) => pattern.test(pattern.source === '@' ? sign : marked))?.[0];
      return { word, isWanted: part === 'wanted' };
    }),
  );
}

export interface Told {
  /** What the purpose stands for: only an approved one is contradicted. */
  readonly isApproved: boolean;
  /** Purposes that the offense goes with; none where it has none, or nobody knows it. */
  readonly offensePurposes: readonly string[];
}

/** The findings that a story's words come to; null where the justification is no story of this kind. */
export function readWords({ query }: DecisionInput, told: Told): readonly Finding[] | null {
  const { code, context = [], justification = '' } = query.purpose;
  const clauses = justification.split(/, |; |\. | \/ |: /);
  const attested = new Set(context.map(({ words }) => words));
  const words = wordsOf(clauses, attested);
  if (words.length === 0) return null;
  const families = clauses.flatMap(familiesOf);
  const isTold = families.some((family) => fits(code, family));
  // What was chosen tells the event already.
  const covered = isTold || (told.isApproved && query.purpose.incident !== undefined);
  const found = new Set<string>();
  for (const { word, isWanted } of words)
    found.add(covered && !isWanted ? 'review context_needs_review' : `deny ${OBJECTED[word]}`);
  const isDenied = [...found].some((one) => one.startsWith('deny'));
  if (told.isApproved && isDenied) found.add('deny purpose_contradiction');
  const contradictsOffense =
    told.offensePurposes.length > 0 &&
    !told.offensePurposes.some((purpose) => families.some((family) => fits(purpose, family)));
  if (told.isApproved && families.length > 0 && (!isTold || contradictsOffense))
    found.add('review purpose_contradiction');
  return [...found].map((one) => {
    const [effect, name] = one.split(' ');
    return { effect, code: name, detail: 'story' } as Finding;
  });
}
