/** Counts for the node's operator what the search for misuse has not looked at. */
import { Gauge, type Registry } from 'prom-client';
import type { MisuseFound } from './find-misuse.ts';

/** Returns a function to call after each search, with null if another node was searching. */
export function countMisuseSearch(registry: Registry): (found: MisuseFound | null) => void {
  const incomplete = new Gauge({
    name: 'alpr_misuse_search_incomplete',
    help: 'Agencies of which the last search for misuse has not looked at all that they asked.',
    aggregator: 'max',
    registers: [registry],
  });
  return (found) => incomplete.set(found?.incomplete.length ?? 0);
}
