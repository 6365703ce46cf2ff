/** A bar chart as SVG, made on the server: a picture beside a table, which has the same in numbers. */

export interface Bar {
  readonly label: string;
  readonly length: number;
}

interface BarChartProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** The unit behind each number, e.g. `ms`. */
  readonly unit?: string;
}

/** The sizes in units of the picture: about a pixel each, on a phone too. */
const WIDTH = 360;
const NUMBERS = 80;
const ROW = 38;
const THICK = 12;

/** Each label stands above its bar, so that a phone shows both as large as text. */
export function BarChart({ bars, title, unit = '' }: BarChartProps) {
  if (bars.length === 0) return null;
  const scale = (WIDTH - NUMBERS) / Math.max(1, ...bars.map(({ length }) => length));
  return (
    <figure class="bars">
      <h3 class="chart-title">{title}</h3>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`}
        role="img"
        aria-label={`${title}, as a picture`}
      >
        {bars.map(({ label, length }, at) => (
          <g key={label}>
            <text x="0" y={at * ROW + 14}>
              {label}
            </text>
            <rect
              class="chart-part-0"
              x="0"
              y={at * ROW + 19}
              width={Math.max(1, Math.round(length * scale))}
              height={THICK}
            />
            <text x={Math.round(length * scale) + 6} y={at * ROW + 30}>
              {`${length.toLocaleString('en-US')} ${unit}`.trim()}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
