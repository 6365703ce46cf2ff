/** For a day after a refusal nothing passes unread: not with other words, without them, with other facts or a purpose. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHistoryCoder } from '../../../../gateway/release/facts/history-codes.ts';
import { History } from '../../../../gateway/release/facts/history-store.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { DAY, NOW, queryOf } from './incidents.ts';

const coder = createHistoryCoder(randomBytes(32));
const SUBJECT = { clientId: 'adams-records', personId: null };
const codesOf = (query: Query, officer = 'd-1001') =>
  coder([{ agencyId: 7, reference: officer }], { query, subject: SUBJECT });

const anyQuery = (plate: string, caseNumber: string): fc.Arbitrary<Query> =>
  fc
    .record({
      code: fc.constantFrom(
        'stolen_vehicle',
        'stolen_plate',
        'violent_crime',
        'exigent_life_safety',
        'hit_and_run',
      ),
      justification: fc.constantFrom(undefined, '', 'sedan taken from a driveway', 'asked for by a friend'),
      offense: fc.constantFrom(undefined, '240', '120'),
      vehicle: fc.constantFrom('stolen', 'of_suspect', 'at_scene'),
      from: fc.integer({ min: NOW - 9 * DAY, max: NOW }),
      isStated: fc.boolean(),
    })
    .map(({ from, isStated, offense, vehicle, ...purpose }) => {
      const query = queryOf({
        plate,
        purpose: {
          ...purpose,
          caseNumber,
          ...(offense ? { offense: { system: 'nibrs', code: offense } } : {}),
        } as never,
        incident: { vehicle, occurred: { from } } as never,
      });
      const { incident, ...wordsOnly } = query.purpose;
      return isStated ? query : { ...query, purpose: wordsOnly };
    });

const nothing = () => new History([], []);

describe('after a refusal that is more than a contradiction', () => {
  test('the officer’s next query for the plate or the case is held, whatever it states', () => {
    const target = fc.constantFrom(['ABC123', 'CR-2'], ['XYZ789', 'CR-1'], ['ABC123', 'CR-1']);
    const pair = fc.tuple(
      anyQuery('ABC123', 'CR-1'),
      target.chain(([plate, caseNumber]) => anyQuery(plate as string, caseNumber as string)),
    );
    fc.assert(
      fc.property(pair, ([refused, next]) => {
        const history = nothing();
        history.addRefusal(codesOf(refused), true, false);
        expect(history.refusedBefore(codesOf(next))).toBe(true);
      }),
    );
  });

  test('a colleague’s under the case is held, but for life safety', () => {
    fc.assert(
      fc.property(anyQuery('ABC123', 'CR-1'), anyQuery('XYZ789', 'CR-1'), (refused, next) => {
        const history = nothing();
        history.addRefusal(codesOf(refused), true, false);
        const isHeld = next.purpose.code !== 'exigent_life_safety';
        expect(history.refusedBefore(codesOf(next, 'd-2002'))).toBe(isHeld);
      }),
    );
  });

  test('another case and plate of the officer are free', () => {
    const history = nothing();
    history.addRefusal(codesOf(queryOf({ purpose: { caseNumber: 'CR-1' } })), true, false);
    const other = queryOf({ plate: 'XYZ789', purpose: { caseNumber: 'CR-2' } });
    expect(history.refusedBefore(codesOf(other))).toBe(false);
  });
});

describe('after a refusal that is only a contradiction of the incident', () => {
  const exigent = queryOf({ purpose: { code: 'exigent_life_safety', justification: 'hostage in the car' } });

  test('the first does not slow life safety, the second does; every other query waits at once', () => {
    const history = nothing();
    history.addRefusal(codesOf(queryOf()), true, true);
    expect(history.refusedBefore(codesOf(exigent))).toBe(false);
    expect(history.refusedBefore(codesOf(queryOf()))).toBe(true);
    history.addRefusal(codesOf(queryOf()), true, true);
    expect(history.refusedBefore(codesOf(exigent))).toBe(true);
  });

  test('words that are refused are no slip, before it or after it', () => {
    for (const slips of [
      [true, false],
      [false, true],
    ]) {
      const history = nothing();
      for (const isSlip of slips) history.addRefusal(codesOf(queryOf()), true, isSlip);
      expect(history.refusedBefore(codesOf(exigent))).toBe(true);
    }
  });
});

test('what was released upon is known by its purpose and facts, not by its words alone', () => {
  const words = (query: Query) => codesOf(query).words?.toString('hex');
  const told = { justification: 'sedan taken from a driveway' };
  const query = queryOf({ purpose: told });
  expect(words(queryOf({ purpose: told }))).toBe(words(query));
  const others = [
    queryOf({ purpose: { ...told, code: 'stolen_plate' } }),
    queryOf({ purpose: { ...told, offense: { system: 'nibrs', code: '23G' } } }),
    queryOf({ purpose: told, incident: { vehicle: 'of_suspect' } }),
    queryOf(),
  ];
  for (const other of others) expect(words(other)).not.toBe(words(query));
});
