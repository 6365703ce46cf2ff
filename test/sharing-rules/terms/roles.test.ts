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

/** Lists what each role beside the administrators' may do; everything else is refused. */
const ALLOWED_OTHERS: Readonly<Record<Exclude<Role, 'sharing_admin'>, readonly AdministrativeAction[]>> = {
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
/** Lists what administrators share with other roles. What no other role may do is theirs alone. */
const SHARED: readonly AdministrativeAction[] = [
  'halt',
  'lift_caution',
  'suspend_person',
  'reinstate_person',
  'check_peer',
  'report_misuse',
  'read_registry',
  'read_hits',
  'read_log',
  'propose_preservation',
  'renew_preservation',
  'end_preservation',
  'read_preservations',
];
const ACTIONS = ADMINISTRATIVE_ACTIONS;
const ofOthers: readonly string[] = Object.values(ALLOWED_OTHERS).flat();
const ALLOWED: Readonly<Record<Role, readonly AdministrativeAction[]>> = {
  ...ALLOWED_OTHERS,
  sharing_admin: ACTIONS.filter((action) => SHARED.includes(action) || !ofOthers.includes(action)),
};

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

/**
 * Acts that raise a right, by their verb; of the rest, a key alone may do everything that its role may. Evidence and
 * preserved reads give nobody a right, but reads leave with them, or are kept for longer than thirty days.
 */
const RAISES =
  /^(accept|approve|attest|change|let|lift|make|reinstate|release|renew|resume|set_up)(_|$)|^remove_(overseer|witness)$/;
const RAISING = ACTIONS.filter((action) => RAISES.test(action));

describe('what raises a right', () => {
  const lately = { kind: 'person', mfa: true, authenticatedAt: NOW - 15 * MINUTE } as const;
  const roleOf = (action: AdministrativeAction) =>
    ROLES.find((role) => ALLOWED[role].includes(action)) as Role;

  test('is known by its verb, and the rest grants nothing', () => {
    expect(ACTIONS.filter((action) => effectOf(action) === 'grants')).toEqual(RAISING);
    expect(RAISING.length).toBeGreaterThan(20);
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
