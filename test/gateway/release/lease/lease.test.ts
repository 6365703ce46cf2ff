import { describe, expect, test } from '@jest/globals';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import { LEASE_MARGIN, LEASE_TTL, Lease } from '../../../../gateway/release/lease/lease.ts';
import type { SeenNode } from '../../../../gateway/release/revoke/drain-store.ts';
import { StillNodes } from '../../../../gateway/release/revoke/still-nodes.ts';

function clockwork() {
  const at = { monotonic: 1_000, wall: 1_700_000_000_000 };
  const lease = new Lease({ monotonic: () => at.monotonic, wall: () => at.wall });
  return { at, lease };
}

describe('the lease of a node', () => {
  test('it holds nothing before a generation was granted', () => {
    expect(clockwork().lease.holds()).toBe(false);
  });

  test('it is counted from before the renewal was sent, not from its answer', () => {
    const { at, lease } = clockwork();
    const sentAt = lease.moment();
    at.monotonic += LEASE_TTL - 1;
    at.wall += LEASE_TTL - 1;
    lease.grant(7, sentAt);
    expect(lease.generation).toBe(7);
    at.monotonic += 1;
    expect(lease.generation).toBeNull();
  });

  test('an answer that comes after the lease ran out does not revive it', () => {
    const { at, lease } = clockwork();
    lease.grant(7, lease.moment());
    at.monotonic += LEASE_TTL / 2;
    const sentAt = lease.moment();
    at.monotonic += LEASE_TTL / 2;
    expect(lease.holds()).toBe(false);
    lease.grant(7, sentAt);
    expect(lease.holds()).toBe(false);
    lease.grant(8, sentAt);
    expect(lease.generation).toBe(8);
  });

  test('a suspended machine loses it by the wall clock', () => {
    const { at, lease } = clockwork();
    lease.grant(7, lease.moment());
    at.wall += LEASE_TTL;
    expect(lease.holds()).toBe(false);
  });

  test('a wall clock set back adds nothing', () => {
    const { at, lease } = clockwork();
    lease.grant(7, lease.moment());
    at.wall -= 3_600_000;
    at.monotonic += LEASE_TTL - 1;
    expect(lease.holds()).toBe(true);
    at.monotonic += 1;
    expect(lease.holds()).toBe(false);
  });

  test('a lost lease stays lost until a new generation', () => {
    const { lease } = clockwork();
    lease.grant(7, lease.moment());
    lease.lose();
    lease.grant(7, lease.moment());
    expect(lease.holds()).toBe(false);
    lease.grant(8, lease.moment());
    expect(lease.holds()).toBe(true);
  });
});

describe('nodes that stand still', () => {
  const node = (renewals: number, generation = 1): SeenNode => ({
    nodeId: 'a',
    generation,
    renewals,
    acknowledged: 0,
  });
  const WAIT = LEASE_TTL + LEASE_MARGIN;

  test('a node is given up when its counter stood still for a lease and the margin, from the first look on', () => {
    const still = new StillNodes();
    expect(still.observe([node(5)], 0)).toEqual([]);
    expect(still.observe([node(5)], WAIT - 1)).toEqual([]);
    expect(still.observe([node(5)], WAIT)).toEqual([node(5)]);
  });

  test('a renewal begins the time again, and so does a new generation', () => {
    const still = new StillNodes();
    still.observe([node(5)], 0);
    expect(still.observe([node(6)], WAIT)).toEqual([]);
    expect(still.observe([node(6, 2)], 2 * WAIT)).toEqual([]);
    expect(still.observe([node(6, 2)], 3 * WAIT)).toHaveLength(1);
  });
});

describe('the highest head that a node has seen', () => {
  const root = (fill: number) => Buffer.alloc(32, fill);

  test('a log that grew is believed where it still names the root of then', () => {
    const witness = new HeadWitness();
    witness.see(null, { size: 5, root: root(5) });
    witness.see(witness.highest, { size: 9, root: root(9) }, root(5));
    expect(witness.highest?.size).toBe(9);
    expect(witness.betrayed).toBe(false);
  });

  test.each([
    ['shrank', { size: 4, root: root(4) }, null],
    ['has another root at the same size', { size: 5, root: root(6) }, root(6)],
    ['grew from another tree', { size: 9, root: root(9) }, root(6)],
    ['grew and no longer knows that size', { size: 9, root: root(9) }, null],
  ])('a log that %s stops the node for good', (_, head, rootThen) => {
    const witness = new HeadWitness();
    const before = { size: 5, root: root(5) };
    witness.see(null, before);
    expect(() => witness.see(before, head, rootThen)).toThrow('does not extend');
    expect(witness.betrayed).toBe(true);
    expect(() => witness.see(null, { size: 100, root: root(1) })).toThrow('does not extend');
  });

  test('an answer that was overtaken by a newer head is no betrayal', () => {
    const witness = new HeadWitness();
    witness.see(null, { size: 5, root: root(5) });
    const asked = witness.highest;
    witness.see(asked, { size: 9, root: root(9) }, root(5));
    witness.see(asked, { size: 7, root: root(7) }, root(5));
    expect(witness.highest?.size).toBe(9);
  });
});
