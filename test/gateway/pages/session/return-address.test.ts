/** After a sign-in nobody is sent to another host (CWE-601), however it is written. */
import { describe, expect, test } from '@jest/globals';
import { returnAddress } from '../../../../gateway/pages/session/return-address.ts';

describe('where somebody goes on after signing in', () => {
  test.each([
    '/console',
    '/console/agencies/CO0010000',
    '/console/agencies?name=Adams&after=x',
    '/query',
    '/query/held/5d0d6a6e-0a53-4f2c-9d5b-0d1d5c7a7a11',
  ])('is the page that was asked for: %s', (given) => {
    expect(returnAddress(given)).toBe(given);
  });

  test.each(['/transparency', '/docs', '/docs/officers', '/docs?q=grant'])(
    'is the public page that it began at, which says that somebody has signed in: %s',
    (given) => {
      expect(returnAddress(given)).toBe(`${given}#signed-in`);
      expect(returnAddress(returnAddress(given))).toBe(returnAddress(given));
    },
  );

  test.each([
    'https://evil.example/console',
    '//evil.example/console',
    '///evil.example/console',
    '/\\evil.example/console',
    '\\\\evil.example',
    '/console//evil.example',
    '/console\\..\\..\\evil.example',
    '/console/../..//evil.example',
    '/console/../sign-out',
    '/console/%2e%2e/sign-out',
    '/console/%2e%2e/%2e%2e/evil',
    '/consoles',
    '/console@evil.example',
    '/console.evil.example',
    'console',
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    '/\t/evil.example',
    '/console\r\nLocation: https://evil.example',
    '/console\u0000',
    '\u0020/console',
    'data:text/html,x',
    'http:/console',
    '/sign-in?return=/console',
    '/transparency.json',
    '/docs/../sign-out',
    '/docs//evil.example',
    '/CONSOLE',
    '/query/../../console/../v1/queries',
    '',
    `/console/${'a'.repeat(2_000)}`,
    ['/console', '//evil.example'],
    { toString: () => '//evil.example' },
    undefined,
    null,
    7,
  ])('is the console for anything else: %j', (given) => {
    expect(returnAddress(given)).toBe('/console');
  });

  test('stays one of our pages where a browser would resolve it to another', () => {
    for (const given of ['/console/../query', '/query/%2e%2e/console']) {
      expect(new URL(returnAddress(given), 'https://gateway.invalid').pathname).toMatch(
        /^\/(console|query)$/,
      );
    }
  });
});
