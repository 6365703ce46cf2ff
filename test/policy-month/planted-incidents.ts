/** Lies that are told by choosing: what the table, the case, the window or the pattern must catch. */
import type { AnomalyKind } from '../../sharing-rules/anomalies.ts';
import type { Incident } from '../../sharing-rules/terms/incident.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { type Asked, DAY, HOUR, nibrs } from './asked.ts';
import type { Expectation, Planter } from './planter.ts';

const STOPPED: Expectation = { stopped: true, reported: null };
/** One of its queries is held, and others are released. */
const SOME_HELD: Expectation = { stopped: false, reported: null };
const reported = (kind: AnomalyKind): Expectation => ({ stopped: false, reported: kind });

/** Hours from what happened to the first query. */
const AFTER = 3;

export function plantIncidents(planter: Planter): void {
  const begins = planter.day();
  const at = planter.at(begins, 12);
  const told = tellerAt(planter, at);
  plantHeld(planter, told, at);
  const plate = planter.plate();
  planter.plant(
    'incident-plate-under-two-cases',
    SOME_HELD,
    { at, plate, purpose: told(), hours: AFTER },
    { at: at + DAY, plate, purpose: told(), hours: AFTER },
  );
  plantOfCase(planter, told, at);
  const fitted = (dryRun: boolean): Partial<Asked>[] => {
    const target = planter.plate();
    const facts: Partial<Purpose>[] = [
      {},
      { offense: nibrs('120'), code: 'carjacking_robbery', incident: told().incident as Incident },
      { code: 'missing_endangered', incident: { ...told().incident, ...MISSING } as Incident },
    ];
    return facts.map((changes, i) => ({
      ...{ at: at + i * HOUR, plate: target, purpose: told(changes), hours: AFTER },
      ...(dryRun ? { dryRun: true } : {}),
    }));
  };
  planter.plant('incident-fitted', reported('incident_fitted'), ...fitted(false));
  planter.plant('incident-fitted-in-dry-runs', reported('incident_fitted'), ...fitted(true));
  const refused = { ...told(), justification: 'assist ICE with removal of the driver' };
  const wanted = planter.plate();
  planter.plant(
    'incident-after-refused-words',
    STOPPED,
    { at, plate: wanted, purpose: refused, hours: AFTER },
    { at: at + 6 * HOUR, plate: wanted, purpose: told(), hours: AFTER },
  );
}

const MISSING: Pick<Incident, 'kind' | 'vehicle' | 'reportedBy'> = {
  kind: 'missing_person',
  vehicle: 'of_missing_person',
  reportedBy: 'dispatch',
};

type Teller = (changes?: Partial<Purpose>, incident?: Partial<Incident>) => Purpose;

/** A car that was stolen some hours before, without words; each under a case of its own. */
function tellerAt(planter: Planter, at: number): Teller {
  return (changes = {}, incident = {}) => {
    const { justification: _, ...purpose } = planter.purpose();
    return {
      ...purpose,
      incident: {
        ...{ kind: 'offense', occurred: { from: at - AFTER * HOUR }, place: { city: 'Aurora' } },
        ...{ vehicle: 'stolen', reportedBy: 'victim', affirmed: true },
        ...incident,
      },
      ...changes,
    };
  };
}

function plantHeld(planter: Planter, told: Teller, at: number): void {
  const plant = (name: string, asked: Partial<Asked>) =>
    planter.plant(`incident-${name}`, STOPPED, { at, hours: AFTER, ...asked });
  plant('window-of-three-weeks', { purpose: told(), hours: 21 * 24 });
  const order: Partial<Incident> = { kind: 'order_violation', vehicle: 'of_victim' };
  plant('his-wife-under-an-order', { purpose: told({ code: 'domestic_protection_order' }, order) });
  plant('in-another-state', { purpose: told({}, { place: { state: 'TX' } }) });
  plant('at-the-scene', { purpose: told({}, { vehicle: 'at_scene' }) });
  plant('stolen-missing-person', { purpose: told({}, { kind: 'missing_person' }) });
  const theft = { code: 'property_crime_felony', offense: nibrs('23H') };
  plant('theft-that-may-be-petty', { purpose: told(theft, { vehicle: 'of_suspect' }) });
}

/** One case number for many plates, and for many officers. */
function plantOfCase(planter: Planter, told: Teller, at: number): void {
  const reused = told();
  const looks = (count: number): Partial<Asked>[] =>
    Array.from({ length: count }, (_, i) => ({ at: at + i * HOUR, purpose: reused, hours: AFTER + i }));
  planter.plant('incident-of-many-plates', SOME_HELD, ...looks(5));
  const shared = told();
  const [first] = planter.cast.officers;
  const colleagues = planter.cast.officers.filter(({ agency }) => agency === first?.agency).slice(0, 4);
  const plate = planter.plate();
  planter.plant(
    'incident-of-many-officers',
    SOME_HELD,
    ...colleagues.map((officer, i) => ({
      ...{ at: at + i * HOUR, officer, plate, purpose: shared, hours: AFTER + i },
    })),
  );
}
