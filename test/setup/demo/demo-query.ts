/** What an officer may ask of the demo. */
import type { Client } from '../../../gateway/cli/client/connect.ts';

/** A query that an officer of `client` may ask, for one of the demo's plates. */
export function demoQuery(client: Pick<Client, 'ori'>, plate: string, changes: Record<string, unknown> = {}) {
  const now = Date.now();
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen near the park',
    },
    onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: client.ori },
    plate: { number: plate },
    from: new Date(now - 86_400_000).toISOString(),
    to: new Date(now).toISOString(),
    ...changes,
  };
}
