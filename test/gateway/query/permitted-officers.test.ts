/** Who is refused or held touches no reads, whatever only the locks tell of them; and what does, says nothing by its time. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { atABeat } from '../../../gateway/query/at-a-beat.ts';
import { PermittedOfficers } from '../../../gateway/query/permitted-officers.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import { createSharingFixture, PARTNER, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

let fixture: SharingFixture;
let queue: PatientQueue;
let served: ServedQueries;
let lookedUp = 0;
let commits = 0;
const inFlight = new InFlight(standingLease());

beforeAll(async () => {
  fixture = await createSharingFixture();
  await change('UPDATE agency SET roster = 100');
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
  const commit: PatientQueue['commit'] = (pending) => {
    commits += 1;
    return queue.commit(pending);
  };
  served = await serveQueries(
    fixture,
    { commit },
    {
      inFlight,
      permittedOfficers: new PermittedOfficers(inFlight),
      reads: {
        asksOutside: false,
        check: async () => undefined,
        find: async () => {
          lookedUp += 1;
          return { text: '[]', count: 0, next: null };
        },
      },
    },
  );
});
afterAll(async () => {
  served.close();
  await queue.close();
  await fixture.close();
});

const HONEST = 'sedan stolen from a driveway overnight, seen on Dahlia Street';

const OTHER_WORDS = 'sedan stolen from a garage this morning, seen on Dahlia Street';

/** The answer's status, and how often reads were looked up for it. */
async function ask(officer: string, justification = HONEST, plate = 'DEMO001'): Promise<[number, number]> {
  const before = lookedUp;
  const now = Date.now();
  const { status } = await served.post('/v1/queries', {
    purpose: { code: 'stolen_vehicle', caseNumber: `CR-2026-014${officer.at(-1)}`, justification },
    onBehalfOf: { id: officer, name: 'Officer Sample', ori: PARTNER },
    plate: { number: plate },
    from: new Date(now - 3_600_000).toISOString(),
    to: new Date(now).toISOString(),
  });
  return [status, lookedUp - before];
}

const change = (sql: string) => fixture.ownerPool.query(sql);

describe('an officer whose reads were looked up', () => {
  test('is looked up for once the locks permit, and from then on at once', async () => {
    const counted = async () => {
      const before = commits;
      return [...(await ask('o-1')), commits - before];
    };
    expect(await counted()).toEqual([200, 1, 2]);
    expect(await counted()).toEqual([200, 1, 1]);
  });

  test('has words refused: what is asked in other words is held, and touches no reads', async () => {
    expect(await ask('o-3', HONEST, 'DEMO002')).toEqual([200, 1]);
    const [refused, looked] = await ask(
      'o-3',
      'checking immigration status of the driver for ICE',
      'DEMO002',
    );
    expect([refused, looked]).toEqual([403, 0]);
    expect(await ask('o-3', OTHER_WORDS, 'DEMO002')).toEqual([202, 0]);
  });
});

test('an officer who is suspended touches no reads as soon as this node has heard of the mark', async () => {
  expect(await ask('o-2')).toEqual([200, 1]);
  await change(`UPDATE officer SET status = 'suspended' WHERE reference = 'o-2'`);
  inFlight.setFence(fixture.agencyId, 1_000_000);
  for (let i = 0; i < 3; i += 1) expect(await ask('o-2')).toEqual([403, 0]);
});

test('an officer beyond the roster is held without a look at the reads, and so is every new name', async () => {
  await change(
    'UPDATE agency a SET roster = c.officers FROM agency_count c WHERE c.agency_id = a.id AND c.officers > 0',
  );
  for (const officer of ['n-1', 'n-2', 'n-3']) expect(await ask(officer)).toEqual([202, 0]);
});

describe('what is refused only after its reads were looked up', () => {
  test('leaves at a beat that began before the look-up, a fault too; a release does not wait', async () => {
    jest.useFakeTimers();
    try {
      const ended: string[] = [];
      const end = (name: string, work: () => Promise<{ readonly kind: string }>) =>
        void atABeat(work).then(
          ({ kind }) => ended.push(`${name}: ${kind}`),
          () => ended.push(`${name}: fault`),
        );
      const workOf = (ms: number, kind: string) => async () => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return { kind };
      };
      end('quick', workOf(3, 'denied'));
      end('slow', workOf(80, 'held'));
      end('slower', workOf(130, 'replayed'));
      end('failed', () => Promise.reject(new Error('no database')));
      end('permitted', workOf(3, 'released'));
      await jest.advanceTimersByTimeAsync(99);
      expect(ended).toEqual(['permitted: released']);
      await jest.advanceTimersByTimeAsync(1);
      expect(ended.slice(1).sort()).toEqual(['failed: fault', 'quick: denied', 'slow: held']);
      await jest.advanceTimersByTimeAsync(99);
      expect(ended).toHaveLength(4);
      await jest.advanceTimersByTimeAsync(1);
      expect(ended.at(-1)).toBe('slower: replayed');
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
