/** The screen's judgement where context decides, and the fields and facts it compares. */
import { describe, expect, test } from '@jest/globals';
import { findingsFor } from '../../../sharing-rules/narrative/contradiction.ts';
import { screen, screenWords } from '../../../sharing-rules/narrative/screen.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { JudicialProcess } from '../../../sharing-rules/terms/query.ts';

const about = (justification: string, code = 'violent_crime') => screen({ code, justification });
const codes = (justification: string, code?: string) => about(justification, code).map((found) => found.code);

const PROCESS: JudicialProcess = {
  kind: 'arrest_warrant',
  court: 'Adams County District Court',
  docket: '26CR1042',
  judge: 'Hon. Maria Alvarez',
  issuedOn: '2026-03-02',
};
const warrant = (change: Partial<JudicialProcess>) =>
  screen({
    code: 'arrest_warrant',
    justification: 'felony warrant, robbery',
    judicialProcess: { ...PROCESS, ...change },
  });

describe('honest collocations', () => {
  test.each([
    'police officer assaulted',
    'justice center burglary',
    'ice cream truck robbery',
    'robbery in Federal Heights',
    'burglary on Border Street',
    'vehicle stolen from a clinic parking lot',
    'robbery on Federal Boulevard',
    'hit and run on black ice',
    'burglary at the ice rink',
    'field sobriety test refused, DUI driver fled',
    'truck stolen on a test drive from the dealership',
    'p.o.l.i.c.e. officer assaulted',
    'robbery suspect in custody',
    'homicide, victim services notified',
    'notice of robbery at the office of justice services',
  ])('`%s` has no finding beside notes', (text) => {
    const findings = ['violent_crime', 'stolen_vehicle', 'property_crime_felony', 'hit_and_run']
      .map((code) => about(text, code).filter(({ effect }) => effect !== 'note'))
      .sort((a, b) => a.length - b.length);
    expect(findings[0]).toEqual([]);
  });

  test.each([
    'ice cream truck robbery, ICE detainer',
    'ICE detainer, ice cream truck robbery',
    'robbery of ice cream truck for ICE',
    'Federal Heights homicide, assist ICE agents',
    'black ICE agent vehicle',
    'Border Street burglary, border patrol asked',
    'stolen car, D, I.C.E',
    'stolen car, D I C E',
  ])('`%s` is refused all the same', (text) => {
    expect(about(text)).toContainEqual(
      expect.objectContaining({ code: 'narrative_immigration', effect: 'deny' }),
    );
  });

  test('a description of a robber is noted, the same words without an event are refused as vague', () => {
    expect(about('armed robbery by a Hispanic male')).toMatchObject([
      { code: 'narrative_protected_class', effect: 'note', detail: 'race_or_origin' },
    ]);
    expect(about('Hispanic males')).toContainEqual(
      expect.objectContaining({ code: 'purpose_vague', effect: 'deny' }),
    );
  });
});

describe('vagueness', () => {
  test.each([
    ['inv', 'investigation_only'],
    ['Investagtion', 'investigation_only'],
    ['26-1849', 'number_or_plate_only'],
    ['8ABC123', 'nothing_stated'],
    ['John Smith', 'name_only'],
    ['Det. Kowalski', 'name_only'],
    ['asdfgh', 'unreadable'],
    ['...', 'unreadable'],
    ['\u200b\u200b', 'unreadable'],
    ['vehicle check', 'nothing_stated'],
  ])('`%s` is refused: %s', (text, detail) => {
    const [finding] = about(text);
    expect(finding).toMatchObject({ code: 'purpose_vague', effect: 'deny' });
    if (detail !== 'nothing_stated') expect(finding?.detail).toBe(detail);
  });

  test.each([undefined, '', '   '])('no justification (%j) is another rule’s matter', (justification) => {
    const purpose =
      justification === undefined ? { code: 'violent_crime' } : { code: 'violent_crime', justification };
    expect(screen(purpose)).toEqual([]);
  });

  test('what is not understood is held for a person, not passed', () => {
    expect(about('Zorblat near the fountain with quibbling Frumious')).toEqual([
      { code: 'purpose_vague', effect: 'review', detail: 'no_event' },
    ]);
  });

  test('a training search is refused as a pretext of the kind `training`', () => {
    expect(about('FTO training, robbery scenario')).toContainEqual(
      expect.objectContaining({
        code: 'narrative_pretext',
        effect: 'deny',
        detail: 'training',
      }),
    );
  });
});

describe('contradictions', () => {
  test('a speeding ticket under a stolen vehicle is refused twice: as minor traffic and as a contradiction', () => {
    expect([...new Set(codes('speeding ticket', 'stolen_vehicle'))]).toEqual([
      'narrative_minor_traffic',
      'purpose_contradiction',
    ]);
  });

  test('events of another kind than the purpose code hold the query', () => {
    expect(about('homicide suspect', 'stolen_vehicle')).toEqual([
      { code: 'purpose_contradiction', effect: 'review', detail: 'code_and_narrative' },
    ]);
    expect(about('stolen vehicle used in a homicide', 'stolen_vehicle')).toEqual([]);
  });

  test('an offense that is about something else than the narrative holds the query', () => {
    const offense = { system: 'nibrs', code: '240' } as const;
    expect(screen({ code: 'exigent_life_safety', offense, justification: 'suicidal female' })).toEqual([
      { code: 'purpose_contradiction', effect: 'review', detail: 'offense_and_narrative' },
    ]);
  });

  test('campus police after drug distribution are held, a sheriff is not', () => {
    const purpose = { code: 'drug_distribution', justification: 'fentanyl distribution' };
    expect(screen(purpose, 'campus_public')).toEqual([
      { code: 'purpose_contradiction', effect: 'review', detail: 'agency_class_and_code' },
    ]);
    expect(screen(purpose, 'sheriff')).toEqual([]);
  });

  test('campus police whose narrative tells of drugs alone are held under any purpose, beside a theft they are not', () => {
    const told = (justification: string) =>
      screen({ code: 'exigent_life_safety', justification }, 'campus_public').map(({ detail }) => detail);
    expect(told('fentanyl distribution')).toEqual(['agency_class_and_narrative']);
    expect(told('stolen vehicle with fentanyl inside')).toEqual([]);
    // A warrant is no deed beside it.
    expect(told('arrest warrant, fentanyl distribution')).toEqual(['agency_class_and_narrative']);
    expect(told('arrest warrant')).toEqual([]);
    expect(told('suicidal student left the dormitory')).toEqual([]);
  });

  test('a prosecutor who looks for a stolen vehicle is held, one who discloses in a filed theft is not', () => {
    const asks = (code: string) =>
      screen({ code, justification: 'motor vehicle theft' }, 'prosecutor').map(({ detail }) => detail);
    expect(asks('stolen_vehicle')).toEqual(['agency_class_and_code']);
    expect(asks('prosecution_discovery')).toEqual([]);
  });
});

describe('what stands behind a true crime', () => {
  const behind = (text: string) =>
    screen({ code: 'stolen_vehicle', justification: `stolen vehicle, ${text}` });

  test.each([
    ['watching who visits the clinic', 'review narrative_protected_class: visitors'],
    ['mosque attendee', 'review narrative_protected_class: visitors'],
    ["wife's car following her", 'review narrative_personal: relation_followed'],
    ['PI client pays', 'review narrative_personal: private_business'],
    ['noncitz', 'note narrative_immigration: immigration_status'],
    ['VWP violator', 'note narrative_immigration: immigration_status'],
    ['sans-papiers', 'note narrative_immigration: immigration_status'],
    ['rmvl ops', 'note narrative_immigration: immigration_enforcement'],
    ['GEO transport to Aurora facility', 'note narrative_immigration: immigration_enforcement'],
    ['OPLA', 'note narrative_immigration: federal_immigration_agency'],
  ])('counts: `%s` is %s', (text, finding) => {
    expect(behind(text).map(({ code, detail, effect }) => `${effect} ${code}: ${detail}`)).toContain(finding);
  });

  test.each([
    ...['suspect fled past the mosque', 'arson at the church'],
    ...[
      'taken by her boyfriend',
      "wife's car",
      'suspect following her',
      'roommate took the car without permission',
    ],
  ])('is let pass where it tells of the crime: `%s`', (text) => {
    expect(behind(text).filter(({ effect }) => effect !== 'note')).toEqual([]);
  });
});

describe('the name and the id of an officer', () => {
  const purpose = { code: 'violent_crime', justification: 'armed robbery' };
  const found = (name: string, id = 'off-7') =>
    screenWords({ purpose, onBehalfOf: { id, name, ori: 'CO0010000' as Ori } }).findings.flatMap(
      ({ code, detail }) => (code === 'purpose_contradiction' ? [] : `${code}: ${detail}`),
    );

  test.each([
    ['Lopez stalking my ex', 'narrative_personal: own_or_family'],
    ['Xqzt 7 stalking my ex', 'narrative_personal: own_or_family'],
    ['Lopez, checking on my wife', 'narrative_personal: own_or_family'],
    ['Lopez Border Patrol', 'narrative_immigration: federal_immigration_agency'],
    ['Lopez removal order', 'narrative_immigration: immigration_enforcement'],
    ['Lopez Planned Parenthood', 'narrative_protected_health: reproductive_care'],
  ])('state a prohibited purpose in several words: `%s`', (text, finding) => {
    expect(found(text)).toContain(finding);
    expect(found('Lopez', text.replaceAll(' ', '-'))).toContain(finding);
    expect(
      screenWords({ purpose, onBehalfOf: { id: text, name: text, ori: 'X' as Ori } }).findings,
    ).toContainEqual(expect.objectContaining({ effect: 'deny' }));
  });

  test.each([
    ...[
      'Ice',
      'Officer Ice',
      'ICE, AGENT MARIA',
      'Hsi Ero',
      'Maria Icenogle',
      'Judge Tenant',
      'Officer Friend',
    ],
    ...['My Van Nguyen', 'Mi Son Kim', 'Mỹ Sơn Lê', 'My Cat Tran', 'Roberto Patrol', 'Sgt. Customs', 'I. Ce'],
    ...[
      'Justice Hoa',
      'Aileen Migra',
      'Chester Favor',
      'Custody Jones',
      'J. Crush',
      'Repo Man',
      'Assist His',
      'Ero Denver',
    ],
  ])('are names: `%s`', (name) => {
    expect(found(name)).toEqual([]);
  });

  test.each(['I-247', 'i-205', 'A-12345678', 'ice-7', 'off-7 ', 'system:adams'])('are ids: `%s`', (id) => {
    expect(found('Maria Lopez', id)).toEqual([]);
  });

  test('are refused where they cannot be read to their end', () => {
    expect(found('\ufdfa'.repeat(128))).toEqual(['purpose_vague: unreadable']);
    expect(found('Lopez', '\ufdfa'.repeat(64))).toEqual(['purpose_vague: unreadable']);
  });
});

describe('what contradicts nothing', () => {
  test('a purpose that is refused anyway, or that nobody knows, has no contradiction besides', () => {
    for (const code of ['immigration_civil', 'traffic_infraction', 'no_such_purpose']) {
      expect(codes('ICE', code)).toEqual(['narrative_immigration']);
    }
  });

  test('a prohibited narrative under an approved purpose is refused as a contradiction too', () => {
    for (const text of [
      'ICE detainer',
      'speeding ticket',
      'checking on my wife',
      'abortion clinic patient',
    ]) {
      expect(about(text)).toContainEqual(
        expect.objectContaining({
          code: 'purpose_contradiction',
          effect: 'deny',
          detail: 'prohibited_narrative',
        }),
      );
    }
    expect(codes('FTO training, robbery scenario')).not.toContain('purpose_contradiction');
  });

  test.each([
    ['an unknown offense', { system: 'nibrs', code: '00Z' }, 'homicide'],
    ['an offense that fits', { system: 'nibrs', code: '120' }, 'armed robbery'],
    ['a warrant for any offense', { system: 'nibrs', code: '240' }, 'arrest warrant'],
    [
      'an offense of one purpose that fits among others',
      { system: 'nibrs', code: '13A' },
      'hit and run crash',
    ],
    ['an offense of no purpose', { system: 'nibrs', code: '09C' }, 'homicide'],
  ] as const)('%s', (_, offense, justification) => {
    for (const code of ['exigent_life_safety', 'arrest_warrant']) {
      expect(screen({ code, offense, justification })).toEqual([]);
    }
  });
});

describe('who asks', () => {
  test('counts for words of an officer and an approved purpose alone', () => {
    const findings = [{ code: 'purpose_vague', effect: 'review', detail: 'no_event' }] as const;
    const deeds = new Set(['drugs']);
    const held = { code: 'purpose_contradiction', effect: 'review', detail: 'agency_class_and_narrative' };
    expect(findingsFor({ findings, deeds }, 'exigent_life_safety', 'campus_public')).toEqual([
      ...findings,
      held,
    ]);
    expect(findingsFor({ findings }, 'exigent_life_safety', 'campus_public')).toBe(findings);
    expect(findingsFor({ findings }, 'drug_distribution', 'campus_public')).toBe(findings);
    expect(findingsFor({ findings, deeds }, 'exigent_life_safety', undefined)).toBe(findings);
    for (const code of ['traffic_infraction', 'no_such_purpose'])
      expect(findingsFor({ findings, deeds }, code, 'campus_public')).toBe(findings);
  });

  const asked = (justification: string, code = 'exigent_life_safety') =>
    screen({ code, justification }, 'campus_public').filter((finding) => finding.code !== 'purpose_vague');

  test('a narrative of nothing but what is out of character is held, beside anything else it is not', () => {
    expect(asked('fentanyl')).toEqual([
      { code: 'purpose_contradiction', effect: 'review', detail: 'agency_class_and_narrative' },
    ]);
    expect(asked('fentanyl, robbery')).toEqual([]);
    expect(asked('vehicle check')).toEqual([]);
  });
});

describe('honest phrases end where they end', () => {
  const findings = (text: string) =>
    about(text, 'exigent_life_safety').map(({ code, effect }) => `${effect} ${code}`);
  const IMMIGRATION = 'deny narrative_immigration';

  test.each([
    'robbery, assist ice. cream truck',
    'ice hold, robbery of ice cream truck',
    'robbery at the store, ice hold',
  ])('`%s` is refused: what stands apart is not spared', (text) => {
    expect(findings(text)).toContain(IMMIGRATION);
  });

  test.each(['robbery of ice cream truck', 'robbery, the ice cream truck', 'robbery, black ice on the road'])(
    '`%s` is spared',
    (text) => {
      expect(findings(text)).not.toContain(IMMIGRATION);
    },
  );

  test.each([
    ['robbery unit', false],
    ['the robbery unit', false],
    ['asked by the robbery unit of the county', false],
    ['robbery at the unit', true],
    ['robbery. unit', true],
    ['robbery unit, robbery', true],
    ['459 pc', true],
    ['26-459', false],
    ['459-26', false],
  ])('`%s` states an event: %j', (text, isEvent) => {
    expect(findings(text).some((finding) => finding.endsWith('purpose_vague'))).toBe(!isEvent);
  });

  test('a number within a case number begins a phrase all the same', () => {
    expect(findings('26-1325 violation, robbery')).toContain(IMMIGRATION);
    expect(findings('26-1325, robbery')).toEqual([]);
  });
});

describe('fields beside the justification', () => {
  test('the free text behind a value of the partner’s list is screened, the value itself is mapped elsewhere', () => {
    const codes = (dropDown: string) =>
      screen({ code: 'carjacking_robbery', justification: 'armed robbery', dropDown }).map(
        ({ code }) => code,
      );
    expect(codes('Robbery')).toEqual([]);
    expect(codes('Robbery - of a bank')).toEqual([]);
    expect(codes('Robbery - ICE detainer')).toContain('narrative_immigration');
    expect(codes('Robbery, Arson - assist FBI')).toContain('narrative_federal_assist');
  });

  test('a judge’s warrant has no finding', () => {
    expect(warrant({})).toEqual([]);
    expect(warrant({ court: 'United States District Court, District of Colorado' })).toEqual([]);
  });

  test.each([
    { court: 'U.S. Immigration Court, Denver' },
    { court: 'I.C.E. Denver' },
    { judge: 'Immigration Judge Doe' },
    { judge: 'Field Office Director' },
    { judge: 'deportation officer' },
    { docket: 'I-200' },
    { docket: 'A205123456' },
    { court: 'EOIR' },
  ])('%j is administrative process', (change) => {
    expect(warrant(change)).toContainEqual(
      expect.objectContaining({
        code: 'judicial_process_administrative',
        effect: 'deny',
        detail: 'issuer',
      }),
    );
  });

  test('an administrative warrant named in the narrative is refused as such', () => {
    expect(codes('robbery suspect, administrative warrant I-205', 'arrest_warrant')).toEqual(
      expect.arrayContaining(['narrative_immigration', 'judicial_process_administrative']),
    );
  });

  test('immigration agencies are recognised in the supervisor and the case number', () => {
    const justification = 'armed robbery';
    expect(screen({ code: 'violent_crime', justification, supervisor: 'SDDO Doe, ICE ERO' })).not.toEqual([]);
    expect(screen({ code: 'violent_crime', justification, caseNumber: 'HSI-26-00123' })).not.toEqual([]);
    expect(screen({ code: 'violent_crime', justification, supervisor: 'speeding ticket, training' })).toEqual(
      [],
    );
    const ordinary = { supervisor: 'Sgt. Police, Federal Heights', caseNumber: '26-00123' };
    expect(screen({ code: 'violent_crime', justification, ...ordinary })).toEqual([]);
  });
});

describe('phrases that run into each other', () => {
  const denied = (justification: string) =>
    screen({ code: 'property_crime_felony', justification }).some(({ effect }) => effect === 'deny');

  test.each([
    'robbery, check his A-number',
    'robbery, A-file check',
    "stolen car title 8's",
    'theft, 8 usc 1326s',
    'robbery, i-205s',
  ])('hide nothing: `%s`', (text) => {
    expect(denied(text)).toBe(true);
  });

  test.each([
    'illegal entry of a home, burglary',
    'illegal dumping mattress',
    'stolen in the 1990s',
    'theft of 8S12',
  ])('are no phrase where they are one thought, or a number of nothing: `%s`', (text) => {
    expect(denied(text)).toBe(false);
  });
});
