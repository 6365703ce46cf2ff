/** Makes of what the public is told of a small gateway what it would be told of a busy one: each list as long as it gets. */
import type { Transparency } from '../../gateway/oversight/transparency/transparency.schema.ts';

const AGENCIES = 150;
const YEARS = 4;

const numbered = <T>(length: number, make: (at: number) => T): T[] =>
  Array.from({ length }, (_, at) => make(at));
const ori = (at: number) => `CO${String(at).padStart(5, '0')}00`;

export function busyPublic(told: Transparency): Transparency {
  const [agency] = told.agencies;
  const [refused] = told.refused;
  const [event] = told.events.newest;
  if (agency === undefined || refused === undefined || event === undefined)
    throw new Error('there is nothing to make more of');
  const name = (at: number) => `Department of Public Safety of Mountain City ${at}`;
  const codes = told.reasons.slice(0, 5).map(({ code }) => code);
  const answers = { answers: 4_300, released: 3_100, held: 700, refused: 500 };
  return {
    ...told,
    agencies: numbered(AGENCIES, (at) => ({
      ...{ ...agency, ori: ori(at), name: name(at) },
      // All of them, or so many that all are named.
      purposes: told.purposes.slice(0, at % 2 === 0 ? 8 : told.purposes.length).map(({ code }) => code),
    })),
    refused: numbered(AGENCIES, (at) => ({
      ...{
        ...refused,
        ori: ori(at),
        name: name(at),
        asked: at % 3 === 0,
        refusedFor: at % 3 === 0 ? codes : [],
      },
      reasons: told.reasons.slice(0, 2).map(({ clause, code, means }) => ({ clause, code, means })),
    })),
    purposes: told.purposes.map((row) => ({ ...row, ...answers })),
    totals: answers,
    reasons: told.reasons.map((row, at) => ({ ...row, refusals: 1_000 - at })),
    months: numbered(12 * YEARS, (at) => ({
      ...answers,
      month: new Date(Date.UTC(2026, 11 - at)).toISOString().slice(0, 7),
      furtherPages: null,
    })),
    events: {
      earlier: 400,
      newest: numbered(60, (at) => ({
        ...{ ...event, index: 900 - at, kind: 'revoked' as const, tookMs: 120 + at },
        agency: { ori: ori(at), name: name(at) },
      })),
    },
    log: { ...told.log, witnesses: numbered(6, (at) => `witness-${at}.of-some-university.example`) },
  };
}
