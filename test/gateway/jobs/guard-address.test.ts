import { describe, expect, test } from '@jest/globals';
import { callGuarded } from '../../../gateway/jobs/call-guarded.ts';
import { guardUrl, isOpen } from '../../../gateway/jobs/guard-address.ts';

const CLOSED = { allow: [] };
const LOOPBACK = { allow: ['127.0.0.0/8', '::1/128'] };

describe('addresses that the gateway may call', () => {
  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::a00:1',
    'nonsense',
  ])('%s is not one of them', (address) => {
    expect(isOpen(address, CLOSED)).toBe(false);
  });

  test('public ones are, and private ones that were configured', () => {
    expect(isOpen('93.184.215.14', CLOSED)).toBe(true);
    expect(isOpen('2606:2800:21f::1', CLOSED)).toBe(true);
    expect(isOpen('10.1.2.3', { allow: ['10.1.2.0/24'] })).toBe(true);
    expect(isOpen('10.1.3.3', { allow: ['10.1.2.0/24'] })).toBe(false);
    expect(isOpen('::ffff:10.1.2.3', { allow: ['10.1.2.0/24'] })).toBe(true);
  });

  test.each([
    ['http://partner.example/hook', 'https://'],
    ['ftp://partner.example/hook', 'https://'],
    ['file:///etc/passwd', 'https://'],
    ['gopher://partner.example', 'https://'],
    ['https://user:secret@partner.example', 'credentials'],
    [
      'https://127.0.0.1/',
      'range that is not for outside calls, unless OUTBOUND_RANGES of the gateway names it',
    ],
    ['https://2130706433/', 'range'],
    ['https://0x7f.1/', 'range'],
    ['https://[::1]/', 'range'],
    ['https://[::ffff:169.254.169.254]/', 'range'],
    ['https://localhost/', 'machine, unless OUTBOUND_RANGES'],
    ['http://localhost/', 'machine'],
    ['nonsense', 'not a URL'],
  ])('%s is refused', (url, words) => {
    expect(() => guardUrl(url, CLOSED)).toThrow(words);
  });

  test('plain HTTP is taken on loopback only, and only where that is configured', () => {
    expect(guardUrl('http://127.0.0.1:8080/hook', LOOPBACK).port).toBe('8080');
    expect(() => guardUrl('http://10.0.0.1/', { allow: ['10.0.0.0/8'] })).toThrow('https://');
  });

  test('a name that leads inside is refused when it is looked up', async () => {
    const call = {
      url: 'https://localhost.localdomain/',
      method: 'GET',
      headers: {},
      patience: 500,
    } as const;
    await expect(callGuarded({ ...call, policy: CLOSED })).rejects.toThrow(/inside|reached/);
  });
});
