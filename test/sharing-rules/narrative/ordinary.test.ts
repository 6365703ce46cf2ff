/** What a person had to look at beside a crime, and need not: Colorado's own police, streets, and names that sound otherwise. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

/** Codes and details with the effect that each got. */
function found(justification: string): readonly string[] {
  return screen({ code: 'property_crime_felony', justification }).map(
    ({ code, detail, effect }) => `${effect} ${code}: ${detail}`,
  );
}

const ASSIST = 'narrative_federal_assist: other_agency_assist';
const FEDERAL = 'narrative_federal_assist: federal_agency';

describe('another agency, beside a crime', () => {
  test.each([
    'assist Aurora with burglary suspect',
    'burglary, asst Northglenn PD 26-4410',
    'AOA Westminster, robbery',
    'robbery for Fort Collins PD',
    'Weld SO theft of cattle',
    'felony eluding, burglary, assist CSP',
    'request by Adams SO dets: burglary crew',
    'DA investigator 17th JD, robbery',
    'other agency assist: Lochbuie PD, stolen trailer',
  ])('is noted where it is of Colorado: `%s`', (text) => {
    expect(found(text)).toContain(`note ${ASSIST}`);
    expect(found(text)).not.toContain(`review ${ASSIST}`);
  });

  test.each([
    'assist other agency with burglary',
    'burglary, PD asked',
    'robbery for Cheyenne PD',
    'Oakland PD request us, robbery',
    'stolen vehicle for Wyoming HP',
    'burglary for Aurora PD Illinois',
    'burglary, Teller County SO request',
    'PD impersonator, robbery',
    'robbery, assist Aurora or other agency',
  ])('is for a person where it is of elsewhere, unnamed, or has a 287(g) agreement: `%s`', (text) => {
    expect(found(text)).toContain(`review ${ASSIST}`);
  });

  test('is for a person where nothing happened, or something that the purpose does not cover', () => {
    expect(found('assist Aurora PD')).toContain(`review ${ASSIST}`);
    expect(found('missing child, assist Aurora PD')).toContain(`review ${ASSIST}`);
  });
});

describe('Federal, beside a crime', () => {
  test.each([
    'robbery at 6400 Federal',
    'burglary, 5800 blk of Federal',
    'theft at Federal/72',
    'carjacking, robbery 84th & Federal',
    'robbery on Federal by the bus stop',
  ])('is a street: `%s`', (text) => {
    expect(found(text)).not.toContain(`review ${FEDERAL}`);
  });

  test.each([
    'robbery, federal case',
    'robbery on federal warrant',
    'robbery, 3 federal agents asked',
    'theft, the federal partners',
  ])('is the federation: `%s`', (text) => {
    expect(found(text)).toContain(`review ${FEDERAL}`);
  });
});

describe('a word that a person would look at, beside a crime', () => {
  test.each([
    'theft from lot of Border States Electric',
    'stolen skid steer, Homeland Rentals',
    'burglary at Sanctuary Brewing Co',
    'robbery, suspect Dwayne Border',
    'burglary, Protest Skatewear windows',
  ])('is a name: `%s`', (text) => {
    expect(found(text).filter((one) => one.startsWith('review'))).toEqual([]);
  });

  test.each([
    'robbery near the border',
    'robbery for Border Rentals',
    'theft, protest at the store',
    'robbery, sanctuary city',
    'BURGLARY SANCTUARY BREWERS',
  ])('is for a person where it is none, or somebody wants it: `%s`', (text) => {
    expect(found(text).some((one) => one.startsWith('review'))).toBe(true);
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

describe('typing errors and abbreviations of frequent crimes', () => {
  test.each([
    ['Hot and run 26-4410', 'hit_and_run'],
    ['hit anr run, gray Civic', 'hit_and_run'],
    ['wtarr 26-1002', 'arrest_warrant'],
    ['thet of trailer', 'stolen_vehicle'],
    ['GTAR 26-5561', 'stolen_vehicle'],
    ['SV recovery, backtrack', 'stolen_vehicle'],
    ['les robaron la camioneta', 'stolen_vehicle'],
  ])('tell what happened: `%s`', (justification, code) => {
    expect(screen({ code, justification }).filter(({ effect }) => effect !== 'note')).toEqual([]);
  });
});
