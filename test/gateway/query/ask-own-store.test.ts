/** The owner's own store, asked for its own officers: answered as a partner is, and cut by the same fence. */

import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { releaseBody } from '../../../gateway/query/answer.ts';
import { askOwnStore, type OwnStoreDeps } from '../../../gateway/query/ask-own-store.ts';
import { pendingReads } from '../../../gateway/query/pending-reads.ts';
import { PermittedOfficers } from '../../../gateway/query/permitted-officers.ts';
import { SpentQuotas } from '../../../gateway/query/spent-quotas.ts';
import { loadRegistry } from '../../../gateway/registry/agencies/registry-store.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { type CommitFixture, createCommitFixture } from '../../setup/database/commit-fixture.ts';
import { grantOwnUse } from '../../setup/database/own-use.ts';
import {
  OWNER,
  PARTNER,
  partnerSystem,
  pendingQuery,
  stolenVehicleQuery,
} from '../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';

let fixture: CommitFixture;
let owner: number;
let inFlight: InFlight;
let deps: OwnStoreDeps;
let looked = 0;

beforeAll(async () => {
  fixture = await createCommitFixture();
  owner = await grantOwnUse(fixture.ownerPool, 5);
  inFlight = new InFlight(standingLease());
  deps = {
    registry: { snapshot: await loadRegistry(fixture.pool, OWNER) },
    ...{ limits: fixture.deps.limits, now: Date.now, rulesRevision: 'test', commit: fixture.queue.commit },
    ...{ spentQuotas: new SpentQuotas(), permittedOfficers: new PermittedOfficers(inFlight) },
    reads: {
      asksOutside: false,
      check: async () => undefined,
      find: async () => {
        looked += 1;
        return pendingQuery(owner).found as never;
      },
    },
    recordFault: async () => undefined,
    textOf: (release) => ({ text: releaseBody(release, null, 'test'), next: null }),
  };
});
afterAll(() => fixture.close());

const REQUEST = { get: () => undefined, socket: new EventEmitter() } as unknown as Request;

function ask(subject: Subject) {
  const officer = { id: 'officer-1', name: 'Officer One', ori: subject.ori };
  const query = stolenVehicleQuery({ onBehalfOf: officer });
  const pending = pendingReads('query', query, { subject, proof: null }, REQUEST);
  const way = inFlight.enter(subject.agencyId);
  const page = { pending, after: null, keyThumbprint: 'test' };
  return { way, answer: askOwnStore(page, way, REQUEST, deps) };
}
const ownSystem = () => partnerSystem(owner, { clientId: 'own-system', ori: OWNER });

describe('the owner’s own store', () => {
  test('is asked under its own grant, and answers with reads and receipt, until a revocation of it', async () => {
    const { answer, way } = ask(ownSystem());
    const released = await answer;
    if (released.kind !== 'released') throw new Error(released.kind);
    const body = JSON.parse(released.text);
    expect(body.reads).toHaveLength(2);
    expect(JSON.parse(body.receipt.entry)).toMatchObject({ kind: 'release', agency: OWNER });
    expect(way.mayWrite(released.epoch, () => undefined)).toBe(true);
    inFlight.setFence(owner, released.epoch + 1);
    expect(way.mayWrite(released.epoch, () => undefined)).toBe(false);
  });

  test('tells a partner nothing, and is not searched for one', async () => {
    looked = 0;
    const { answer } = ask(partnerSystem(fixture.agencyId, { ori: PARTNER }));
    expect(await answer).toMatchObject({
      kind: 'denied',
      reasons: [{ code: 'no_onward' }, { code: 'agency_not_eligible' }, { code: 'grant_missing' }],
    });
    expect(looked).toBe(0);
  });
});
