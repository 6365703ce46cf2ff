/** Counts for the node's operator what the search for misuse has not looked at. */
import { Gauge, type Registry } from 'prom-client';
import type { MisuseFound } from './find-misuse.ts';

/** Registers a gauge of agencies not wholly looked at; returns its setter, for after each search (null: another node searched). */
export function countMisuseSearch(registry: Registry): (found: MisuseFound | null) => void {
  const incomplete = new Gauge({
    name: 'alpr_misuse_search_incomplete',
    help: 'Agencies of which the last search for misuse has not looked at all that they asked.',
    aggregator: 'max',
    registers: [registry],
  });
  return (found) => incomplete.set(found?.incomplete.length ?? 0);
}
