/** Invents the queries of the demo's month: ordinary work, a few slips, and some that are prohibited. */
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import type { Random } from './random.ts';

export interface MonthPartner {
  readonly name: string;
  readonly ori: string;
  /** Weight of its share of all queries. */
  readonly share: number;
}

export interface MonthQuery {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly partner: MonthPartner;
  readonly officer: string;
  readonly purpose: Purpose;
  readonly plate: { readonly number: string; readonly match: 'exact' | 'partial' };
}

interface Kind {
  readonly code: string;
  readonly offense?: string;
  readonly weight: number;
  readonly words: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    ...{ code: 'stolen_vehicle', offense: '240', weight: 34 },
    words: ['stolen %car, taken overnight from %street', 'auto theft on %street, %car, owner has both keys'],
  },
  {
    ...{ code: 'property_crime_felony', offense: '220', weight: 18 },
    words: [
      'garage burglary on %street, neighbors saw a %car',
      'burglary of a store on %street, loot put into a %car',
    ],
  },
  {
    ...{ code: 'hit_and_run', weight: 12 },
    words: ['hit and run with injury on %street, %car left the scene'],
  },
  {
    ...{ code: 'violent_crime', offense: '13A', weight: 12 },
    words: [
      'aggravated assault on %street, suspect left in a %car',
      'shooting on %street, %car seen fleeing',
    ],
  },
  {
    ...{ code: 'carjacking_robbery', offense: '120', weight: 8 },
    words: ['armed robbery on %street, two suspects left in a %car'],
  },
  {
    ...{ code: 'missing_endangered', weight: 6 },
    words: ['missing teenager, last seen getting into a %car on %street'],
  },
  {
    ...{ code: 'stolen_plate', offense: '23G', weight: 6 },
    words: ['plate stolen off a parked %car on %street'],
  },
  // Is never approved, whatever the words.
  { ...{ code: 'immigration_civil', weight: 1 }, words: ['locate the driver of a %car seen on %street'] },
  // Is refused for its words, which name no event.
  { ...{ code: 'stolen_vehicle', offense: '240', weight: 2 }, words: ['investigation'] },
];
const STREETS = ['Dahlia Street', 'East 72nd Avenue', 'Quebec Street', 'East 104th Avenue', 'Holly Street'];
const CARS = ['white sedan', 'gray pickup', 'silver SUV', 'blue hatchback', 'black van', 'red coupe'];
const OFFICERS = 12;
const PER_DAY = { workday: [42, 70], weekend: [18, 34] } as const;
const WORK_HOURS = [6, 22] as const;

/** Returns them by time. @param from midnight UTC of the first day, in milliseconds */
export function monthQueries(
  random: Random,
  {
    days,
    from,
    partners,
    plates,
  }: {
    readonly from: number;
    readonly days: number;
    readonly partners: readonly MonthPartner[];
    readonly plates: readonly string[];
  },
): MonthQuery[] {
  const asked: MonthQuery[] = [];
  for (let day = 0; day < days; day += 1) {
    const midnight = from + day * DAY;
    const isWeekend = [0, 6].includes(new Date(midnight).getUTCDay());
    const [least, most] = isWeekend ? PER_DAY.weekend : PER_DAY.workday;
    for (let left = random.whole(least, most); left > 0; left -= 1) {
      const at = midnight + random.whole(WORK_HOURS[0] * 3_600, WORK_HOURS[1] * 3_600) * 1_000;
      asked.push(queryAt(at, asked.length, random, partners, plates));
    }
  }
  return asked.sort((one, other) => one.at - other.at);
}

function queryAt(
  at: number,
  number: number,
  random: Random,
  partners: readonly MonthPartner[],
  plates: readonly string[],
): MonthQuery {
  const partner = weighed(random, partners, ({ share }) => share);
  const kind = weighed(random, KINDS, ({ weight }) => weight);
  const plate = random.pick(plates);
  const justification = random
    .pick(kind.words)
    .replace('%car', random.pick(CARS))
    .replace('%street', random.pick(STREETS));
  return {
    ...{ at, partner },
    officer: `${partner.name}-${random.whole(1, OFFICERS)}`,
    purpose: {
      code: kind.code,
      caseNumber: `${partner.ori.slice(2, 7)}-${new Date(at).getUTCFullYear() % 100}-${10_000 + number}`,
      justification,
      ...(kind.offense === undefined ? {} : { offense: { system: 'nibrs', code: kind.offense } }),
    },
    plate: random.chance(0.03)
      ? { number: plate.slice(0, 5), match: 'partial' }
      : { number: plate, match: 'exact' },
  };
}

function weighed<T>(random: Random, from: readonly T[], weightOf: (one: T) => number): T {
  let left = random.next() * from.reduce((sum, one) => sum + weightOf(one), 0);
  const chosen = from.find((one) => {
    left -= weightOf(one);
    return left < 0;
  });
  return chosen ?? (from[0] as T);
}
