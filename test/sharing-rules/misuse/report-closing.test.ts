/** Who closes a report of misuse: the Chief, and of the Chief an auditor who did not write it. */
import { describe, expect, test } from '@jest/globals';
import { closerOf, mayClose } from '../../../sharing-rules/misuse/report-closing.ts';

describe('a report of misuse', () => {
  const chief = { personId: 'chief', roles: ['chief'] };
  const auditor = { personId: 'auditor', roles: ['auditor'] };
  const admin = { personId: 'admin', roles: ['sharing_admin'] };

  test('is closed by the Chief, whether a person or the gateway wrote it, and by nobody else', () => {
    for (const openedBy of [null, 'chief', 'auditor']) {
      const report = { closer: closerOf([]), concerns: 'admin', openedBy };
      expect([chief, auditor, admin].map((who) => mayClose(report, who))).toEqual([
        'allowed',
        'role_missing',
        'concerned',
      ]);
    }
    expect(closerOf(['auditor'])).toBe('chief');
  });

  test('about the Chief is closed by an auditor: not by one who wrote it, nor by another who holds the Chief’s role', () => {
    const report = { closer: closerOf(['chief']), concerns: 'chief', openedBy: 'admin' };
    const deputy = { personId: 'deputy', roles: ['chief'] };
    expect([chief, deputy, auditor, admin].map((who) => mayClose(report, who))).toEqual([
      'concerned',
      'role_missing',
      'allowed',
      'role_missing',
    ]);
    expect(mayClose({ ...report, openedBy: 'auditor' }, auditor)).toBe('reporter');
    expect(mayClose({ ...report, openedBy: 'auditor' }, { ...auditor, personId: 'second' })).toBe('allowed');
  });
});
