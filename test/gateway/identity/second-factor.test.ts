/** What counts as two factors (RFC 8176, CJISSECPOL IA-2). */
import { describe, expect, test } from '@jest/globals';
import { hasSecondFactor } from '../../../gateway/identity/second-factor.ts';

const ACCEPTED = ['https://refeds.org/profile/mfa'];

describe('two factors', () => {
  test.each([
    [['mfa']],
    [['pwd', 'otp']],
    [['pin', 'hwk']],
    [['fpt', 'pwd']],
    [['pwd', 'otp', 'mfa']],
    [['face', 'sc']],
  ])('%j', (amr) => expect(hasSecondFactor({ amr }, [])).toBe(true));
  test('an accepted acr', () => {
    expect(hasSecondFactor({ acr: ACCEPTED[0] as string }, ACCEPTED)).toBe(true);
  });
});

describe('not two factors', () => {
  test.each([
    [[]],
    [['pwd']],
    [['pwd', 'pin']],
    [['otp', 'hwk', 'swk']],
    [['fpt', 'face']],
    [['pwd', 'sms']],
    [['pwd', 'kba']],
    [['pwd', 'user']],
    [['pwd', 'MFA']],
    [['pwd', 'constructor', 'toString']],
  ])('%j', (amr) => expect(hasSecondFactor({ amr }, [])).toBe(false));
  test('an acr that nobody accepted, and none at all', () => {
    expect(hasSecondFactor({ acr: '2' }, ACCEPTED)).toBe(false);
    expect(hasSecondFactor({}, ACCEPTED)).toBe(false);
  });
});
