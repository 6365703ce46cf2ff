/** Metrics of the search for misuse, for the operator of the node. */
import { Gauge, type Registry } from 'prom-client';
import type { MisuseFound } from './find-misuse.ts';

/** @returns to be told of each look; null: another node was at it */
export function countMisuseSearch(registry: Registry): (found: MisuseFound | null) => void {
  const incomplete = new Gauge({
    name: 'alpr_misuse_search_incomplete',
    help: 'Agencies of which the last search for misuse has not looked at all that they asked.',
    aggregator: 'max',
    registers: [registry],
  });
  return (found) => incomplete.set(found?.incomplete.length ?? 0);
}
