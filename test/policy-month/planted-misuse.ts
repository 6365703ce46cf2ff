/** Misuse as it is known from audits elsewhere, planted into the month: one case of each kind for each offender. */

import type { Random } from '../../gateway/demo/history/random.ts';
import type { AnomalyKind } from '../../sharing-rules/anomalies.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { DAY, HOUR, MONTH_BEGINS, nibrs, plateTarget } from './asked.ts';
import { randomPlate } from './honest-work.ts';
import { plantIncidents } from './planted-incidents.ts';
import { PROHIBITED_WORDS } from './planted-words.ts';
import { type Cast, type Expectation, HONEST, type PlantedCase, Planter } from './planter.ts';

const REFUSED: Expectation = { stopped: true, reported: null };
const refusedAnd = (reported: AnomalyKind): Expectation => ({ stopped: true, reported });
const only = (reported: AnomalyKind): Expectation => ({ stopped: false, reported });

/** Builds one case of every kind. `run` tells the repetitions apart; `volume` scales the largest patterns. */
export function plantMisuse(random: Random, cast: Cast, run: number, volume: number): PlantedCase[] {
  const planter = new Planter(random, cast, run);
  for (const [name, words, reported] of PROHIBITED_WORDS) {
    planter.plant(name, { stopped: true, reported }, { purpose: planter.purpose({ justification: words }) });
  }
  plantWhoAsks(planter);
  plantWhatFor(planter);
  plantVagueReasons(planter);
  plantPatterns(planter, volume);
  plantWhatExactly(planter);
  plantIncidents(planter);
  return planter.cases;
}

function plantWhoAsks(planter: Planter): void {
  planter.plant('federal-agent-behind-account', refusedAnd('proxy_search'), {
    officerOri: planter.cast.barred.federal as string,
  });
  for (const [what, ori] of Object.entries(planter.cast.barred)) {
    planter.plant(`barred-${what}`, refusedAnd('barred_agency'), { officer: { agency: ori, id: 'agent-1' } });
  }
  planter.plant(
    'revoked-agency-goes-on',
    REFUSED,
    ...[0, 1, 2].map(() => ({ officer: { agency: planter.cast.revoked, id: 'officer-1' } })),
  );
  const begins = planter.day();
  planter.plant(
    'password-shared',
    only('shared_account'),
    { at: planter.at(begins, 9) },
    { at: MONTH_BEGINS + begins * DAY + 9 * HOUR + HOUR - 1, clientId: 'elsewhere' },
  );
}

function plantWhatFor(planter: Planter): void {
  for (const code of [
    'immigration_civil',
    'immigration_criminal',
    'personal',
    'protected_activity',
    'mass_export',
  ]) {
    planter.plant(`purpose-${code}`, refusedAnd('prohibited_use'), { purpose: planter.purpose({ code }) });
  }
  for (const code of ['30A', '49C', '90Z']) {
    const asked = { purpose: planter.purpose({ code: 'violent_crime', offense: nibrs(code) }) };
    planter.plant(`offense-${code}`, code === '90Z' ? REFUSED : refusedAnd('prohibited_use'), asked);
  }
  const removal = { system: 'ncic', code: '8004' } as const;
  planter.plant('offense-8004', refusedAnd('prohibited_use'), {
    purpose: planter.purpose({ code: 'violent_crime', offense: removal }),
  });
  const form = {
    kind: 'arrest_warrant',
    court: 'Field Office',
    docket: 'I-200',
    judge: 'Deportation Officer',
    issuedOn: '2026-09-30',
  } as const;
  const warrant = planter.purpose({ code: 'arrest_warrant', judicialProcess: form });
  planter.plant('administrative-warrant', refusedAnd('administrative_warrant'), { purpose: warrant });
  const { caseNumber: _, ...noCase } = planter.purpose();
  planter.plant('no-case-number', REFUSED, { purpose: noCase }, { purpose: noCase });
  const refused = planter.purpose({ justification: 'assist ICE with removal of the driver' });
  const sameCase = { ...refused, justification: HONEST };
  const said = planter.day();
  planter.plant(
    'reworded',
    refusedAnd('reworded'),
    { purpose: refused, at: planter.at(said, 10) },
    { purpose: sameCase, at: planter.at(said, 12) },
  );
}

function plantVagueReasons(planter: Planter): void {
  planter.plant(
    'vague-at-night',
    refusedAnd('vague_at_night'),
    ...['inv', '.', 'check', 'n/a'].map((justification, i) => ({
      at: planter.at(10 + i, 23),
      purpose: planter.purpose({ justification }),
    })),
  );
  planter.plant(
    'vague-habit',
    refusedAnd('vague_habit'),
    ...['investigation', 'invest', '12345', 'asdf', 'tbd'].map((justification, i) => ({
      at: planter.at(12 + i, 11),
      purpose: planter.purpose({ justification }),
    })),
  );
}

/** Each ask alone would pass. */
function plantPatterns(planter: Planter, volume: number): void {
  const stalked = { plate: planter.plate(), purpose: planter.purpose() };
  planter.plant(
    'same-plate-day-after-day',
    only('repeated_plate'),
    ...Array.from({ length: 8 }, (_, i) => ({ ...stalked, at: planter.at(3 + i, 20) })),
  );
  const reused = planter.purpose();
  planter.plant(
    'one-case-many-plates',
    only('case_many_plates'),
    ...Array.from({ length: 20 }, (_, i) => ({ at: planter.at(4 + i, 14), purpose: reused })),
  );
  const twice = planter.plate();
  planter.plant(
    'one-plate-two-purposes',
    only('plate_two_purposes'),
    { plate: twice, at: planter.at(5, 10) },
    {
      plate: twice,
      at: planter.at(7, 10),
      purpose: planter.purpose({
        code: 'hit_and_run',
        offense: { system: 'ncic', code: '5401' },
        justification: 'hit and run with injury on Quebec Street, driver left the scene',
      }),
    },
  );
  planter.plant(
    'exigent-again-and-again',
    only('exigent_often'),
    ...Array.from({ length: 6 }, (_, i) => ({
      at: planter.at(2 + i * 3, 9),
      purpose: exigent(planter.caseNumber()),
    })),
  );
  const stem = randomPlate(planter.random).slice(0, 4);
  planter.plant(
    'plate-after-plate',
    only('sweep'),
    ...Array.from({ length: 45 }, (_, i) => ({
      at: planter.at(9, 13),
      plate: plateTarget(`${stem}${String(i).padStart(3, '0')}`),
    })),
  );
  planter.plant(
    'many-small-queries',
    only('heavy_use'),
    ...Array.from({ length: volume }, (_, i) => ({ at: planter.at(2 + (i % 12), 8 + (i % 9)) })),
  );
}

function plantWhatExactly(planter: Planter): void {
  planter.plant('sweep-around-a-protest', REFUSED, {
    area: { lat: 39.8, lon: -104.9, radiusMetres: 500 },
    purpose: planter.purpose({
      code: 'violent_crime',
      offense: nibrs('13A'),
      justification: 'identify everybody who attended the rally',
    }),
  });
  planter.plant('area-sweep', REFUSED, { area: { lat: 39.8, lon: -104.9, radiusMetres: 800 } });
  planter.plant('whole-city', REFUSED, { area: { lat: 39.8, lon: -104.9, radiusMetres: 20_000 } });
  planter.plant('wildcard', REFUSED, { plate: plateTarget('A', 'partial') });
  planter.plant('too-far-back', REFUSED, { hours: 31 * 24 });
}

function exigent(caseNumber: string): Purpose {
  return {
    code: 'exigent_life_safety',
    caseNumber,
    justification: 'suicidal caller with a firearm drove off from Dahlia Street',
    supervisor: 'Sergeant Example',
  };
}
