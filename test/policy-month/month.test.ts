/** The short form of the simulated month; the long one is `npm run bench -- month`. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabases, type TestDatabases } from '../setup/database/test-databases.ts';
import { judgeMonth, type MonthFigures } from './judge-month.ts';
import { runMonth } from './run-month.ts';

let databases: TestDatabases;
let figures: MonthFigures;

beforeAll(async () => {
  databases = await createTestDatabases();
  const size = {
    agencies: 10,
    officers: 100,
    queries: 2_500,
    runs: 1,
    slotHours: 6,
    lookEvery: 3,
    seed: 420,
  };
  figures = judgeMonth(await runMonth(databases, size));
}, 300_000);
afterAll(() => databases.drop());

describe('a month of queries', () => {
  test('has every planted misuse refused, held or reported', () => {
    expect(figures.plantedCases).toBeGreaterThan(40);
    expect(figures.missed).toEqual([]);
  });

  test('has each of them end as the policy asks: all stopped where it must be, the pattern before the Chief', () => {
    expect(figures.otherwise).toEqual([]);
  });

  test('leaves every honest incident alone: none is stopped or reported without need', () => {
    expect(figures.honestIncidents).toBeGreaterThan(700);
    expect(figures.falseAlarmsOfIncidents).toEqual([]);
  });

  test('leaves honest work alone: at most two of a hundred queries are stopped or reported without need', () => {
    expect(figures.honest).toBeGreaterThan(1_500);
    // The examples are there to be seen when it fails.
    const { falseAlarmShare: share, falseAlarms } = figures;
    expect(share <= 0.02 ? [] : [share, ...falseAlarms.slice(0, 5)]).toEqual([]);
  });
});
