/** Ordinary work: officers with cases, each with its plates, looked up by day and, now and then, by night. */

import type { Random } from '../../gateway/demo/history/random.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { type Asked, DAY, HOUR, MONTH_BEGINS, nibrs, type Officer, plateTarget } from './asked.ts';
import { toldByChoosing } from './honest-incidents.ts';

interface Kind {
  readonly code: string;
  readonly offense?: string;
  readonly weight: number;
  readonly words: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    code: 'stolen_vehicle',
    offense: '240',
    weight: 30,
    words: [
      'vehicle reported stolen overnight from %street, owner has both keys',
      'stolen %car, seen leaving %place without its owner',
      'auto theft: %car taken from a driveway on %street',
      'looking for the %car stolen from %place',
      'rpt stolen veh, %car, owner left keys inside at %place',
      'stolen vehcile, %car, last seen on %street',
    ],
  },
  { code: 'stolen_plate', offense: '23G', weight: 6, words: ['plate stolen off a parked %car on %street'] },
  {
    code: 'carjacking_robbery',
    offense: '120',
    weight: 8,
    words: [
      'armed robbery at %place, suspects left in a %car',
      'carjacking on %street, victim pushed out of a %car',
    ],
  },
  {
    code: 'violent_crime',
    offense: '13A',
    weight: 12,
    words: [
      'aggravated assault with a knife at %place, suspect drove off in a %car',
      'shooting on %street, %car seen fleeing',
    ],
  },
  {
    code: 'missing_endangered',
    weight: 6,
    words: [
      'missing teenager, last seen getting into a %car near %place',
      'missing endangered adult with dementia driving a %car',
    ],
  },
  {
    code: 'hit_and_run',
    weight: 10,
    words: [
      'hit and run with injury on %street, %car left the scene',
      'pedestrian struck near %place, driver of a %car fled',
    ],
  },
  {
    code: 'property_crime_felony',
    offense: '220',
    weight: 14,
    words: [
      'burglary of a garage on %street, neighbours saw a %car',
      'commercial burglary at %place, loaded tools into a %car',
    ],
  },
  {
    code: 'impaired_or_criminal_driving',
    offense: '90D',
    weight: 5,
    words: ['drunk driver reported on %street in a %car, nearly struck a cyclist'],
  },
  {
    code: 'human_trafficking',
    offense: '64A',
    weight: 2,
    words: ['suspected labor trafficking, victims moved in a %car from %place'],
  },
  {
    code: 'exigent_life_safety',
    weight: 1,
    words: ['suicidal caller with a firearm drove off from %street in a %car'],
  },
];
const STREETS = [
  'Dahlia Street',
  'Border Street',
  'East 72nd Avenue',
  'Temple Drive',
  'Federal Boulevard',
  'Quebec Street',
];
const PLACES = [
  'the gas station',
  'the hardware store',
  'the justice center',
  'the shopping center',
  'Federal Heights',
  'a clinic parking lot',
];
const CARS = ['white sedan', 'gray pickup', 'silver SUV', 'blue hatchback', 'black van', 'red coupe'];
const LETTERS = 'ABCDEFGHJKLMNPRSTVWXYZ';

export function randomPlate(random: Random): string {
  const letters = Array.from({ length: 3 }, () => LETTERS[random.whole(0, LETTERS.length - 1)]).join('');
  return `${letters}${random.whole(1000, 9999)}`;
}

function words(random: Random, template: string): string {
  return template
    .replace('%street', random.pick(STREETS))
    .replace('%place', random.pick(PLACES))
    .replace('%car', random.pick(CARS));
}

function pickKind(random: Random): Kind {
  let left = random.next() * KINDS.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = KINDS.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return chosen ?? (KINDS[0] as Kind);
}

/** Four of five by day, one by night. */
function timeOn(random: Random, day: number): number {
  const hour = random.chance(0.8) ? random.whole(7, 18) : random.whole(0, 23);
  return MONTH_BEGINS + day * DAY + hour * HOUR + random.whole(0, HOUR - 1);
}

/** About `count` queries: case after case, each looked up a few times over a few days, now and then by a colleague. */
export function honestWork(random: Random, officers: readonly Officer[], count: number): Asked[] {
  const asked: Asked[] = [];
  for (let number = 1; asked.length < count; number += 1) {
    const officer = random.pick(officers);
    const colleagues = officers.filter(({ agency }) => agency === officer.agency);
    const kind = pickKind(random);
    const begins = random.whole(0, 28);
    const caseNumber = `${officer.agency.slice(2, 7)}-26-${String(10_000 + number)}`;
    const inWords: Purpose = {
      code: kind.code,
      caseNumber,
      justification: words(random, random.pick(kind.words)),
      ...(kind.offense === undefined ? {} : { offense: nibrs(kind.offense) }),
      ...(kind.code === 'exigent_life_safety' ? { supervisor: 'Sergeant Example' } : {}),
    };
    // What happened is stated by choosing in every second case: for few plates, by the officer and one colleague.
    const happened = number % 2 === 0 ? MONTH_BEGINS + begins * DAY - 2 * HOUR : null;
    const purpose = happened === null ? inWords : toldByChoosing(inWords, happened);
    const colleague = random.pick(colleagues);
    const most = happened === null ? 4 : 2;
    const plates = Array.from({ length: random.chance(0.85) ? 1 : random.whole(2, most) }, () =>
      randomPlate(random),
    );
    const looks = kind.code === 'exigent_life_safety' ? 1 : random.whole(1, 4);
    for (let look = 0; look < looks; look += 1) {
      const another = happened === null ? random.pick(colleagues) : colleague;
      const asker = random.chance(0.85) ? officer : another;
      const at = timeOn(random, Math.min(29, begins + random.whole(0, 3)));
      const base = {
        at,
        officer: asker,
        purpose,
        hours: happened === null ? random.whole(1, 28) * 24 : Math.ceil((at - happened) / HOUR) + 12,
        finds: random.whole(0, 5),
        planted: null,
      };
      const plate = plateTarget(random.pick(plates));
      const luck = random.next();
      if (luck < 0.01) {
        asked.push({ ...base, plate: plateTarget(plate.number.slice(0, 5), 'partial'), heldByPolicy: true });
      } else if (luck < 0.02) {
        const { caseNumber: _, ...rest } = purpose;
        asked.push({ ...base, plate, purpose: rest, slip: true }, { ...base, at: at + 60_000, plate });
      } else asked.push({ ...base, plate });
    }
  }
  return asked;
}
