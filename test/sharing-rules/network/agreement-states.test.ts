/** However notes arrive, an agreement is in force only with both acceptances, and what is over never comes back. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  AGREEMENT_WORDS,
  type AgreementState,
  afterNote,
  afterReplacement,
  isFinal,
  PROPOSED,
  type Said,
  shownStatus,
} from '../../../sharing-rules/network/agreement-states.ts';

const said: fc.Arbitrary<Said> = fc.record({
  side: fc.constantFrom('ours' as const, 'theirs' as const),
  word: fc.constantFrom(...AGREEMENT_WORDS),
});
const notes = fc.array(said, { maxLength: 12 });
const standingOf = (all: readonly Said[], from: AgreementState = PROPOSED) => all.reduce(afterNote, from);
/** What it comes to, without by which word it ended. */
const outcome = (all: readonly Said[]) => {
  const { status } = standingOf(all);
  return isFinal(status) ? 'over' : status;
};

describe('an agreement', () => {
  test('is in force exactly where both accepted and nobody rejected or ended it', () => {
    fc.assert(
      fc.property(notes, (all) => {
        const accepted = new Set(all.filter(({ word }) => word === 'accept').map(({ side }) => side));
        const isOver = all.some(({ word }) => word !== 'accept');
        expect(standingOf(all).status === 'in_force').toBe(accepted.size === 2 && !isOver);
      }),
    );
  });

  test('that is over stays as it is, whatever is said later or arrives late', () => {
    fc.assert(
      fc.property(notes, notes, fc.boolean(), (first, later, replaced) => {
        const standing = replaced ? afterReplacement(standingOf(first)) : standingOf(first);
        fc.pre(isFinal(standing.status));
        expect(standingOf(later, standing)).toEqual(standing);
        expect(afterReplacement(standing)).toEqual(standing);
      }),
    );
  });

  test('comes to the same on both sides, in whatever order the notes arrive', () => {
    fc.assert(
      fc.property(
        notes.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, other]) => {
          expect(outcome(other)).toBe(outcome(all));
        },
      ),
    );
  });

  test('is what it was after a replayed note', () => {
    fc.assert(
      fc.property(notes, fc.nat(), (all, at) => {
        fc.pre(all.length > 0);
        const replayed = all[at % all.length] as Said;
        expect(standingOf([...all, replayed]).status).toBe(standingOf(all).status);
      }),
    );
  });

  test('is replaced only while it is not over', () => {
    expect(afterReplacement(PROPOSED).status).toBe('replaced');
    expect(afterReplacement(standingOf([{ side: 'theirs', word: 'end' }])).status).toBe('ended');
  });

  test('past its end is shown as ended', () => {
    expect(shownStatus('in_force', 10, 9)).toBe('in_force');
    expect(shownStatus('in_force', 10, 10)).toBe('ended');
    expect(shownStatus('rejected', 10, 11)).toBe('rejected');
    expect(shownStatus('proposed', 10, 11)).toBe('proposed');
  });
});
