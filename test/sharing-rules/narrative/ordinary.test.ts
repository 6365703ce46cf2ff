/** What a person had to look at beside a crime, and need not: Colorado's own police, and what belongs to a crime. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

/** Codes and details with the effect that each got. */
function found(justification: string): readonly string[] {
  return screen({ code: 'property_crime_felony', justification }).map(
    ({ code, detail, effect }) => `${effect} ${code}: ${detail}`,
  );
}

const ASSIST = 'narrative_federal_assist: other_agency_assist';

describe('another agency, beside a crime', () => {
  test.each([
    'burglary, asst Northglenn PD 26-4410',
    'AOA Westminster, robbery',
    'robbery for Fort Collins PD',
    'Weld SO theft of cattle',
    'felony eluding, burglary, assist CSP',
    'stolen trailer, assist Lochbuie PD',
  ])('is noted where it is of Colorado: `%s`', (text) => {
    expect(found(text)).toContain(`note ${ASSIST}`);
    expect(found(text)).not.toContain(`review ${ASSIST}`);
  });

  test.each([
    'assist other agency with burglary',
    'burglary, PD asked',
    'robbery for Cheyenne PD',
    'Oakland PD request us, robbery',
    'burglary, Teller County SO request',
    'robbery, assist Aurora or other agency',
  ])('is for a person where it is of elsewhere, unnamed, or has a 287(g) agreement: `%s`', (text) => {
    expect(found(text)).toContain(`review ${ASSIST}`);
  });

  test('is for a person where nothing happened, or something that the purpose does not cover', () => {
    expect(found('assist Aurora PD')).toContain(`review ${ASSIST}`);
    expect(found('missing child, assist Aurora PD')).toContain(
      'review purpose_contradiction: code_and_narrative',
    );
  });
});

describe('what sounds like an infraction or a private matter', () => {
  test.each([
    'process server shot at, burglary',
    'robbery, suspect speeding away from the scene',
    'stolen car with expired temp tag',
    'burglary, vehicle of interest',
    'robbery, ran red light and fled',
    'burglary, victim with TBI',
  ])('is part of the crime: `%s`', (text) => {
    expect(found(text).filter((one) => !one.startsWith('note'))).toEqual([]);
  });

  test.each([
    ['theft, process server', 'review narrative_personal: private_business'],
    ['stolen car, expired tags', 'review narrative_minor_traffic: registration_or_insurance'],
    ['burglary prevention, vehicle of interest', 'review purpose_vague: no_event'],
  ])('is looked at where it stands apart: `%s`', (text, finding) => {
    expect(found(text)).toContain(finding);
  });
});
