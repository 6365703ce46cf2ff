/** What is secret, or decides about rights, goes over TLS, or does not leave this machine. */
import { describe, expect, test } from '@jest/globals';
import { isSecureUrl } from '../../../gateway/settings/secure-url.ts';

const isSecure = (url: string) => isSecureUrl(new URL(url));

describe('an address', () => {
  test.each([
    'https://gateway.example',
    'https://10.0.0.5:8443/alpr',
    'http://127.0.0.1:8080',
    'http://127.1',
    'http://localhost:3000/jwks',
    'http://[::1]:8080',
    'http://[::ffff:127.0.0.1]',
  ])('%s is secure: over TLS, or of this machine', (url) => {
    expect(isSecure(url)).toBe(true);
  });

  test.each([
    'http://gateway.example',
    'http://10.0.0.5',
    'http://0.0.0.0:8080',
    'http://127.0.0.1.example',
    'http://127.example',
    'http://localhost.example',
    'http://[2001:db8::1]',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'ws://localhost/',
  ])('%s is not', (url) => {
    expect(isSecure(url)).toBe(false);
  });
});
