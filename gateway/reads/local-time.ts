/** Times as a vendor's export writes them, by the clocks of a zone and without an offset, as the moments that they stand for. */

const HOUR = 3_600_000;
const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?([AP])M)?$/i;

export type ZonedTime = { readonly time: string } | { readonly fault: string };

/** @throws Error if there is no such zone */
export function clockOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  } catch {
    throw new Error(`\`${zone}\` is not a time zone: use one such as America/Denver`);
  }
}

/**
 * Turns a time without an offset into one of UTC; leaves any other as it is, to be judged as it came.
 * @param clock of the zone: the hour that it shows twice in autumn, or skips in spring, tells no moment
 */
export function zonedTime(text: string, clock: Intl.DateTimeFormat): ZonedTime {
  const shown = shownBy(text.trim());
  if (shown === null) return { time: text };
  const asUtc = Date.parse(`${shown.replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc)) return { fault: '/capturedAt is not a time' };
  // No zone is further from UTC than 14 hours; a few are half an hour or a quarter off.
  const fitting = new Set<number>();
  for (let offset = -14 * HOUR; offset <= 14 * HOUR; offset += HOUR / 4) {
    if (clock.format(asUtc + offset) === shown) fitting.add(asUtc + offset);
  }
  const [moment, ...others] = fitting;
  if (moment === undefined) return { fault: '/capturedAt is a time that clocks there never showed' };
  if (others.length > 0) {
    return { fault: '/capturedAt is in the hour that clocks there showed twice: give it an offset' };
  }
  return { time: new Date(moment).toISOString() };
}

/** Returns it as `clockOf` formats a moment; null for a time in another form, as one with an offset. */
function shownBy(text: string): string | null {
  const [, year, month, day, hour, minute, second = '00'] = ISO.exec(text) ?? [];
  if (year !== undefined) return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  const american = AMERICAN.exec(text);
  if (american === null) return null;
  const [, m = '', d = '', y, h = '', min, sec = '00', half] = american;
  const hours = half === undefined ? Number(h) : (Number(h) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return `${y}-${two(m)}-${two(d)} ${two(hours)}:${min}:${sec}`;
}

const two = (part: string | number) => String(part).padStart(2, '0');
