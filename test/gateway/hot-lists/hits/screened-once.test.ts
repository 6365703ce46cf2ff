/** The words of a standing query are read once for all hits of an answer, however many there are. */
import { expect, test } from '@jest/globals';
import type { Hit } from '../../../../gateway/hot-lists/lists/hits-store.ts';
import { pendingOfHit, type ScreenedQueries } from '../../../../gateway/hot-lists/lists/pending-exchange.ts';
import { partnerSystem, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

const told = (justification: string) => ({
  ...stolenVehicleQuery(),
  purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0142', justification },
});

function hit(position: number, query: unknown): Hit {
  const read = JSON.stringify({ plate: 'ZZT1234' });
  return { listId: 'list', position, capturedAt: new Date(), read, query } as unknown as Hit;
}

test('hits on one standing query share what its words gave away, and nobody else’s', () => {
  const screened: ScreenedQueries = new Map();
  const findingsOf = (position: number, justification: string) =>
    pendingOfHit(hit(position, told(justification)), partnerSystem(1), screened).findings;
  const first = findingsOf(1, 'following my ex-wife');
  expect(first.map(({ code }) => code)).toContain('narrative_personal');
  expect(findingsOf(1, 'following my ex-wife')).toBe(first);
  expect(findingsOf(2, 'stolen vehicle')).toEqual([]);
  // The next answer reads them again, by the rules as they are then.
  expect(pendingOfHit(hit(1, told('stolen vehicle')), partnerSystem(1)).findings).toEqual([]);
});
