/** When an agency's incidents without words wait for a person, and what the rule makes of it. */
import { describe, expect, test } from '@jest/globals';
import { recordsHoldsOf } from '../../../sharing-rules/records/records-hold.ts';
import { recordsHeld } from '../../../sharing-rules/rules/incident/records-held.ts';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { inputOf } from '../read-corpus.ts';

const counts = (due: number, inTime: number, answered: number, contradicted: number) =>
  recordsHoldsOf({ due, inTime, answered, contradicted });

describe('an agency', () => {
  test('that answers nine of ten in time goes on; one that answers fewer is held', () => {
    expect(counts(0, 0, 0, 0)).toEqual([]);
    expect(counts(10, 9, 9, 0)).toEqual([]);
    expect(counts(10, 8, 10, 0)).toEqual(['records_unanswered']);
    expect(counts(1, 0, 0, 0)).toEqual(['records_unanswered']);
  });

  test('of which one answer of fifty contradicts goes on; one of forty-nine is held', () => {
    expect(counts(50, 50, 50, 1)).toEqual([]);
    expect(counts(49, 49, 49, 1)).toEqual(['records_contradicted']);
    expect(counts(10, 0, 1, 1)).toEqual(['records_unanswered', 'records_contradicted']);
  });

  test('of which a count is missing is held', () => {
    expect(counts(Number.NaN, 9, 9, Number.NaN)).toEqual(['records_unanswered', 'records_contradicted']);
  });
});

describe('a query of an agency that is held', () => {
  const base = inputOf({ base: 'adams-system', given: {} });
  const incident = {
    ...{ kind: 'offense', occurred: { from: base.now }, place: { city: 'Brighton' }, vehicle: 'stolen' },
    ...{ reportedBy: 'victim', affirmed: true },
  } as const;
  const { justification, ...purpose } = base.query.purpose;
  const asks = (given: object, recordsHold?: DecisionInput['recordsHold']): DecisionInput => ({
    ...base,
    query: { ...base.query, purpose: { ...purpose, ...given } },
    ...(recordsHold === undefined ? {} : { recordsHold }),
  });

  test('waits where it states an incident without words', () => {
    expect(recordsHeld(asks({ incident }, 'records_contradicted'))).toMatchObject({
      ...{ code: 'incident_needs_review', effect: 'review', detail: 'records_contradicted' },
      clause: 'Policy 420.9.1',
    });
    expect(recordsHeld(asks({ incident, justification: ' ' }, 'records_unanswered'))).toMatchObject({
      ...{ clause: 'Policy 420.9.1', detail: 'records_unanswered' },
    });
  });

  test('does not wait for it with words, and nobody waits where nothing is held', () => {
    expect(recordsHeld(asks({ incident, justification }, 'records_contradicted'))).toBeNull();
    expect(recordsHeld(asks({ justification }, 'records_contradicted'))).toBeNull();
    expect(recordsHeld(asks({ incident }))).toBeNull();
  });
});
