import { describe, expect, test } from '@jest/globals';
import { recordsOfAllPages } from '../../sharing-rules/terms/records-left.ts';
import { inputOf } from './read-corpus.ts';

const most = (given: Parameters<typeof inputOf>[0]['given']) =>
  recordsOfAllPages(
    inputOf({
      given: {
        query: { limit: 10 },
        limits: { agencyRecordsPerDay: 900, officerRecordsPerDay: 800, recordsPerQuery: 200 },
        ...given,
      },
    }),
  );
const LIMITS = { agencyRecordsPerDay: 900, officerRecordsPerDay: 800, recordsPerQuery: 200 };

describe('all pages of a query together', () => {
  test('bring what the day has left to the officer, the agency and its grant', () => {
    expect(most({})).toBe(800);
    expect(most({ usage: { officerRecordsToday: 100 } })).toBe(700);
    expect(most({ usage: { agencyRecordsToday: 400 } })).toBe(500);
    expect(most({ grant: { dailyRecords: 50 } })).toBe(50);
    expect(most({ usage: { agencyRecordsToday: 1_000 } })).toBe(0);
  });

  test('are releases, of which the officer and the plate’s pattern have so many left', () => {
    const limits = { ...LIMITS, officerQueriesPerDay: 30, patternQueriesPerDay: 20 };
    expect(most({ limits })).toBe(200);
    expect(most({ limits, usage: { officerQueriesToday: 25 } })).toBe(50);
    expect(most({ limits, usage: { officerQueriesToday: 25, patternQueriesToday: 19 } })).toBe(10);
    expect(most({ limits, usage: { officerQueriesToday: 31 } })).toBe(0);
    expect(most({ limits, usage: { officerQueriesToday: 25 }, query: { limit: 250 } })).toBe(800);
  });

  test('count a colleague whom a person names, where less is left to him', () => {
    const limits = { ...LIMITS, officerQueriesPerDay: 30, patternQueriesPerDay: 30 };
    const named = { standing: 'active', recordsToday: 0, queriesToday: 28, patternQueriesToday: 27 };
    expect(most({ limits, usage: { officerQueriesToday: 20 }, named })).toBe(20);
    expect(most({ limits, named: { ...named, queriesToday: 0 } })).toBe(30);
    expect(most({ limits, named: { ...named, recordsToday: 790 } })).toBe(10);
  });
});
