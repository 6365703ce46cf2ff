/** Who of the owner may do what: separation of duties. */
import { describe, expect, test } from '@jest/globals';
import type { Role, Subject } from '../../../sharing-rules/terms/asker.ts';
import {
  ADMINISTRATIVE_ACTIONS,
  type AdministrativeAction,
  effectOf,
  excludeEachOther,
  mayAdminister as judge,
  ROLES,
  reasonsOf,
} from '../../../sharing-rules/terms/roles.ts';

type Asker = Parameters<typeof judge>[0];
const NOW = Date.UTC(2026, 10, 27);
const MINUTE = 60_000;
const mayAdminister = (asker: Asker, action: AdministrativeAction, secondFactor: 'on' | 'off' = 'off') =>
  judge(asker, action, { secondFactor, now: NOW });
const asker = (role: Role | null, changes: Partial<Asker> = {}): Asker => ({
  kind: 'system',
  personId: 'person-1',
  roles: role === null ? [] : [role],
  mfa: false,
  senderConstrained: true,
  authenticatedAt: null,
  ...changes,
});

/** What each role may do; everything else is refused. */
const ALLOWED: Readonly<Record<Role, readonly AdministrativeAction[]>> = {
  sharing_admin: [
    'change_agency',
    'lower_agency',
    'propose_grant',
    'approve_grant',
    'withdraw_grant',
    'propose_agreement',
    'accept_agreement',
    'end_agreement',
    'revoke',
    'halt',
    'resume',
    'remove_witness',
    'suspend_subject',
    'reinstate_subject',
    'attest_subject',
    'remove_client',
    'let_answer_records',
    'lift_records_hold',
    'lift_caution',
    'remove_person',
    'remove_overseer',
    'suspend_person',
    'reinstate_person',
    'remove_issuer',
    'propose_identity',
    'approve_identity',
    'test_sign_in',
    'set_endpoint',
    'approve_endpoint',
    'propose_reads_source',
    'approve_reads_source',
    'end_reads_source',
    'set_up_exchange',
    'end_exchange',
    'order_sync',
    'read_jobs',
    'check_peer',
    'resume_asking',
    'report_misuse',
    'read_registry',
    'read_hits',
    'read_log',
    'propose_preservation',
    'approve_preservation',
    'renew_preservation',
    'end_preservation',
    'read_preservations',
  ],
  reviewer: [
    'approve_review',
    'refuse_review',
    'decide_hit',
    'lift_caution',
    'report_misuse',
    'read_registry',
    'read_reviews',
    'read_hits',
  ],
  auditor: [
    'check_peer',
    'read_misuse',
    'close_misuse',
    'complete_audit',
    'check_records',
    'report_misuse',
    'read_registry',
    'read_reviews',
    'read_hits',
    'read_log',
    'read_processes',
    'read_preservations',
  ],
  chief: [
    'halt',
    'suspend_person',
    'reinstate_person',
    'read_misuse',
    'close_misuse',
    'report_misuse',
    'read_registry',
    'read_reviews',
    'read_hits',
    'read_log',
    'read_processes',
    'read_preservations',
  ],
  records_clerk: [
    'make_evidence',
    'propose_preservation',
    'renew_preservation',
    'end_preservation',
    'read_preservations',
    'release_preserved',
  ],
  process_clerk: ['register_process', 'see_to_process', 'read_processes'],
};
const ACTIONS = ADMINISTRATIVE_ACTIONS;

describe('a role', () => {
  test.each(Object.entries(ALLOWED))('%s allows exactly what it is for', (role, allowed) => {
    for (const action of ACTIONS) {
      const expected = allowed.includes(action) ? 'allowed' : 'role_missing';
      expect([action, mayAdminister(asker(role as Role), action)]).toEqual([action, expected]);
    }
  });

  test('is needed for everything, reading included', () => {
    for (const action of ACTIONS) expect(mayAdminister(asker(null), action)).toBe('role_missing');
  });

  test('allows nothing that is not on the list', () => {
    for (const action of ['delete_log', 'constructor', '__proto__', 'toString']) {
      expect(mayAdminister(asker('sharing_admin'), action as AdministrativeAction)).toBe('role_missing');
    }
  });

  test('is held by a person: a token behind which there is none may do nothing', () => {
    for (const personId of [null, '']) {
      expect(mayAdminister(asker('sharing_admin', { personId }), 'halt')).toBe('person_unknown');
    }
  });

  test('is exercised with a second factor, or with a key that the client proves each time', () => {
    const person: Pick<Subject, 'kind'> = { kind: 'person' };
    expect(mayAdminister(asker('chief', { ...person, mfa: false }), 'read_log')).toBe('mfa_required');
    expect(mayAdminister(asker('chief', { ...person, mfa: true }), 'read_log')).toBe('allowed');
    expect(mayAdminister(asker('chief', { senderConstrained: false }), 'read_log')).toBe('mfa_required');
  });

  test('excludes every other of the same person: then it only takes rights away', () => {
    for (const one of ROLES) {
      expect(excludeEachOther([one])).toBe(false);
      for (const other of ROLES) if (one !== other) expect(excludeEachOther([one, other])).toBe(true);
    }
    const both = asker(null, { roles: ['sharing_admin', 'auditor'] });
    for (const action of ACTIONS) {
      const expected = ALLOWED.sharing_admin.includes(action) || ALLOWED.auditor.includes(action);
      const answer = effectOf(action) === 'withdraws' ? 'allowed' : 'roles_exclude';
      expect([action, mayAdminister(both, action)]).toEqual([action, expected ? answer : 'role_missing']);
    }
  });
});

/** Acts that raise a right; of what is not here, a key alone may do everything that its role may. */
const RAISING: readonly AdministrativeAction[] = [
  'change_agency',
  'approve_grant',
  'accept_agreement',
  'resume',
  'remove_witness',
  'reinstate_subject',
  'attest_subject',
  'remove_overseer',
  'reinstate_person',
  'let_answer_records',
  'lift_records_hold',
  'lift_caution',
  'approve_endpoint',
  'approve_reads_source',
  'approve_identity',
  'set_up_exchange',
  'approve_review',
  // It gives nobody a right, but reads leave with it.
  'make_evidence',
  'release_preserved',
  // They are kept for longer than the policy's thirty days.
  'approve_preservation',
  'renew_preservation',
  // What another agency says is believed again.
  'resume_asking',
];

describe('what raises a right', () => {
  const lately = { kind: 'person', mfa: true, authenticatedAt: NOW - 15 * MINUTE } as const;
  const roleOf = (action: AdministrativeAction) =>
    ROLES.find((role) => ALLOWED[role].includes(action)) as Role;

  test('is on the list, and the rest is not', () => {
    expect(ACTIONS.filter((action) => effectOf(action) === 'grants')).toEqual(
      expect.arrayContaining([...RAISING]),
    );
    expect(ACTIONS.filter((action) => effectOf(action) === 'grants')).toHaveLength(RAISING.length);
    expect(effectOf('unheard_of' as AdministrativeAction)).toBe('grants');
  });

  test.each(RAISING)('takes a person who signed in lately with a second factor: %s', (action) => {
    const judged = (changes: Partial<Asker>) => mayAdminister(asker(roleOf(action), changes), action, 'on');
    expect(judged({})).toBe('mfa_required');
    expect(judged(lately)).toBe('allowed');
    expect(judged({ ...lately, mfa: false })).toBe('mfa_required');
    expect(judged({ ...lately, authenticatedAt: NOW - 15 * MINUTE - 1 })).toBe('reauthentication_required');
    expect(judged({ ...lately, authenticatedAt: null })).toBe('reauthentication_required');
    expect(judged({ ...lately, kind: 'system' })).toBe('mfa_required');
  });

  test.each(RAISING)('takes a key alone where the owner has turned it off: %s', (action) => {
    expect(mayAdminister(asker(roleOf(action)), action, 'off')).toBe('allowed');
    const longAgo = { ...lately, authenticatedAt: 0 };
    expect(mayAdminister(asker(roleOf(action), longAgo), action, 'off')).toBe('allowed');
  });

  test('and what a person without it is told can be mended by a sign-in', () => {
    expect(reasonsOf('mfa_required')).toMatchObject([
      { code: 'mfa_required', clause: expect.stringMatching(/^CJISSECPOL IA-2/) },
    ]);
    expect(reasonsOf('reauthentication_required')).toMatchObject([{ code: 'reauthentication_required' }]);
    expect(reasonsOf('role_missing')).toEqual([]);
  });
});

describe('what raises none', () => {
  const others = ACTIONS.filter((action) => !RAISING.includes(action));
  test.each(others)('takes a key alone: %s', (action) => {
    const role = ROLES.find((each) => ALLOWED[each].includes(action)) as Role;
    expect(mayAdminister(asker(role), action, 'on')).toBe('allowed');
  });
});
