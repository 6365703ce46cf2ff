/** What a decision under the locks is given. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadRegistry } from '../../../../gateway/registry/agencies/registry-store.ts';
import { approveGrant } from '../../../../gateway/registry/grants/approve-grant.ts';
import { proposeGrant } from '../../../../gateway/registry/grants/propose-grant.ts';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { haltSharing } from '../../../../gateway/registry/sharing/halt-sharing.ts';
import { resumeSharing } from '../../../../gateway/registry/sharing/resume-sharing.ts';
import { readFacts } from '../../../../gateway/release/facts/facts-store.ts';
import type { Agency, Ori } from '../../../../sharing-rules/terms/agency.ts';
import { factsFor } from '../../../../sharing-rules/terms/registry.ts';
import { createTestRegistry, type TestRegistry } from '../../../setup/database/test-registry.ts';
import { grantedBy } from '../../../setup/granted-by.ts';

const DAY = 86_400_000;
let registry: TestRegistry;
let serial = 0;
let partner: Agency;

beforeAll(async () => {
  registry = await createTestRegistry();
});
afterAll(() => registry.close());
beforeEach(async () => {
  serial += 1;
  const ori = `CO080${String(serial).padStart(2, '0')}00` as Ori;
  partner = await registry.register(ori, { oris: [ori, ori.replace(/00$/, '01') as Ori] });
});

const today = Math.floor(Date.now() / DAY) * DAY;

async function grant(): Promise<string> {
  const proposal = {
    partnerOri: partner.ori,
    purposes: ['stolen_vehicle'],
    dataClasses: ['reads'],
    lookBackDays: 7,
    dailyRecords: 50,
    validUntil: today + 90 * DAY,
    agreement: { reference: 'MOU-7', signedOn: today, expiresOn: null, article74: true, officerMfa: true },
    certification: { signer: 'Chief Example', signedOn: today - 3 * DAY },
  } as const;
  const proposed = await proposeGrant(registry, proposal, await by('admin-1'));
  await approveGrant(registry, proposed.id, await by('admin-2'));
  return proposed.id;
}

const facts = () => readFacts(registry.pool, [partner.id]);
const by = (name: string) => grantedBy(registry.pool, registry.persons[name] as string);
const lowering = () => ({ reason: 'test', personId: registry.persons['admin-1'] as string });

describe('facts', () => {
  test('of an agency that was never granted anything hold no grant', async () => {
    const before = Date.now();
    const { agencies, halted, now } = await facts();
    expect(agencies.get(partner.id)).toEqual({
      ...{ agency: partner, grant: null, identities: 0 },
      ...{ heldQueries: 0, officers: 0 },
    });
    expect(halted).toBe(false);
    // One machine, one clock; the database rounds it otherwise.
    expect(now).toBeGreaterThanOrEqual(before - 1);
    expect(now).toBeLessThanOrEqual(Date.now() + 1);
  });

  test('of a granted agency hold agreement, certification and grant, to the day', async () => {
    const id = await grant();
    const known = (await facts()).agencies.get(partner.id);
    expect(known?.grant).toMatchObject({
      id,
      status: 'active',
      lookBackDays: 7,
      validUntil: today + 90 * DAY,
    });
    expect(known?.agency.certification).toEqual({ signer: 'Chief Example', signedOn: today - 3 * DAY });
    expect(known?.agency.agreement).toMatchObject({ reference: 'MOU-7', signedOn: today, officerMfa: true });
    expect(known?.agency.oris).toEqual(partner.oris);
  });

  test('name the newest grant that ended, and never a proposal', async () => {
    await grant();
    await revokeAgency(registry, { agency: partner, ...lowering() });
    const second = await grant();
    const { index } = await revokeAgency(registry, { agency: partner, ...lowering() });
    const known = (await facts()).agencies.get(partner.id);
    expect(known?.grant).toMatchObject({ id: second, status: 'revoked' });
    expect(known?.agency.epoch).toBe(index);
  });

  test('leave out what is not in the registry, and still tell whether sharing is halted', async () => {
    const { epoch } = await haltSharing(registry, lowering());
    const { agencies, halted, haltEpoch } = await readFacts(registry.pool, [999_999]);
    expect([agencies.size, halted, haltEpoch]).toEqual([0, true, epoch]);
    // A halt binds every agency: its mark is their epoch.
    expect((await facts()).agencies.get(partner.id)?.agency.epoch).toBe(epoch);
    for (const who of ['admin-1', 'admin-2']) {
      await resumeSharing(registry, { by: await by(who), reason: 'test' });
    }
    expect((await readFacts(registry.pool, [])).halted).toBe(false);
  });

  test('are the same as in the snapshot of the whole registry', async () => {
    await grant();
    const snapshot = await loadRegistry(registry.pool, registry.owner);
    const { agency, grant: inPoint } = (await facts()).agencies.get(partner.id) ?? {};
    const known = { agency, grant: inPoint };
    for (const ori of partner.oris) expect(factsFor(snapshot, ori)).toEqual(known);
    expect(factsFor(snapshot, 'WY0110000')).toEqual({ agency: null, grant: null });
  });
});
