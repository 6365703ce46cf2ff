/** The simulated network: what it costs follows from what is asked, and honest logs never differ. */
import { describe, expect, test } from '@jest/globals';
import { simulateNetwork } from './simulate-network.ts';

describe('a simulated network of 300 gateways', () => {
  const night = simulateNetwork({ gateways: 300, peers: 299, asks: 100, asked: 3 }, () => 0);

  test('has no difference between honest logs', () => expect(night.differences).toBe(0));

  test('stores what is asked, however many agreements there are', () => {
    expect(night).toMatchObject({ agreements: 44_850, entriesPerGateway: 900 });
  });

  test('sends at night one request for each agreement at least: that grows first', () => {
    expect(night.pagesPerGateway).toBe(299);
  });
});
