/** The policy read as a table, fourth part: what the partner's own list of offense types said. */
import { type Facts, statedBy } from './facts.ts';
import type { Line } from './line.ts';
import { byCourtOrder } from './reading-of-what-for.ts';

/** Prohibited before not approved before approved; nothing where nothing was chosen. */
function worstChosen({ chosen }: Pick<Facts, 'chosen'>) {
  const stated = chosen.map(statedBy);
  return (['prohibited', 'not_approved', 'approved'] as const).find((answer) => stated.includes(answer));
}

export const DROP_DOWN: readonly Line[] = [
  {
    says: "a prohibited value of a partner's list refuses; a court's order is the only way past (6.3, 7.2)",
    code: 'purpose_prohibited',
    effect: 'deny',
    when: (facts) => worstChosen(facts) === 'prohibited' && !byCourtOrder(facts),
  },
  {
    says: 'a value that is no reason refuses as one (6.3)',
    code: 'purpose_not_approved',
    effect: 'deny',
    when: (facts) => worstChosen(facts) === 'not_approved' && !byCourtOrder(facts),
  },
  {
    says: 'a value of another purpose than the code contradicts it, where the purpose is not of any offense (7.3)',
    code: 'purpose_contradiction',
    effect: 'review',
    when: ({ chosen, covers, query: { purpose }, ...facts }) =>
      worstChosen({ chosen }) === 'approved' &&
      !chosen.includes(purpose.code) &&
      (facts.stated !== 'approved' || covers === 'listed'),
  },
];
