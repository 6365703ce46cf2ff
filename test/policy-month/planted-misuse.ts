/** Misuse as it is known from audits elsewhere, planted into the month: one case of each kind for each offender. */
import type { AnomalyKind } from '../../sharing-rules/anomalies.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { type Asked, DAY, HOUR, MONTH_BEGINS, nibrs, type Officer, plateTarget } from './asked.ts';
import { randomPlate } from './honest-work.ts';
import { PROHIBITED_WORDS } from './planted-words.ts';
import type { Random } from './random.ts';

/** `stopped`: every query is refused or held. `reported`: the pattern is brought before the Chief. */
export interface Expectation {
  readonly stopped: boolean;
  readonly reported: AnomalyKind | null;
}

export interface PlantedCase {
  readonly name: string;
  readonly expect: Expectation;
  readonly asked: readonly Asked[];
}

export interface Cast {
  readonly officers: readonly Officer[];
  /** ORIs that may not ask, by what they are. */
  readonly barred: Readonly<Record<string, string>>;
  /** ORI of a partner whose grant was revoked. */
  readonly revoked: string;
}

const exigent = (caseNumber: string): Purpose => ({
  code: 'exigent_life_safety',
  caseNumber,
  justification: 'suicidal caller with a firearm drove off from Dahlia Street',
  supervisor: 'Sergeant Example',
});

const HONEST = 'vehicle reported stolen overnight from a driveway on Dahlia Street';

/** Builds one case of every kind. `run` tells the repetitions apart; `volume` scales the largest patterns. */
export function plantMisuse(random: Random, cast: Cast, run: number, volume: number): PlantedCase[] {
  const cases: PlantedCase[] = [];
  const used = new Set<Officer>();
  const offender = (): Officer => {
    const free = cast.officers.filter((officer) => !used.has(officer));
    const officer = random.pick(free.length > 0 ? free : cast.officers);
    used.add(officer);
    return officer;
  };
  let numbers = 0;
  const caseNumber = () => `PL-26-${run}-${1000 + numbers++}`;
  const purpose = (changes: Partial<Purpose> = {}): Purpose => ({
    code: 'stolen_vehicle',
    offense: nibrs('240'),
    caseNumber: caseNumber(),
    justification: HONEST,
    ...changes,
  });
  const at = (day: number, hour: number) =>
    MONTH_BEGINS + day * DAY + hour * HOUR + random.whole(0, HOUR - 1);
  const day = () => random.whole(1, 14);
  const plant = (name: string, expect: Expectation, ...asked: Partial<Asked>[]) => {
    const officer = offender();
    const begins = day();
    const full = asked.map((one, i): Asked => {
      const base = { at: at(begins, 10) + i * 60_000, officer, purpose: purpose(), hours: 24, finds: 1 };
      const target = one.area === undefined ? { plate: plateTarget(randomPlate(random)) } : {};
      return { ...base, ...target, ...one, planted: `${name}-${run}` };
    });
    cases.push({ name: `${name}-${run}`, expect, asked: full });
  };
  const REFUSED = { stopped: true, reported: null };
  const refusedAnd = (reported: AnomalyKind) => ({ stopped: true, reported });
  const only = (reported: AnomalyKind) => ({ stopped: false, reported });

  for (const [name, words, reported] of PROHIBITED_WORDS) {
    plant(name, { stopped: true, reported }, { purpose: purpose({ justification: words }) });
  }
  // Who asks.
  plant('federal-agent-behind-account', refusedAnd('proxy_search'), {
    officerOri: cast.barred.federal as string,
  });
  for (const [what, ori] of Object.entries(cast.barred)) {
    plant(`barred-${what}`, refusedAnd('barred_agency'), { officer: { agency: ori, id: 'agent-1' } });
  }
  plant(
    'revoked-agency-goes-on',
    REFUSED,
    ...[0, 1, 2].map(() => ({ officer: { agency: cast.revoked, id: 'officer-1' } })),
  );
  const begins = day();
  plant(
    'password-shared',
    only('shared_account'),
    { at: at(begins, 9) },
    { at: MONTH_BEGINS + begins * DAY + 9 * HOUR + HOUR - 1, clientId: 'elsewhere' },
  );
  // What for.
  for (const code of [
    'immigration_civil',
    'immigration_criminal',
    'personal',
    'protected_activity',
    'mass_export',
  ]) {
    plant(`purpose-${code}`, refusedAnd('prohibited_use'), { purpose: purpose({ code }) });
  }
  for (const code of ['30A', '49C', '90Z']) {
    const asked = { purpose: purpose({ code: 'violent_crime', offense: nibrs(code) }) };
    plant(`offense-${code}`, code === '90Z' ? REFUSED : refusedAnd('prohibited_use'), asked);
  }
  const removal = { system: 'ncic', code: '8004' } as const;
  plant('offense-8004', refusedAnd('prohibited_use'), {
    purpose: purpose({ code: 'violent_crime', offense: removal }),
  });
  const form = {
    kind: 'arrest_warrant',
    court: 'Field Office',
    docket: 'I-200',
    judge: 'Deportation Officer',
    issuedOn: '2026-09-30',
  } as const;
  const warrant = purpose({ code: 'arrest_warrant', judicialProcess: form });
  plant('administrative-warrant', refusedAnd('administrative_warrant'), { purpose: warrant });
  const { caseNumber: _, ...noCase } = purpose();
  plant('no-case-number', REFUSED, { purpose: noCase }, { purpose: noCase });
  const refused = purpose({ justification: 'assist ICE with removal of the driver' });
  const sameCase = { ...refused, justification: HONEST };
  const said = day();
  plant(
    'reworded',
    refusedAnd('reworded'),
    { purpose: refused, at: at(said, 10) },
    { purpose: sameCase, at: at(said, 12) },
  );
  // How.
  plant(
    'vague-at-night',
    refusedAnd('vague_at_night'),
    ...['inv', '.', 'check', 'n/a'].map((justification, i) => ({
      at: at(10 + i, 23),
      purpose: purpose({ justification }),
    })),
  );
  plant(
    'vague-habit',
    refusedAnd('vague_habit'),
    ...['investigation', 'invest', '12345', 'asdf', 'tbd'].map((justification, i) => ({
      at: at(12 + i, 11),
      purpose: purpose({ justification }),
    })),
  );
  const stalked = { plate: plateTarget(randomPlate(random)), purpose: purpose() };
  plant(
    'same-plate-day-after-day',
    only('repeated_plate'),
    ...Array.from({ length: 8 }, (_, i) => ({ ...stalked, at: at(3 + i, 20) })),
  );
  const reused = purpose();
  plant(
    'one-case-many-plates',
    only('case_many_plates'),
    ...Array.from({ length: 20 }, (_, i) => ({ at: at(4 + i, 14), purpose: reused })),
  );
  const twice = plateTarget(randomPlate(random));
  plant(
    'one-plate-two-purposes',
    only('plate_two_purposes'),
    { plate: twice, at: at(5, 10) },
    {
      plate: twice,
      at: at(7, 10),
      purpose: purpose({
        code: 'hit_and_run',
        offense: { system: 'ncic', code: '5401' },
        justification: 'hit and run with injury on Quebec Street, driver left the scene',
      }),
    },
  );
  plant(
    'exigent-again-and-again',
    only('exigent_often'),
    ...Array.from({ length: 6 }, (_, i) => ({ at: at(2 + i * 3, 9), purpose: exigent(caseNumber()) })),
  );
  const stem = randomPlate(random).slice(0, 4);
  plant(
    'plate-after-plate',
    only('sweep'),
    ...Array.from({ length: 45 }, (_, i) => ({
      at: at(9, 13),
      plate: plateTarget(`${stem}${String(i).padStart(3, '0')}`),
    })),
  );
  plant(
    'many-small-queries',
    only('heavy_use'),
    ...Array.from({ length: volume }, (_, i) => ({ at: at(2 + (i % 12), 8 + (i % 9)) })),
  );
  // What exactly.
  plant('sweep-around-a-protest', REFUSED, {
    area: { lat: 39.8, lon: -104.9, radiusMetres: 500 },
    purpose: purpose({
      code: 'violent_crime',
      offense: nibrs('13A'),
      justification: 'identify everybody who attended the rally',
    }),
  });
  plant('area-sweep', REFUSED, { area: { lat: 39.8, lon: -104.9, radiusMetres: 800 } });
  plant('whole-city', REFUSED, { area: { lat: 39.8, lon: -104.9, radiusMetres: 20_000 } });
  plant('wildcard', REFUSED, { plate: plateTarget('A', 'partial') });
  plant('too-far-back', REFUSED, { hours: 31 * 24 });
  return cases;
}
