/** Draws a ribbon of the hours for each day with reads: how many were in which hour, by a clock in Colorado. */
import { coloradoTime } from '../layout/colorado-clock.ts';
import type { Story } from './tell-story.ts';

const CELL = { width: 26, height: 20 } as const;
const LEFT = 112;
const TOP = 20;
const HOURS = 24;

export interface DayOfReads {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly hours: readonly number[];
}

/** Counts reads by day and hour; days without a read are left out. */
export function readsByHour(story: Story): readonly DayOfReads[] {
  const days = new Map<string, number[]>();
  for (const { at } of story.flatMap(({ reads }) => reads)) {
    const shown = coloradoTime(at);
    const day = shown.slice(0, 10);
    const hours = days.get(day) ?? Array<number>(HOURS).fill(0);
    hours[Number(shown.slice(11, 13))] = (hours[Number(shown.slice(11, 13))] ?? 0) + 1;
    days.set(day, hours);
  }
  return [...days].map(([day, hours]) => ({ day, hours })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Says in one sentence what the ribbon shows. */
export function busiestHour(days: readonly DayOfReads[]): string {
  const most = Math.max(0, ...days.flatMap(({ hours }) => hours));
  const found = days.find(({ hours }) => hours.includes(most));
  if (found === undefined || most === 0) return 'There are no reads.';
  const hour = found.hours.indexOf(most);
  const on = days.length === 1 ? 'on 1 day' : `on ${days.length} days`;
  return `Reads ${on}; the most in one hour: ${most}, on ${found.day} from ${hour}:00 to ${hour}:59 (time in Colorado).`;
}

interface ReadsByHourProps {
  readonly days: readonly DayOfReads[];
  readonly describedBy: string;
  /** Ends its name. */
  readonly by: string;
}

export function ReadsByHour({ by, days, describedBy }: ReadsByHourProps) {
  const most = Math.max(...days.flatMap(({ hours }) => hours));
  const height = TOP + days.length * (CELL.height + 2);
  return (
    <svg
      class="story-hours"
      viewBox={`0 0 ${LEFT + HOURS * CELL.width} ${height}`}
      role="img"
      aria-label={`Reads by hour${by}`}
      aria-describedby={describedBy}
    >
      {Array.from({ length: HOURS / 3 }, (_, at) => (
        <text key={at} class="map-text hours-name" x={LEFT + at * 3 * CELL.width} y="13">
          {String(at * 3).padStart(2, '0')}:00
        </text>
      ))}
      {days.map(({ day, hours }, row) => (
        <g key={day} transform={`translate(0 ${TOP + row * (CELL.height + 2)})`}>
          <text class="map-text hours-name" x="0" y="15">
            {day}
          </text>
          <rect class="hours-day" x={LEFT} y="0" width={HOURS * CELL.width} height={CELL.height} />
          {hours.map((count, hour) =>
            count === 0 ? null : (
              <g key={hour} transform={`translate(${LEFT + hour * CELL.width} 0)`}>
                <rect
                  class={`hours-${Math.ceil((3 * count) / most)}`}
                  width={CELL.width - 1}
                  height={CELL.height}
                />
                <text class="hours-count" x={CELL.width / 2} y="15" text-anchor="middle">
                  {count}
                </text>
              </g>
            ),
          )}
        </g>
      ))}
    </svg>
  );
}
