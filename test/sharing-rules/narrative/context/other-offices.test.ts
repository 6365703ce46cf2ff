/** Letters of an agency that are of human services, of a court's order, or of somebody to be called in an emergency. */
import { describe, expect, test } from '@jest/globals';
import {
  hasOtherMeaning,
  isOfHumanServices,
} from '../../../../sharing-rules/narrative/context/other-offices.ts';
import { marked } from './marked.ts';

describe('an abbreviation', () => {
  const isOther = (reason: string) => {
    const { text, start, end } = marked(reason);
    return hasOtherMeaning(text, start, end);
  };

  test.each([
    'extreme risk PO (<ERO>), threats',
    'red flag <ERO> served',
    '<E.R.O>. under red flag law',
    '<DHS> hold, foster home',
    'missing, <ICE> contact is his daughter',
  ])('means something else by what stands around it: `%s`', (reason) => {
    expect(isOther(reason)).toBe(true);
  });

  test.each([
    ['where the letters differ', 'red flag <ICE> served'],
    ['where the words are too far away', 'red flag in the window of a house, then wanted by <ERO>'],
    ['where another order is named', 'protection order, <ERO>'],
    ['where no child is mentioned', '<DHS> hold, home'],
    ['where no contact person is mentioned', 'missing, <ICE> contact wants'],
    ['where a contact is only mentioned later', 'missing, <ICE> asked, contact is his daughter'],
    ['within another word', 'red flag <zero> served'],
    ['in another word of emergencies', 'missing, <office> contact is his daughter'],
    ['with more letters', 'red flag <eros> served'],
  ])('keeps its meaning %s: `%s`', (_, reason) => {
    expect(isOther(reason)).toBe(false);
  });
});

describe('the Department of Human Services', () => {
  const isOfServices = (reason: string) => {
    const { text, start, end } = marked(reason);
    return isOfHumanServices(text, start, end);
  };

  test.each([
    'burglary of <DHS> office, child case files',
    'child abducted, reported by <DHS>',
    'elder abuse, <D.H.S.> report',
    'child seen running near the park by <DHS>',
    '<DHS> says she ran away from a park child',
  ])('is meant where the text says whom it looks after: `%s`', (reason) => {
    expect(isOfServices(reason)).toBe(true);
  });

  test.each([
    ['nobody is looked after', 'burglary of <DHS> office'],
    ['the letters are others', 'child abducted, <HSI> case'],
    ['the letters stand elsewhere', 'child abducted, dhs case of <HSI>'],
    ['that is said too far before', 'child seen running near the park, by <DHS>'],
    ['that is said too far behind', '<DHS> says she ran away from a park, child'],
  ])('is not meant where %s: `%s`', (_, reason) => {
    expect(isOfServices(reason)).toBe(false);
  });
});
