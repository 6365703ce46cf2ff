/** Which fields of the officer's form each reason marks: those that its words ask to change. */
import { describe, expect, test } from '@jest/globals';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { faultsOf } from '../../../../gateway/pages/query-page/field-faults.ts';
import { QueryForm } from '../../../../gateway/pages/query-page/query-form.tsx';
import { REASON_CODES, type ReasonCode } from '../../../../sharing-rules/terms/decision.ts';
import { sentence } from '../../../../sharing-rules/terms/reasons.ts';
import { formsIn, readHtml } from '../../../setup/pages/read-html.ts';

const JUSTIFICATION: readonly ReasonCode[] = [
  ...(['purpose_vague', 'context_needs_review', 'narrative_immigration', 'narrative_minor_traffic'] as const),
  ...(['narrative_personal', 'narrative_protected_class', 'narrative_protected_health'] as const),
  ...(['narrative_federal_assist', 'narrative_pretext', 'narrative_unread'] as const),
];
/** All others mark nothing: what stands against the query is not in the form. */
const MARKED: Readonly<Partial<Record<ReasonCode, readonly string[]>>> = {
  ...Object.fromEntries(JUSTIFICATION.map((code) => [code, ['justification']])),
  ...{ purpose_missing: ['purpose'], purpose_not_approved: ['purpose'], purpose_not_in_grant: ['purpose'] },
  ...{ purpose_prohibited: ['purpose'], purpose_contradiction: ['purpose', 'justification'] },
  ...{ offense_unknown: ['offense'], offense_immigration: ['offense'], offense_minor_traffic: ['offense'] },
  ...{ offense_protected_health: ['offense'] },
  ...{ case_number_missing: ['caseNumber'], case_number_invalid: ['caseNumber'] },
  ...{ incident_missing: ['kind'], incident_contradiction: ['kind', 'vehicle'] },
  window_not_about_incident: ['from', 'to'],
  ...{ judicial_process_required: ['paper'], judicial_process_administrative: ['paper'] },
  ...{ window_too_old: ['from'], window_too_wide: ['from'], window_in_future: ['to'] },
  ...{ too_many_records: ['from'], plate_too_short: ['plate'], search_not_supported: ['match'] },
};

/** Names of the fields that a screen reader calls invalid. */
function markedBy(reason: { readonly code: string; readonly detail?: string; readonly found?: object[] }) {
  const faults = faultsOf({ reasons: [reason], members: {} });
  const form = { token: 't', key: 'k' };
  const html = renderToString(
    h(QueryForm, { typed: new URLSearchParams(), faults, reasons: [], form, now: Date.UTC(2026, 5, 1) }),
  );
  const { tags } = readHtml(html);
  expect(formsIn(readHtml(html), '/query')).toHaveLength(1);
  return tags.flatMap(({ attributes }) => (attributes['aria-invalid'] === 'true' ? [attributes.name] : []));
}

describe('a refusal in the officer’s form', () => {
  test.each(REASON_CODES)('%s marks what its words ask to change', (code) => {
    expect(markedBy({ code })).toEqual(MARKED[code] ?? []);
    // Words that speak of the justification mark it, unless a person reads the query first in any case.
    const speaksOfIt = /\bjustification\b/.test(sentence({ code }));
    if (speaksOfIt) expect(MARKED[code]).toContain('justification');
  });

  test.each([
    ['purpose_missing', 'offense', ['offense']],
    ['purpose_missing', 'supervisor', ['supervisor']],
    ['purpose_missing', 'justification', ['justification']],
    ['purpose_missing', 'code', ['purpose']],
    ['purpose_vague', 'too_short', ['justification']],
    ['purpose_not_approved', 'drop_down', []],
    ['purpose_prohibited', 'drop_down: immigration_civil', []],
    ['purpose_contradiction', 'prohibited_narrative', ['justification']],
    ['purpose_contradiction', 'offense_not_covered', ['offense']],
    ['purpose_contradiction', 'judicial_process_kind', ['paper']],
    ['incident_contradiction', 'stolen_vehicle: kind warrant', ['kind', 'vehicle']],
    ['incident_contradiction', 'case_differs', ['kind', 'offense', 'caseNumber', 'happened', 'place']],
    ['incident_needs_review', 'may_be_misdemeanor', ['grade']],
    ['incident_needs_review', 'at_scene', []],
    ['judicial_process_required', 'issued_on', ['issuedOn']],
    ['plate_too_short', 'partial_plate', ['match']],
    ['search_not_supported', 'plate_state', ['state']],
  ])('%s: %s marks %j', (code, detail, fields) => {
    expect(markedBy({ code, detail })).toEqual(fields);
  });

  test('marks the field in which the words stand that it names', () => {
    const found = [{ field: 'court', words: 'ice' }];
    expect(markedBy({ code: 'judicial_process_administrative', detail: 'issuer', found })).toEqual(['court']);
    expect(
      markedBy({ code: 'narrative_immigration', found: [{ field: 'supervisor', words: 'ice' }] }),
    ).toEqual(['supervisor']);
    // The officer's own name is not in the form.
    expect(markedBy({ code: 'narrative_immigration', found: [{ field: 'officer', words: 'ice' }] })).toEqual(
      [],
    );
  });

  test('marks nothing for a reason that this version does not know, and the fields that the API names', () => {
    expect(markedBy({ code: 'of_a_later_version' })).toEqual([]);
    const fields = { plate: 'Type the whole plate.' };
    expect(faultsOf({ reasons: [], members: { fields } })).toEqual(fields);
  });
});
