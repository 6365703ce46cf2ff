/** The document of an agreement: one id for everybody, and faults that name the member and what to write. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../../../gateway/audit/canonical-json.ts';
import { verifierKey } from '../../../../gateway/audit/signed-note.ts';
import { parsedBody } from '../../../../gateway/http/parse-body.ts';
import { validateSignedAgreement } from '../../../../gateway/network/agreements/agreement.schema.ts';
import {
  type Agreement,
  agreementId,
  checkDocument,
  type Party,
  sidesOf,
  type Terms,
} from '../../../../gateway/network/agreements/agreement-document.ts';

const logKey = (name: string) => verifierKey(name, generateKeyPairSync('ed25519').publicKey);
const party = (ori: string, host: string): Party => ({
  ...{ ori, name: `Police of ${host}`, resource: `https://${host}`, issuer: `https://id.${host}` },
  logKey: logKey(`${host}/log`),
});
const gives: Terms = {
  ...{ purposes: ['stolen_vehicle'], dataClasses: ['reads'], lookBackDays: 30, dailyRecords: 500 },
  ...{ retentionDays: 30, officerMfa: true },
};
const agreement: Agreement = {
  type: 'alpr-agreement/v1',
  parties: [party('CO0010300', 'c3.example.gov'), party('CO0010100', 'aurora.example.gov')],
  gives: { CO0010300: gives, CO0010100: gives },
  article74: true,
  from: '2026-12-01T00:00:00Z',
  until: '2027-12-01T00:00:00Z',
};

describe('the id of an agreement', () => {
  test('is the same in whatever order its members stand, and another for any other content', () => {
    const turned = Object.fromEntries(Object.entries(agreement).reverse()) as unknown as Agreement;
    expect(agreementId(turned)).toBe(agreementId(agreement));
    expect(agreementId(agreement)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(agreementId({ ...agreement, until: '2027-12-02T00:00:00Z' })).not.toBe(agreementId(agreement));
    const swapped = { ...agreement, parties: [agreement.parties[1], agreement.parties[0]] } as const;
    expect(agreementId(swapped)).not.toBe(agreementId(agreement));
  });
});

describe('a malformed agreement is refused by the member, and told what to write:', () => {
  const read = (changed: object) => {
    const body = { agreement: { ...agreement, ...changed }, note: 'note' };
    const { agreement: parsed } = parsedBody(Buffer.from(canonicalJson(body)), validateSignedAgreement);
    checkDocument(parsed);
    return parsed;
  };
  const with2nd = (changed: object) => ({
    parties: [agreement.parties[0], { ...agreement.parties[1], ...changed }],
  });

  test('a log key of small order, for which anybody can sign', () => {
    const name = 'aurora.example.gov/log';
    const spki = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
    const weak = Buffer.concat([spki.subarray(0, 12), Buffer.alloc(32, 0).fill(1, 0, 1)]);
    const key = verifierKey(name, createPublicKey({ key: weak, format: 'der', type: 'spki' }));
    expect(() => read(with2nd({ logKey: key }))).toThrow(/parties\.1\.logKey/);
  });

  test('a whole one is not', () => {
    expect(read({})).toEqual(agreement);
    expect(read({ gives: { CO0010100: gives } }).gives).toEqual({ CO0010100: gives });
  });

  test('no word on article 74', () => {
    const { article74: _, ...rest } = agreement;
    const body = Buffer.from(canonicalJson({ agreement: rest, note: 'note' }));
    expect(() => parsedBody(body, validateSignedAgreement)).toThrow(/`agreement` lacks `article74`: add it/);
  });

  test.each([
    ['another type', { type: 'alpr-agreement/v2' }, /`agreement.type` must be one of: alpr-agreement\/v1/],
    ['one party', { parties: [agreement.parties[0]] }, /`agreement.parties` must have at least 2 items/],
    ['an ORI in small letters', with2nd({ ori: 'co0010100' }), /`agreement.parties.1.ori`/],
    ['the same party twice', with2nd({ ori: 'CO0010300' }), /`parties.1.ori` .* write two agencies/],
    ['an address without TLS', with2nd({ resource: 'http://a.example' }), /`parties.1.resource` must begin/],
    ['an issuer with a query', with2nd({ issuer: 'https://a.example?x=1' }), /`parties.1.issuer` may have/],
    ['a log key of no log', with2nd({ logKey: 'a.example+00000000+AAAA' }), /`parties.1.logKey` must be/],
    ['a name that hides', with2nd({ name: 'Aurora\u202e' }), /`agreement.parties.1.name` must be one line/],
    ['what a stranger gives', { gives: { CO0010200: gives } }, /`gives` has a member/],
    ['nothing given', { gives: {} }, /`agreement.gives`/],
    [
      'a purpose that nobody may state',
      { gives: { CO0010100: { ...gives, purposes: ['traffic'] } } },
      /purposes/,
    ],
    [
      'officers without a second factor',
      { gives: { CO0010100: { ...gives, officerMfa: false } } },
      /officerMfa/,
    ],
    ['article 74 denied', { article74: false }, /`agreement.article74`/],
    ['an end before its beginning', { until: '2026-11-30T00:00:00Z' }, /`until` must be later/],
    ['a member too many', { note: 'x' }, /unknown field `note`: remove it/],
  ])('%s', (_, changed, fault) => {
    expect(() => read(changed)).toThrow(fault);
  });
});

describe('the parties', () => {
  test('are told apart by the owner’s ORI, wherever they stand', () => {
    const { own, other } = sidesOf(agreement, 'CO0010100');
    expect([own.ori, other.ori]).toEqual(['CO0010100', 'CO0010300']);
    expect(() => sidesOf(agreement, 'CO0010200')).toThrow(/`parties` has no party CO0010200/);
  });
});
