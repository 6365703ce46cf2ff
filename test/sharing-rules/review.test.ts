/** What a reviewer's word lifts, and how long it stands. */
import { describe, expect, test } from '@jest/globals';
import {
  differencesOf,
  liftedBy,
  mayReview,
  maySeeTo,
  needsDocument,
  standsFor,
  waitsForReviewer,
} from '../../sharing-rules/review.ts';
import { refusesWords } from '../../sharing-rules/rules/purpose/reworded.ts';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import { decideAttestation, papersOf } from '../../sharing-rules/terms/attestation.ts';
import type { JudicialProcess } from '../../sharing-rules/terms/query.ts';
import { reason } from '../../sharing-rules/terms/reasons.ts';

const HELD = [
  reason('plate_too_short', 'review', 'partial_plate'),
  reason('judicial_process_unverified', 'review'),
];

describe('a reviewer', () => {
  test('lifts exactly what the query was held for, never a denial, and a court’s document only by reading it', () => {
    expect(liftedBy([...HELD, reason('window_too_old', 'deny')])).toEqual({ lifts: ['plate_too_short'] });
    expect([needsDocument(HELD), needsDocument(HELD.slice(0, 1))]).toEqual([true, false]);
    expect(needsDocument([reason('judicial_process_unverified', 'deny')])).toBe(false);
  });

  test('is waited for by queries for reads alone, and only where one has to look', () => {
    const classes = ['reads', 'hits', 'hot_lists'] as const;
    const waiting = (effect: 'permit' | 'review' | 'deny') =>
      classes.filter((dataClass) => waitsForReviewer({ effect }, dataClass));
    expect([waiting('review'), waiting('permit'), waiting('deny')]).toEqual([['reads'], [], []]);
  });

  test('is never the person who asked, nor sees to a report about themselves', () => {
    expect(mayReview({ requesterPersonId: 'a', reviewerPersonId: 'a' })).toBe(false);
    expect(mayReview({ requesterPersonId: 'b', reviewerPersonId: 'a' })).toBe(true);
    expect(mayReview({ requesterPersonId: null, reviewerPersonId: 'a' })).toBe(true);
    expect([maySeeTo({ concerns: 'a', personId: 'a' }), maySeeTo({ concerns: null, personId: 'a' })]).toEqual(
      [false, true],
    );
  });
});

describe('an approval', () => {
  const bounds = { queryHash: 'hash', personId: null, officerId: 'officer', rulesRevision: 'rules' };
  const given = { expiresAt: 100, approverStands: true };
  const stands = (changes: object) => standsFor({ ...bounds, ...given }, { ...bounds, now: 99, ...changes });

  test('stands for that query, officer and revision, until it expires', () => {
    expect(stands({})).toBe(true);
  });

  test.each([
    ['another query', { queryHash: 'other' }],
    ['another officer', { officerId: 'other' }],
    ['another person', { personId: 'p-2' }],
    ['no officer', { officerId: null }],
    ['other rules', { rulesRevision: 'other' }],
    ['the moment it expires', { now: 100 }],
  ])('does not stand for %s', (_what, changes) => {
    expect(stands(changes)).toBe(false);
  });

  test('of an officer beyond the roster stands for that query and person, with a row made since or none', () => {
    const beyond = { ...bounds, ...given, personId: 'p-1', officerId: null };
    const now = { ...bounds, personId: 'p-1', now: 1 };
    expect(standsFor(beyond, now)).toBe(true);
    expect(standsFor(beyond, { ...now, officerId: null })).toBe(true);
    expect(standsFor(beyond, { ...now, personId: 'p-2' })).toBe(false);
    expect(standsFor(beyond, { ...now, queryHash: 'other' })).toBe(false);
  });

  test('of a reviewer who was removed since stands for nothing', () => {
    expect(standsFor({ ...bounds, ...given, approverStands: false }, { ...bounds, now: 1 })).toBe(false);
  });
});

describe('a court’s document', () => {
  const given: JudicialProcess = {
    kind: 'court_order',
    court: 'District Court',
    docket: '2026CR1',
    judge: 'Judge  Example',
    issuedOn: '2026-01-15',
  };
  const { kind: _, ...facts } = given;
  const seen = { ...facts, documentSha256: 'ab', affirmation: true };

  test('bears the query out whatever its spelling of case and spaces', () => {
    expect(differencesOf(given, { ...seen, judge: 'JUDGE EXAMPLE', court: 'district  court' })).toEqual([]);
  });

  test.each([
    ['court', { court: 'Federal Court' }],
    ['docket', { docket: '2026CR2' }],
    ['judge', { judge: 'Another' }],
    ['issuedOn', { issuedOn: '2026-01-16' }],
    ['affirmation', { affirmation: false }],
  ])('that differs in %s does not', (name, changes) => {
    expect(differencesOf(given, { ...seen, ...changes })).toEqual([name]);
  });

  test('must be the one of which the officer gave the hash, affirmed, and there at all', () => {
    expect(differencesOf({ ...given, documentSha256: 'cd' }, seen)).toEqual(['documentSha256']);
    expect(differencesOf({ ...given, documentSha256: 'ab' }, seen)).toEqual([]);
    expect(differencesOf({ ...given, affirmation: false }, seen)).toEqual(['affirmation']);
    expect(differencesOf(undefined, seen)).toEqual(['judicialProcess']);
  });
});

describe('a refusal', () => {
  test('is of words where the justification was denied, not where a number was missing', () => {
    expect(refusesWords([reason('narrative_personal', 'deny', 'family')])).toBe(true);
    expect(refusesWords([reason('narrative_protected_class', 'review', 'event')])).toBe(false);
    expect(refusesWords([reason('case_number_missing', 'deny')])).toBe(false);
  });
});

describe('an attestation', () => {
  const agency = { oris: ['CO0010000' as Ori, 'CO0010001' as Ori] };
  const attested = { employerOri: 'CO0010001', federalDetail: false, trainedOn: 0 };

  test('bars an officer of another employer, or lent to a federal task force', () => {
    const details = (changes: object) =>
      decideAttestation(agency, { ...attested, ...changes }).map(({ detail }) => detail);
    expect(details({})).toEqual([]);
    expect(details({ employerOri: 'COFBIDN00' })).toEqual(['attested_employer']);
    expect(details({ federalDetail: true })).toEqual(['federal_detail']);
  });

  test('runs out after a year, training after two', () => {
    const day = 86_400_000;
    const papers = (attestedAt: number | null, trainedOn: number | null) =>
      papersOf({ attestedAt, trainedOn }, 0);
    expect(papers(null, null)).toBe('attestation_missing');
    expect(papers(-365 * day, -730 * day)).toBe('current');
    expect(papers(-365 * day - 1, 0)).toBe('attestation_expired');
    expect(papers(0, -730 * day - 1)).toBe('training_expired');
  });
});
