/** Draws the answers of each month, a line a year, and says each year's numbers in a line of words. */
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';

type Months = Transparency['months'];

/** The sizes in units of the picture. */
const WIDTH = 360;
const HEIGHT = 170;
const LEFT = 40;
const TOP = 12;
const BOTTOM = 22;
const STEP = (WIDTH - LEFT - 44) / 11;
const MONTHS = [...'JFMAMJJASOND'];
/** The number of lines that can be told apart. */
const MOST_YEARS = 3;

export function YearsChart({ months }: { readonly months: Months }) {
  const years = [...new Set(months.map(({ month }) => month.slice(0, 4)))];
  const of = (year: string) => months.filter(({ month }) => month.startsWith(year));
  const drawn = years.slice(0, MOST_YEARS);
  const largest = Math.max(5, ...drawn.flatMap(of).map(({ answers }) => answers ?? 0));
  const y = (count: number) => Math.round(TOP + (1 - count / largest) * (HEIGHT - TOP - BOTTOM));
  const title = 'Queries by month, a line a year';
  return (
    <figure class="years">
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={title}
        aria-describedby="years"
      >
        {[0, largest].map((count) => (
          <g key={count}>
            <path class="chart-rule" d={`M${LEFT} ${y(count)}H${xOf(11)}`} />
            <text x={LEFT - 6} y={y(count) + 4} text-anchor="end">
              {count.toLocaleString('en-US')}
            </text>
          </g>
        ))}
        {MONTHS.map((letter, at) => (
          <text key={at} x={xOf(at)} y={HEIGHT - 6} text-anchor="middle">
            {letter}
          </text>
        ))}
        {drawn.map((year, at) => (
          <YearLine key={year} year={year} place={at} months={of(year)} y={y} />
        ))}
      </svg>
      <figcaption>
        <h3 class="chart-title">{title}</h3>
        <ul id="years">
          {years.map((year) => (
            <li key={year}>{yearInWords(year, of(year))}</li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

interface YearLineProps {
  readonly year: string;
  readonly place: number;
  readonly months: Months;
  readonly y: (count: number) => number;
}

/** A month whose number is withheld interrupts the line. */
function YearLine({ months, place, y, year }: YearLineProps) {
  const points = months
    .flatMap(({ answers, month }) =>
      answers === null ? [] : [{ at: Number(month.slice(5)) - 1, height: y(answers) }],
    )
    .sort((one, other) => one.at - other.at);
  const last = points.at(-1);
  if (last === undefined) return null;
  const ways = points.map(
    ({ at, height }, index) => `${points[index - 1]?.at === at - 1 ? 'L' : 'M'}${xOf(at)} ${height}`,
  );
  return (
    <g class={`chart-line-${place}`}>
      <path d={ways.join('')} />
      {points.map(({ at, height }) => (
        <circle key={at} cx={xOf(at)} cy={height} r="3" />
      ))}
      <text x={xOf(last.at) + 7} y={last.height + 4}>
        {year}
      </text>
    </g>
  );
}

const xOf = (month: number) => Math.round(LEFT + 8 + month * STEP);

function yearInWords(year: string, months: Months): string {
  const sum = (of: (month: Months[number]) => number | null) =>
    months.reduce((all, month) => all + (of(month) ?? 0), 0).toLocaleString('en-US');
  const isWhole = months.every(({ answers }) => answers !== null);
  const told = `${sum(({ released }) => released)} released, ${sum(({ held }) => held)} held, ${sum(({ refused }) => refused)} refused`;
  return `${year}: ${told}${isWhole ? '' : ', and what is withheld'}.`;
}
