/** Every finding that words made names them and their place, and the reason of the decision carries them on. */
import { describe, expect, test } from '@jest/globals';
import { screen, screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { narrative } from '../../../sharing-rules/rules/purpose/narrative.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { publicReasons, withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { askersReasons } from '../../../sharing-rules/what-to-do.ts';
import { inputOf } from '../read-corpus.ts';

const found = (justification: string, more: Partial<Purpose> = {}) =>
  screen({ code: 'violent_crime', justification, ...more }).flatMap(({ code, found = [] }) =>
    found.map(({ field, words, start, end }) => `${code} ${field} ${words} ${start}-${end}`),
  );

describe('the words of a finding', () => {
  test.each([
    ['robbery, ICE detainer', 'narrative_immigration justification ice detainer 9-21'],
    ['Robbery. I.C.E. asked', 'narrative_immigration justification i.c.e 9-14'],
    ['robbery immi gration hold', 'narrative_immigration justification immi gration 8-20'],
    ['robbery 1mm1gr4tion', 'narrative_immigration justification 1mm1gr4tion 8-19'],
  ])('stand in `%s` where they are said to', (text, words) => {
    expect(found(text)).toContain(words);
  });

  test('are named with the field in which they stand', () => {
    expect(found('armed robbery', { supervisor: 'Sgt. Roe, ICE ERO' })).toEqual([
      'narrative_immigration supervisor ice 10-13',
      'narrative_immigration supervisor ice ero 10-17',
      'narrative_immigration supervisor ero 14-17',
    ]);
    expect(found('armed robbery', { dropDown: 'Robbery - ICE detainer' })[0]).toContain(' dropDown ');
    const process = {
      kind: 'court_order',
      docket: '1',
      judge: 'ICE officer',
      issuedOn: '2026-01-02',
    } as const;
    expect(found('armed robbery', { judicialProcess: { ...process, court: 'Denver' } })).toContain(
      'judicial_process_administrative judge ice 0-3',
    );
    const [finding] = screenWords({
      purpose: { code: 'violent_crime', justification: 'armed robbery' },
      onBehalfOf: { id: 'off-7', name: 'Lopez stalking my ex', ori: 'CO0010000' as Ori },
    }).findings;
    expect(finding?.found).toEqual([{ field: 'officer', words: 'my ex', start: 15, end: 20 }]);
  });

  test('are at most five places of a finding, and eighty characters of each', () => {
    const [finding] = screen({ code: 'violent_crime', justification: 'robbery, '.concat('ice, '.repeat(9)) });
    expect(finding?.found).toHaveLength(5);
    const apart = `robbery ${'i c e '.repeat(40)}`;
    expect(screen({ code: 'violent_crime', justification: apart })[0]?.found?.[0]?.words).toHaveLength(80);
  });

  test('go with the reason to the asker, and neither into the log nor to others', () => {
    const findings = screen({ code: 'violent_crime', justification: 'robbery, ICE detainer' });
    const reasons = [narrative({ ...inputOf({ given: {} }), findings })].flat();
    expect(reasons[0]).toMatchObject({ code: 'narrative_immigration', found: [{ words: 'ice' }, {}] });
    const given = reasons.filter((reason) => reason !== null);
    expect(askersReasons(given)[0]).toMatchObject({
      found: [{ field: 'justification', words: 'ice' }, {}],
      whatToDo: expect.stringContaining('say which crime'),
    });
    expect(JSON.stringify(askersReasons(given))).not.toMatch(/"start"|"effect"/);
    for (const shown of [...publicReasons(given), ...withoutWords(given)])
      expect(shown).not.toHaveProperty('found');
    expect(withoutWords(given).map(({ effect }) => effect)).toEqual(['deny', 'deny', 'deny']);
  });

  test('where no crime was read, the asker is told to name it first', () => {
    const [reason] = askersReasons([
      ...[
        narrative({
          ...inputOf({ given: {} }),
          findings: screen({ code: 'stolen_vehicle', justification: 'ICE sticker' }),
        }),
      ]
        .flat()
        .filter((one) => one !== null),
    ]);
    expect(reason?.whatToDo).toContain('no crime that the purpose covers was read in it');
  });
});
