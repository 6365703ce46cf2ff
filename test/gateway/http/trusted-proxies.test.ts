/** Settings that are checked against each other, or whose old form would now mean something else. */
import { describe, expect, test } from '@jest/globals';
import type { ConfigError } from '../../../gateway/settings/config.ts';
import { readConfig } from '../../../gateway/settings/read-config.ts';

const GOOD = {
  DATABASE_URL: 'postgres://gateway@127.0.0.1/gateway',
  READS_DATABASE_URL: 'postgres://reads@127.0.0.1/reads',
  PUBLIC_URL: 'https://gateway.example',
  LOG_ORIGIN: 'gateway.example/log',
};

function faultsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig({ ...GOOD, ...environment });
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
}

describe('TRUSTED_PROXIES', () => {
  test.each([
    ['', []],
    ['10.0.0.5', ['10.0.0.5']],
    ['10.0.0.0/24, 192.0.2.7,fd00::/8', ['10.0.0.0/24', '192.0.2.7', 'fd00::/8']],
  ])('may be `%s`', (text, expected) => {
    expect(readConfig({ ...GOOD, TRUSTED_PROXIES: text }).trustedProxies).toEqual(expected);
  });

  test.each([
    '0',
    '1',
    'proxy.example',
    '10.0.0.0/0',
    '10.0.0.0/33',
    '10.0.0.5/24/8',
    '::/0',
    '10.0.0.5,',
    'true',
  ])('is refused as `%s`, with what to write', (text) => {
    expect(faultsOf({ TRUSTED_PROXIES: text })).toEqual([
      expect.stringMatching(/^TRUSTED_PROXIES must be addresses, e\.g\. 10\.0\.0\.5 or 10\.0\.0\.0\/24/),
    ]);
  });
});

describe('CLIENT_CERTIFICATE_HEADER', () => {
  test('without the proxies that set it is a fault', () => {
    expect(faultsOf({ CLIENT_CERTIFICATE_HEADER: 'Client-Cert' })).toEqual([
      'CLIENT_CERTIFICATE_HEADER is believed only from proxies that you name: set TRUSTED_PROXIES',
    ]);
  });

  test('with them is none', () => {
    const both = { CLIENT_CERTIFICATE_HEADER: 'Client-Cert', TRUSTED_PROXIES: '10.0.0.5' };
    expect(faultsOf(both)).toEqual([]);
  });
});

test('every fault is listed at once', () => {
  expect(faultsOf({ PORT: 'x', TRUSTED_PROXIES: '2', MAX_TOKEN_SECONDS: '1' })).toHaveLength(3);
});
