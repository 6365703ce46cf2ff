/** A bar chart as SVG, made on the server: a picture beside a table, which has the same in numbers. */

export interface Bar {
  readonly label: string;
  /** One part a series; null if withheld. */
  readonly parts: readonly (number | null)[];
}

interface BarChartProps {
  readonly title: string;
  readonly series: readonly string[];
  readonly bars: readonly Bar[];
  /** The unit behind each number, e.g. `ms`. */
  readonly unit?: string;
}

/** The sizes in units of the picture; on paper and at the desk about a pixel each. */
const WIDTH = 760;
const LABELS = 250;
const NUMBERS = 150;
const ROW = 24;
const THICK = 14;
const TOP = 8;

export function BarChart({ bars, series, title, unit = '' }: BarChartProps) {
  const longest = Math.max(1, ...bars.map(lengthOf));
  const scale = (WIDTH - LABELS - NUMBERS) / longest;
  const height = TOP * 2 + bars.length * ROW;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section class="table-scroll" tabIndex={0} aria-label={`${title}, as a picture`}>
      <h3 class="chart-title">{title}</h3>
      {series.length > 1 ? <Legend series={series} /> : null}
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${title}, as a picture`}>
        {bars.map((bar, at) => (
          <Row key={bar.label} bar={bar} y={TOP + at * ROW} scale={scale} unit={unit} />
        ))}
      </svg>
    </section>
  );
}

function Row({
  bar,
  scale,
  unit,
  y,
}: {
  readonly bar: Bar;
  readonly y: number;
  readonly scale: number;
  readonly unit: string;
}) {
  const ends = bar.parts.map((_, at) => lengthOf({ parts: bar.parts.slice(0, at) }) * scale);
  const middle = y + THICK - 2;
  return (
    <g>
      <text x={LABELS - 8} y={middle} text-anchor="end">
        {bar.label}
      </text>
      {bar.parts.map((part, at) => (
        <rect
          key={at}
          class={`chart-part-${at}`}
          x={rounded(LABELS + (ends[at] as number))}
          y={y}
          width={rounded((part ?? 0) * scale)}
          height={THICK}
        />
      ))}
      <text x={rounded(LABELS + lengthOf(bar) * scale + 8)} y={middle}>
        {numbersOf(bar, unit)}
      </text>
    </g>
  );
}

function Legend({ series }: Pick<BarChartProps, 'series'>) {
  return (
    <ul class="chart-legend">
      {series.map((name, at) => (
        <li key={name}>
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <rect class={`chart-part-${at}`} width="12" height="12" />
          </svg>{' '}
          {name}
        </li>
      ))}
    </ul>
  );
}

function lengthOf({ parts }: Pick<Bar, 'parts'>): number {
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

function numbersOf({ parts }: Bar, unit: string): string {
  const told = parts.map((part) => (part === null ? 'withheld' : String(part))).join(' + ');
  return unit === '' ? told : `${told} ${unit}`;
}

function rounded(length: number): number {
  return Math.round(length * 10) / 10;
}
