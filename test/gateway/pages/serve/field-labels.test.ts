/** A fault names a field as the form does, not as the API does. */
import { describe, expect, test } from '@jest/globals';
import { inLabels, LABELS } from '../../../../gateway/pages/serve/field-labels.ts';
import { AGENCY_TERMS } from '../../../../gateway/registry/agencies/agency.terms.ts';
import { filesBelow } from '../../../setup/source-files.ts';

describe('a fault on a page', () => {
  test('names the field by its label, and leaves alone what no form has', () => {
    expect(inLabels('`summary` must say why, in words')).toBe('“What happened” must say why, in words');
    expect(inLabels('`plate.number` and `constructor` are wrong')).toBe(
      '“Plate” and `constructor` are wrong',
    );
    expect(inLabels('the header lacks the columns `name`')).toBe('the header lacks the columns `name`');
    expect(inLabels('`ori` is not written as it must be: see `/openapi.json`', AGENCY_TERMS)).toBe(
      '“ORI” is not written as it must be',
    );
  });

  test('names no label that no form has', () => {
    const pages = filesBelow('gateway/pages').map(({ text }) => text);
    const unknown = Object.values(LABELS).filter(
      // A label may say besides that its field is optional.
      (label) =>
        !pages.some((text) => text.includes(`label="${label}"`) || text.includes(`label="${label} (`)),
    );
    expect(unknown).toEqual([]);
  });
});
