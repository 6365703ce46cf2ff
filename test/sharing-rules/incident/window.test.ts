/** How far the window of each purpose may reach about its incident (Policy 420.7). */
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../sharing-rules/decide.ts';
import { aboutIncident } from '../../../sharing-rules/incident/about-incident.ts';
import { durationOf } from '../../../sharing-rules/incident/duration.ts';
import { incidentRowOf, type WindowRow } from '../../../sharing-rules/incident/table.ts';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { Occurred } from '../../../sharing-rules/terms/incident.ts';
import { APPROVED, DAY, HOUR, NOW, stating } from './stating.ts';

/** The first row of the purpose that permits. */
function asking(code: string, occurred: Occurred, window: { from: number; to?: number }): DecisionInput {
  const [[kind, row] = []] = [...(incidentRowOf(code)?.kinds ?? [])];
  const [vehicle] = row?.permit ?? [];
  if (kind === undefined || vehicle === undefined) throw new Error(`\`${code}\` permits nothing`);
  const { from, to = NOW } = window;
  return stating(code, { kind, vehicle, incident: { occurred }, query: { from, to } });
}

const windowOf = (code: string) => incidentRowOf(code)?.window as WindowRow;
const FROM_THE_EVENT = APPROVED.filter((code) => windowOf(code).from === 'occurred');
const ENDING = FROM_THE_EVENT.filter((code) => windowOf(code).after !== null);
const reasonsOf = (input: DecisionInput) =>
  decide(input).reasons.map(({ code, effect }) => `${effect} ${code}`);
const OUTSIDE = ['review window_not_about_incident'];

describe('a window about the incident', () => {
  test.each(FROM_THE_EVENT)('of %s reaches back as far as its row says, and not a moment further', (code) => {
    const occurred = { from: NOW - 36 * HOUR };
    // No window may reach back further than reads are kept.
    const before = Math.min(windowOf(code).before.ms, 28 * DAY);
    expect(reasonsOf(asking(code, occurred, { from: occurred.from - before }))).toEqual([]);
    if (before < windowOf(code).before.ms) return;
    expect(reasonsOf(asking(code, occurred, { from: occurred.from - before - 1 }))).toEqual(OUTSIDE);
  });

  test.each(ENDING)('of %s ends so long after the incident', (code) => {
    const after = windowOf(code).after?.ms as number;
    const occurred = { from: NOW - after - 3 * HOUR, to: NOW - after - HOUR };
    const from = occurred.from;
    expect(reasonsOf(asking(code, occurred, { from, to: NOW - HOUR }))).toEqual([]);
    expect(reasonsOf(asking(code, occurred, { from, to: NOW - HOUR + 1 }))).toEqual(OUTSIDE);
  });

  test('of a warrant reaches back from now, an hour of grace for who has typed it', () => {
    expect(windowOf('arrest_warrant')).toMatchObject({ from: 'now', before: { text: 'P30D' }, after: null });
    const longAgo = { from: NOW - 500 * DAY };
    const keeping = (from: number): DecisionInput => {
      const { limits, grant, ...input } = asking('arrest_warrant', longAgo, { from });
      const kept = {
        limits: { ...limits, retentionDays: 90 },
        grant: grant && { ...grant, lookBackDays: 90 },
      };
      return { ...input, ...kept };
    };
    expect(reasonsOf(keeping(NOW - 30 * DAY - HOUR))).toEqual([]);
    expect(reasonsOf(keeping(NOW - 30 * DAY - HOUR - 1))).toEqual(OUTSIDE);
  });

  test('is named in the reason, so that it can be asked for', () => {
    const occurred = { from: NOW - 36 * HOUR };
    const { reasons } = decide(asking('stolen_vehicle', occurred, { from: NOW - 20 * DAY }));
    const from = new Date(occurred.from - DAY).toISOString();
    expect(reasons.map(({ detail }) => detail)).toEqual([`from ${from} to now`]);
    const ended = { from: NOW - 20 * DAY };
    const [late] = decide(asking('impaired_or_criminal_driving', ended, { from: ended.from })).reasons;
    const [first, last] = [-1, 14].map((days) => new Date(ended.from + days * DAY).toISOString());
    expect(late?.detail).toBe(`from ${first} to ${last}`);
  });

  test('of what goes on has no end', () => {
    const row = windowOf('prosecution_discovery');
    const { incident } = stating('prosecution_discovery', {
      ...{ kind: 'order_violation', vehicle: 'of_suspect' },
      incident: { occurred: { from: NOW - 20 * DAY, to: 'ongoing' } },
    }).query.purpose;
    if (incident === undefined) throw new Error('no incident');
    expect(aboutIncident(row, incident, NOW)).toEqual({ from: NOW - 23 * DAY, to: null });
  });
});

describe('a query without an incident', () => {
  const wide = (code: string, ms: number, windowWithoutIncident?: 'note' | 'hold'): DecisionInput => {
    const { approval, limits, query, ...rest } = asking(code, { from: NOW }, { from: NOW - ms });
    const { incident: _, ...purpose } = { ...query.purpose, justification: 'told at length in the file' };
    const limited = windowWithoutIncident === undefined ? limits : { ...limits, windowWithoutIncident };
    return { ...rest, approval, limits: limited, query: { ...query, purpose } };
  };
  const narrower = APPROVED.filter((code) => (incidentRowOf(code)?.longestWithout.ms as number) < 30 * DAY);

  test.each(narrower)('for %s has a longest window', (code) => {
    const longest = incidentRowOf(code)?.longestWithout.ms as number;
    expect(reasonsOf(wide(code, longest, 'hold'))).toEqual([]);
    expect(reasonsOf(wide(code, longest + 1, 'hold'))).toEqual(OUTSIDE);
    expect(decide(wide(code, longest + 1, 'note'))).toMatchObject({
      effect: 'permit',
      reasons: [{ code: 'window_not_about_incident', effect: 'note' }],
    });
    expect(decide(wide(code, longest + 1))).toMatchObject({ effect: 'permit', reasons: [] });
  });
});

test('durations of the tables are days or hours, and nothing without an end', () => {
  expect([durationOf('P3D').ms, durationOf('PT12H').ms]).toEqual([3 * DAY, 12 * HOUR]);
  for (const text of ['', 'P', 'P0D', 'xP3D', 'P3Dx', 'PT12H ', 'P1Y', 'PT1M', '3 days', 'P-1D'])
    expect(() => durationOf(text)).toThrow(text);
});
