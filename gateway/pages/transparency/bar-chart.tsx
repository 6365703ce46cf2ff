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
const LINE = 16;
const THICK = 12;
/** The height of a bar with the gap below it. */
const BAR = 22;
/** Splits a label into lines of at most 54 characters. */
const LINES = /.{1,54}(?:\s|$)/g;

/** Each label stands above its bar, so that a phone shows both as large as text. */
export function BarChart({ bars, title, unit = '' }: BarChartProps) {
  if (bars.length === 0) return null;
  const scale = (WIDTH - NUMBERS) / Math.max(1, ...bars.map(({ length }) => length));
  let height = 0;
  const placed = bars.map(({ label, length }) => {
    const lines = label.match(LINES) ?? [label];
    const top = height;
    const y = top + lines.length * LINE;
    height = y + BAR;
    return { label, length, lines, top, y };
  });
  return (
    <figure class="bars">
      <h3 class="chart-title">{title}</h3>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${title}, as a picture`}>
        {placed.map(({ label, length, lines, top, y }) => (
          <g key={label}>
            {lines.map((line, at) => (
              <text key={line} x="0" y={top + at * LINE + 14}>
                {line.trim()}
              </text>
            ))}
            <rect
              class="chart-part-0"
              x="0"
              y={y + 3}
              width={Math.max(1, Math.round(length * scale))}
              height={THICK}
            />
            <text x={Math.round(length * scale) + 6} y={y + 14}>
              {`${length.toLocaleString('en-US')} ${unit}`.trim()}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
