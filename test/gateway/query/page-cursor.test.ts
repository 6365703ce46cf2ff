import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  openCursor,
  type PageCursor,
  pageNamedBy,
  rebindCursor,
  requireUnexpired,
  sealCursor,
} from '../../../gateway/query/page-cursor.ts';
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
const open = (changes: Partial<typeof holder>) =>
  openCursor(sealCursor(cursor, key), key, { ...holder, ...changes });

describe('the cursor of a next page', () => {
  test('opens for whom it was made', () => {
    expect(open({})).toEqual(cursor);
  });

  test('opens for nobody else, by no other key, and for no other release', () => {
    const others = [
      { subject: { ...subject, personId: 'person-2' } },
      { subject: { ...subject, clientId: 'another' } },
      { subject: { ...subject, issuer: 'https://another.test' } },
      { keyThumbprint: 'another' },
      { follows: 'release-2' },
    ];
    const said =
      'not one of this query, or was given for another key than that of your token: send the query again ';
    for (const other of others) expect(() => open(other)).toThrow(said);
  });

  test('brings a page until its time is over', () => {
    expect(() => requireUnexpired(cursor, 999)).not.toThrow();
    expect(() => requireUnexpired(cursor, 1_000)).toThrow('has expired');
  });

  test('names the same page when it is sealed for another key of its client, and no other', () => {
    const another = { ...holder, keyThumbprint: 'another' };
    const rebound = openCursor(rebindCursor(sealCursor(cursor, key), key, 'another'), key, another);
    expect(pageNamedBy(rebound)).toEqual(pageNamedBy(cursor));
    const further = { ...cursor, position: { capturedAt: 1, readId: 'read-2' } };
    expect(pageNamedBy(further)).not.toEqual(pageNamedBy(cursor));
  });

  test('is of no use with a bit changed', () => {
    const sealed = Buffer.from(sealCursor(cursor, key), 'base64url');
    for (let at = 0; at < sealed.length; at += 7) {
      const bent = Buffer.from(sealed);
      bent[at] = (bent[at] as number) ^ 1;
      expect(() => openCursor(bent.toString('base64url'), key, holder)).toThrow('not one of this query');
    }
  });
});
