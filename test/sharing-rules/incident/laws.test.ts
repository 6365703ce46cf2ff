/** Laws of the incident that no list of cases can exhaust. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide, decideWith } from '../../../sharing-rules/decide.ts';
import { incidentRowOf } from '../../../sharing-rules/incident/table.ts';
import { boundToCase } from '../../../sharing-rules/rules/incident/bound-to-case.ts';
import { incidentStated } from '../../../sharing-rules/rules/incident/incident-stated.ts';
import { windowAboutIncident } from '../../../sharing-rules/rules/incident/window-about-incident.ts';
import { isOnlyContradiction, refusesWords } from '../../../sharing-rules/rules/purpose/reworded.ts';
import { RULES } from '../../../sharing-rules/rules.ts';
import {
  type DecisionInput,
  type Finding,
  REASON_CODES,
  type ReasonCode,
} from '../../../sharing-rules/terms/decision.ts';
import type { Incident, IncidentKind } from '../../../sharing-rules/terms/incident.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { anyInput } from '../random-input.ts';
import { CORPUS, inputOf } from '../read-corpus.ts';
import { NOW } from './stating.ts';

/** An incident may stand in for these. */
const SAYS_NOTHING: readonly ReasonCode[] = ['purpose_missing', 'purpose_vague', 'incident_missing'];
const OF_WORDS = REASON_CODES.filter((code) => code.startsWith('narrative_'));

const isOfIncident = (rule: unknown) =>
  [incidentStated, boundToCase, windowAboutIncident].some((one) => one === rule);

const anyIncident = (code: string): fc.Arbitrary<Incident> =>
  fc
    .record({
      of: fc.constantFrom(
        ...[...(incidentRowOf(code)?.kinds ?? [['offense', { permit: ['stolen'] }] as const])].flatMap(
          ([kind, { permit }]) => permit.map((vehicle) => ({ kind: kind as IncidentKind, vehicle }) as const),
        ),
      ),
      ago: fc.integer({ min: 0, max: 20 * 86_400_000 }),
      place: fc.constantFrom({ city: 'Aurora' }, { county: 'Adams' }, { state: 'WY' }),
      reportedBy: fc.constantFrom('victim', 'officer', 'camera', 'other_agency'),
      grade: fc.constantFrom('felony', 'misdemeanor'),
    })
    .map(
      ({ ago, of, ...facts }) =>
        ({ ...of, ...facts, occurred: { from: NOW - ago }, affirmed: true }) as Incident,
    );

const withPurpose = (input: DecisionInput, changes: object): DecisionInput => ({
  ...input,
  query: { ...input.query, purpose: { ...input.query.purpose, ...changes } },
});

/** Any input with an incident that its purpose takes, and with an offense, so that it is whole. */
const withIncident = (input: DecisionInput): fc.Arbitrary<DecisionInput> =>
  anyIncident(input.query.purpose.code).map((incident) => {
    const { offense = { system: 'nibrs', code: '240' } } = input.query.purpose;
    return withPurpose(input, { incident, offense });
  });

const pairOf = (input: DecisionInput) => withIncident(input).map((stated) => ({ input, stated }));
const anyPair = anyInput.chain(pairOf);
const denials = (input: DecisionInput) =>
  decide(input)
    .reasons.filter(({ effect }) => effect === 'deny')
    .map(({ code }) => code);

describe('an incident', () => {
  test('turns no prohibition into a permit: each stays, whatever is stated', () => {
    let prohibited = 0;
    fc.assert(
      fc.property(anyPair, ({ input, stated }) => {
        const stays = denials(input).filter((code) => !SAYS_NOTHING.includes(code));
        if (stays.length === 0) return;
        prohibited += 1;
        expect(decide(stated).effect).toBe('deny');
        expect(denials(stated)).toEqual(expect.arrayContaining(stays));
      }),
      { numRuns: 500 },
    );
    expect(prohibited).toBeGreaterThan(100);
  });

  test('lifts no hold', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyPair, ({ input, stated }) => {
        const isHeld = decide(input).reasons.some(
          ({ code, effect }) => effect === 'review' && !SAYS_NOTHING.includes(code),
        );
        seen += Number(isHeld && decide(input).effect === 'review');
        if (isHeld) expect(decide(stated).effect).not.toBe('permit');
      }),
      { numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(5);
  });

  test('that is whole is judged as if nothing vague had been said, and vague words beside it are read by a person', () => {
    const vague = { code: 'purpose_vague', effect: 'deny', detail: 'one_word' } as const;
    const rowsWithoutWords = anyPair.filter(
      ({ input }) => incidentRowOf(input.query.purpose.code)?.words === false,
    );
    let released = 0;
    fc.assert(
      fc.property(rowsWithoutWords, ({ stated }) => {
        const clear = { ...stated, findings: stated.findings.filter(({ code }) => code !== 'purpose_vague') };
        const wordless = withPurpose(clear, { justification: undefined });
        const written = withPurpose(
          { ...clear, findings: [...clear.findings, vague] },
          { justification: 'car' },
        );
        const [silent, judged] = [decide(wordless), decide({ ...written, approval: null })];
        released += Number(silent.effect === 'permit');
        expect(judged.effect).toBe(silent.effect === 'permit' ? 'review' : silent.effect);
        expect(decide({ ...written, approval: { lifts: ['purpose_vague'] } })).toEqual(
          decide({ ...wordless, approval: { lifts: ['purpose_vague'] } }),
        );
      }),
      { numRuns: 400 },
    );
    expect(released).toBeGreaterThan(5);
  });

  test('lets no words pass that did not pass without it, but for a line that was asked for', () => {
    const anyFinding = fc.record({
      code: fc.constantFrom(...(['context_needs_review', 'purpose_vague'] as const), ...OF_WORDS),
      effect: fc.constantFrom('deny', 'review'),
    });
    let objected = 0;
    fc.assert(
      fc.property(anyPair, anyFinding, ({ stated }, finding) => {
        const clear = { ...stated, findings: [], approval: null };
        const isAskedFor = incidentRowOf(stated.query.purpose.code)?.words === true;
        if (decide(clear).effect !== 'permit' || (isAskedFor && finding.code === 'purpose_vague')) return;
        objected += 1;
        expect(decide({ ...clear, findings: [finding as Finding] }).effect).not.toBe('permit');
      }),
      { numRuns: 500 },
    );
    expect(objected).toBeGreaterThan(5);
  });

  test('of a refused purpose says nothing, and asks for nothing', () => {
    const anyRefused = fc.constantFrom(...PURPOSES.filter(({ answer }) => answer !== 'approved'));
    const anyOfRefused = fc
      .tuple(anyInput, anyRefused)
      .map(([input, { code }]) => withPurpose(input, { code }))
      .chain(pairOf);
    fc.assert(
      fc.property(anyOfRefused, ({ input, stated }) => {
        const { offense } = stated.query.purpose;
        expect(decide(withPurpose(stated, { offense: undefined })).reasons).toEqual(
          decide(withPurpose(input, { offense: undefined })).reasons,
        );
        expect(decide(stated)).toEqual(decide(withPurpose(input, { offense })));
      }),
    );
  });
});

describe('after a refusal', () => {
  const LISTED: readonly ReasonCode[] = [
    ...OF_WORDS,
    ...(['purpose_prohibited', 'offense_immigration', 'offense_protected_health'] as const),
    'incident_contradiction',
  ];

  test('every code of the list is remembered, and no other alone', () => {
    const remembered = REASON_CODES.filter((code) => refusesWords([{ code, effect: 'deny' }]));
    expect([...remembered].sort()).toEqual([...LISTED].sort());
    for (const code of LISTED) expect(refusesWords([{ code, effect: 'review' }])).toBe(false);
  });

  test('what was only missing or vague leaves nothing behind', () => {
    fc.assert(
      fc.property(fc.subarray([...SAYS_NOTHING]), (codes) => {
        expect(refusesWords(codes.map((code) => ({ code, effect: 'deny' }) as const))).toBe(false);
      }),
    );
  });

  test('nothing is permitted with other words, another purpose or other facts', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyPair, fc.constantFrom('first', 'colleague', undefined), ({ stated }, rewording) => {
        const asked = { ...stated, approval: null, refusedBefore: true, ...(rewording && { rewording }) };
        const { refusedBefore: _, rewording: __, ...unhindered } = asked;
        seen += Number(decide(unhindered).effect === 'permit');
        expect(decide(asked).effect).not.toBe('permit');
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(3);
  });

  test('only a contradiction that stands alone may be a slip', () => {
    const slip = { code: 'incident_contradiction', effect: 'deny' } as const;
    expect(isOnlyContradiction([slip, { code: 'purpose_missing', effect: 'deny' }])).toBe(true);
    for (const code of LISTED.filter((one) => one !== 'incident_contradiction'))
      expect(isOnlyContradiction([slip, { code, effect: 'deny' }])).toBe(false);
  });
});

describe('a query without an incident, as partners send it today', () => {
  const rest = RULES.filter((rule) => !isOfIncident(rule));

  test('is decided as before: what is new stands beside a refusal for saying nothing', () => {
    const isAsBefore = (input: DecisionInput) => {
      const { reasons, ...now } = decide(input);
      const before = decideWith(rest, input);
      const kept = reasons.filter(({ code }) => code !== 'incident_missing');
      expect({ ...now, reasons: kept }).toEqual(before);
      if (kept.length < reasons.length)
        expect(kept.some(({ code }) => code === 'purpose_missing' || code === 'purpose_vague')).toBe(true);
    };
    for (const item of [...CORPUS.values()].flat()) {
      const { caseHistory: _, ...input } = inputOf(item);
      const { limits, query } = input;
      if (query.purpose.incident === undefined && limits.windowWithoutIncident === undefined)
        isAsBefore(input);
    }
    fc.assert(fc.property(anyInput, isAsBefore), { numRuns: 400 });
  });
});
