/** Whose crime it may be as well: an agency is Colorado's only where the words near it say so. */
import { describe, expect, test } from '@jest/globals';
import { isOfColorado } from '../../../../sharing-rules/narrative/context/colorado-agencies.ts';
import { marked } from './marked.ts';

function isColorado(reason: string): boolean {
  const { text, start, end } = marked(reason);
  return isOfColorado(text, start, end);
}

describe('an agency that is named by its words', () => {
  test.each([
    '<CSP> homicide',
    'robbery at the gas station and then the <CSP> stop',
    'robbery at the gas station for the <Jeffco SO>',
    '<Dacono PD> burglary',
    '<Salida PD> burglary',
    '<Log Lane Village PD> burglary',
    'CSP asked the <sheriff> about a stolen car',
    '<assisted Aurora> after a robbery',
    '<AOA> Westminster with a homicide',
    '<assist> Fort Collins with a homicide',
    '<ojassist> Aurora with a homicide',
    'seen today when CSP asked the <sheriff>',
    'Sedgwick Co <SO> robbery',
    'Weld County <PD> robbery',
  ])('is one of Colorado: `%s`', (reason) => {
    expect(isColorado(reason)).toBe(true);
  });

  test.each([
    '<Reno PD> burglary',
    '<Mesa PD> burglary',
    '<sheriff> burglary',
    'assistant Aurora and <sheriff> at the scene',
    'camioneta roja Aurora al <sheriff>',
  ])('is for a person to judge: `%s`', (reason) => {
    expect(isColorado(reason)).toBe(false);
  });

  test('is of elsewhere where another state stands within three words of it, and not where it stands farther', () => {
    expect(isColorado('Texas plate by <CSP>')).toBe(false);
    expect(isColorado('Texas plate seen by <CSP>')).toBe(true);
    expect(isColorado('<CSP> wants the Texas plate')).toBe(false);
    expect(isColorado('<CSP> stop of the Texas plate')).toBe(true);
  });
});

describe('a prosecutor', () => {
  test.each([
    ['of a county near its name', '<DA office> in Weld County'],
    ['of a district behind its name', '<DA office> of the 18th Judicial District'],
    ['of a district before its name', 'requested by the 18th Judicial <District Attorney>'],
    ['beside an agency of Colorado', '<DA office> with CBI'],
  ])('is one of Colorado: %s', (_, reason) => {
    expect(isColorado(reason)).toBe(true);
  });

  test.each([
    ['of no county', '<DA office> on a homicide'],
    ['of a county that is not of Colorado', '<DA office> in Kern County'],
    [
      'where a building stands behind the district',
      'at the 18th Judicial building a <District Attorney> asked',
    ],
    ['near a courthouse that is only a place', 'robbery by the 18th Judicial building, <DA office> asks'],
  ])('is for a person to judge: %s', (_, reason) => {
    expect(isColorado(reason)).toBe(false);
  });
});

describe('another agency, which is named behind', () => {
  test.each([
    'assist <other agency> Lakewood',
    'assist <other agency>, CSP case',
    'assist <other agency> with CSP',
    'assist <other agency>: case of Lakewood PD',
    'assist <other agency>: Log Lane Village PD',
  ])('is one of Colorado: `%s`', (reason) => {
    expect(isColorado(reason)).toBe(true);
  });

  test.each([
    ['it is of another state', 'assist <other agency>: Lakewood PD, Texas'],
    ['no police of Colorado has the name', 'assist <other agency>: Reno PD'],
    ['it has no name', 'assist <other agency>, a hit and run'],
    ['its short name stands third', 'assist <other agency>, report to CSP'],
    ['its police stands fifth', 'assist <other agency>: case is of Lakewood PD'],
  ])('is for a person to judge where %s: `%s`', (_, reason) => {
    expect(isColorado(reason)).toBe(false);
  });

  test('is looked for in the forty letters behind', () => {
    expect(isColorado('assist <other agency> multijurisdictional Glenwood Springs PD')).toBe(true);
    expect(isColorado('assist <other agency> multijurisdictional Steamboat Springs PD')).toBe(false);
  });
});
