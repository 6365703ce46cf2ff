import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { openCursor, type PageCursor, sealCursor } from '../../../gateway/query/page-cursor.ts';
import { partnerSystem, stolenVehicleQuery } from '../../setup/database/sharing-fixture.ts';

const key = randomBytes(32);
const subject = partnerSystem(7, { kind: 'person', personId: 'person-1' });
const cursor: PageCursor = {
  follows: 'release-1',
  query: stolenVehicleQuery(),
  position: { capturedAt: 1, readId: 'read-1' },
  issuer: subject.issuer,
  clientId: subject.clientId,
  personId: subject.personId,
  keyThumbprint: 'thumbprint',
  heldId: null,
  grantId: 'grant-1',
  epoch: 3,
  expiresAt: 1_000,
};
const holder = { subject, keyThumbprint: 'thumbprint', follows: 'release-1' };
const open = (changes: Partial<typeof holder>, now = 999) =>
  openCursor(sealCursor(cursor, key), key, { ...holder, ...changes }, now);

describe('the cursor of a next page', () => {
  test('opens for whom it was made', () => {
    expect(open({})).toEqual(cursor);
  });

  test('opens for nobody else, by no other key, for no other release, and not too late', () => {
    const others = [
      { subject: { ...subject, personId: 'person-2' } },
      { subject: { ...subject, clientId: 'another' } },
      { subject: { ...subject, issuer: 'https://another.test' } },
      { keyThumbprint: 'another' },
      { follows: 'release-2' },
    ];
    for (const other of others) expect(() => open(other)).toThrow('not one of this query');
    expect(() => open({}, 1_000)).toThrow('expired');
  });

  test('is of no use with a bit changed', () => {
    const sealed = Buffer.from(sealCursor(cursor, key), 'base64url');
    for (let at = 0; at < sealed.length; at += 7) {
      const bent = Buffer.from(sealed);
      bent[at] = (bent[at] as number) ^ 1;
      expect(() => openCursor(bent.toString('base64url'), key, holder, 999)).toThrow('not one of this query');
    }
  });
});
