/** Shows on a map of Colorado whose counties' agencies get reads, and says the same in words. */
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { type County, MAP_SIZE } from './county-shapes.ts';

interface CountyMapProps {
  readonly told: Pick<Transparency, 'agencies' | 'sharing'>;
  readonly counties: readonly County[];
}

export function CountyMap({ counties, told }: CountyMapProps) {
  const sharing = new Set(told.sharing.halted ? [] : told.agencies.flatMap(({ county }) => county ?? []));
  const shown = counties.filter(({ name }) => sharing.has(name)).map(({ name }) => name);
  const elsewhere = told.agencies.filter(({ county }) => county === null || !shown.includes(county));
  return (
    <figure class="county-map">
      <svg
        viewBox={`0 0 ${MAP_SIZE.width} ${MAP_SIZE.height}`}
        role="img"
        aria-label="Counties that get reads"
        aria-describedby="counties"
      >
        {counties.map(({ name, path }) => (
          <path key={name} class={sharing.has(name) ? 'county county-gets-reads' : 'county'} d={path}>
            <title>{name}</title>
          </path>
        ))}
      </svg>
      <figcaption id="counties">
        {shown.length === 0
          ? `No agency of any of Colorado’s ${counties.length} counties gets reads now.`
          : `Filled: ${shown.length} of Colorado’s ${counties.length} counties, of which some agency gets reads: ${shown.join(', ')}.`}
        {elsewhere.length === 0 || told.sharing.halted
          ? ''
          : ` Of no county: ${elsewhere.map(({ name }) => name).join(', ')}.`}
      </figcaption>
    </figure>
  );
}
