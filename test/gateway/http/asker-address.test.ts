/** From where a request came, before Express has looked at it. */
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { addressBehindProxies } from '../../../gateway/http/asker-address.ts';
import { trustedProxies } from '../../../gateway/http/trusted-proxies.ts';
import { listen } from '../../../gateway/node/listen.ts';
import { eventually } from '../../setup/eventually.ts';

const isTrustedProxy = trustedProxies(['10.0.0.0/8']);
const addressOf = (remoteAddress: string, forwarded?: string) =>
  addressBehindProxies(
    { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } as never },
    isTrustedProxy,
  );

test.each([
  ['the other end, where that is no proxy of ours, whatever it says', '192.0.2.1', '10.0.0.1', '192.0.2.1'],
  ['whom a proxy heard', '10.0.0.1', '192.0.2.1', '192.0.2.1'],
  [
    'whom the last of our proxies heard, not what they said',
    '10.0.0.1',
    '198.51.100.1, 192.0.2.1',
    '192.0.2.1',
  ],
  ['behind two proxies', '10.0.0.1', '198.51.100.1, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
  ['the network of an IPv6 address', '::ffff:10.0.0.1', '2001:db8:1:2:3::4', '8193:3512:1:2::/64'],
  ['the proxy itself, where it says nothing', '10.0.0.1', undefined, '10.0.0.1'],
  ['the one text for all that is no address', '10.0.0.1', 'x:y', 'unknown'],
])('%s', (_, remote, forwarded, address) => {
  expect(addressOf(remote, forwarded)).toBe(address);
});

test('behind a trusted proxy, a newcomer does not wait behind the crowd of another address', async () => {
  const listening = await listen('127.0.0.1', 0);
  const served: string[] = [];
  listening.answerWith(
    (request, response) => {
      served.push(String(request.headers['x-forwarded-for']));
      response.end();
    },
    { isTrustedProxy: () => true, isKnown: () => false },
  );
  const ask = (from: string) => `GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${from}\r\n\r\n`;
  const crowd = connect(listening.port, '127.0.0.1').resume();
  const others = Array.from({ length: 8 }, (_, i) => (i < 7 ? ask('192.0.2.1') : ask('192.0.2.2')));
  crowd.write(others.join(''));
  await eventually(() => served.length === 8);
  crowd.destroy();
  await listening.close(0);
  expect(served.indexOf('192.0.2.2')).toBeLessThanOrEqual(2);
});
