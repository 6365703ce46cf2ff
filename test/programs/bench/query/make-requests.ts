/** The requests of a round as bytes, with a token and a fresh proof in each, made before the clock starts. */
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import type { Asker } from '../../../setup/asker.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import { benchPlate } from './fill-reads.ts';
import type { Requests } from './load.ts';

export interface RoundOptions {
  readonly connections: number;
  /** Requests of each connection. */
  readonly each: number;
  /** How far back each query looks. */
  readonly days: number;
  /** How many there are. */
  readonly reads: number;
  readonly seed: number;
}

export function makeRequests(
  askers: readonly Asker[],
  { connections, each, days, reads, seed }: RoundOptions,
): Requests[] {
  return Array.from({ length: connections }, (_, connection) => {
    const asker = askers[connection % askers.length] as Asker;
    return Array.from({ length: each }, (_, i) => {
      const now = Date.now();
      return requestBytes(asker, 'POST', '/v1/queries', {
        purpose: {
          code: 'stolen_vehicle',
          caseNumber: 'CR-2026-0142',
          justification: 'sedan stolen from a driveway overnight',
        },
        onBehalfOf: { id: `officer-${(connection * 7 + i) % 40}`, name: 'Officer', ori: asker.ori },
        plate: { number: benchPlate(seed * 7919 + connection * 3571 + i * 17, reads) },
        from: new Date(now - days * DAY).toISOString(),
        to: new Date(now).toISOString(),
        limit: 25,
      });
    });
  });
}
