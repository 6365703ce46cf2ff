/** Who of the owner may do what: separation of duties. */
import { describe, expect, test } from '@jest/globals';
import { type AdministrativeAction, mayAdminister } from '../../sharing-rules/roles.ts';
import type { Role, Subject } from '../../sharing-rules/terms.ts';

type Asker = Parameters<typeof mayAdminister>[0];
const asker = (role: Role | null, changes: Partial<Asker> = {}): Asker => ({
  kind: 'system',
  personId: 'person-1',
  roles: role === null ? [] : [role],
  mfa: false,
  senderConstrained: true,
  ...changes,
});

/** What each role may do; everything else is refused. */
const ALLOWED: Readonly<Record<Role, readonly AdministrativeAction[]>> = {
  sharing_admin: [
    'change_agency',
    'propose_grant',
    'approve_grant',
    'revoke',
    'halt',
    'resume',
    'suspend_subject',
    'remove_client',
    'remove_person',
    'remove_issuer',
    'report_misuse',
    'read_registry',
    'read_log',
  ],
  reviewer: ['decide_review', 'report_misuse', 'read_registry', 'read_reviews'],
  auditor: ['complete_audit', 'report_misuse', 'read_registry', 'read_reviews', 'read_log'],
  chief: ['close_misuse', 'halt', 'report_misuse', 'read_registry', 'read_reviews', 'read_log'],
};
const ACTIONS = [...new Set(Object.values(ALLOWED).flat())];

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
});
