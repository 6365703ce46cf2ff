/** Grants over HTTP, each test with an agency of its own, which has two ORIs. */
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { type Administration, startAdministration, type TestAnswer } from '../administration.ts';
import { sampleGrant } from './sample-grant.ts';

export interface GrantFixture {
  readonly admin: Administration;
  /** Main ORI of this test's agency. */
  readonly ori: string;
  /** The other ORI of the same agency. */
  readonly alias: string;
  propose(who?: string, changes?: Record<string, unknown>): Promise<TestAnswer>;
  approve(id: string, who?: string): Promise<TestAnswer>;
  /** Proposed and approved. Resolves to the grant's id. */
  grantInForce(): Promise<string>;
  /** Kinds and grants of the log's entries on this test's agency. */
  entries(): Promise<{ kind: unknown; grant: unknown }[]>;
}

/** Registers jest's hooks: to be called once, at the top of a file. */
export function useGrants(): GrantFixture {
  let admin: Administration;
  let serial = 0;
  let ori = '';
  beforeAll(async () => {
    admin = await startAdministration();
  });
  afterAll(() => admin.close());
  beforeEach(async () => {
    serial += 1;
    ori = `CO07${String(serial).padStart(3, '0')}00`;
    await admin.register(ori, { oris: [ori, fixture.alias] as never });
  });
  const fixture: GrantFixture = {
    get admin() {
      return admin;
    },
    get ori() {
      return ori;
    },
    get alias() {
      return ori.replace(/00$/, '05');
    },
    propose: (who = 'admin-1', changes = {}) =>
      admin.call(who, 'POST', '/v1/grants', sampleGrant(ori, changes)),
    approve: (id, who = 'admin-2') => admin.call(who, 'POST', `/v1/grants/${id}/approve`),
    async grantInForce() {
      const { id } = (await fixture.propose()).body;
      expect((await fixture.approve(id)).status).toBe(200);
      return id;
    },
    async entries() {
      const all = await admin.entries();
      return all.filter(({ agency }) => agency === ori).map(({ kind, grant }) => ({ kind, grant }));
    },
  };
  return fixture;
}
