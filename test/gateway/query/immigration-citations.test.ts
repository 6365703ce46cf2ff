/** A citation of immigration law refuses a query on its whole way, as an offense code and in words. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

let fixture: SharingFixture;
let queue: PatientQueue;
let served: ServedQueries;

beforeAll(async () => {
  fixture = await createSharingFixture();
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
  served = await serveQueries(fixture, queue, {});
});
afterAll(async () => {
  served.close();
  await queue.close();
  await fixture.close();
});

const EVENT = 'burglary of a home, suspect opened accounts in the name of the victim';

/** Resolves to the effect, the reason codes and the details of a dry run. */
async function decided(code: string, justification: string) {
  const response = await served.post('/v1/decisions', {
    purpose: {
      ...{ code: 'property_crime_felony', caseNumber: 'CR-2026-0142', justification },
      offense: { system: 'crs', code },
    },
    onBehalfOf: { id: 'smith7', name: 'A. Smith', ori: 'CO0010000' },
    plate: { number: 'ZZT1234' },
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date().toISOString(),
  });
  expect(response.status).toBe(200);
  const { effect, reasons } = (await response.json()) as {
    effect: string;
    reasons: { code: string; detail?: string }[];
  };
  return { effect, reasons: reasons.map(({ code, detail }) => [code, detail].filter(Boolean).join(': ')) };
}

describe('a citation of immigration law', () => {
  test.each(['8 U.S.C. § 1304(e)', 'title 8, section 1253', 'INA 276', '18 USC 1546'])(
    'refuses the query as its offense: %s',
    async (code) => {
      const { effect, reasons } = await decided(code, EVENT);
      expect({ effect, reasons }).toMatchObject({ effect: 'deny', reasons: ['offense_immigration'] });
    },
  );

  test.each(['USC 1306', 'INA § 264(e)', '18 U.S. Code § 1546'])(
    'refuses the query in its words: %s',
    async (citation) => {
      const { effect, reasons } = await decided('18-5-902', `${EVENT}, ${citation}`);
      expect(effect).toBe('deny');
      expect(reasons).toContain('narrative_immigration: immigration_law');
    },
  );

  test('holds the query where it is ordinary identity theft as well, in words or as the offense', async () => {
    expect(await decided('18 USC 1028A', EVENT)).toMatchObject({
      ...{ effect: 'review', reasons: ['purpose_contradiction: offense_unclear'] },
    });
    expect(await decided('18-5-902', `${EVENT}, 18 USC 1028A`)).toMatchObject({
      ...{ effect: 'review', reasons: ['narrative_immigration: identity_theft_or_immigration'] },
    });
  });
});
