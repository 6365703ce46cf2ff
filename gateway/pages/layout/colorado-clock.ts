/** Shows moments as a clock in Colorado does. */

export const COLORADO = 'America/Denver';

export const COLORADO_CLOCK = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: COLORADO, dateStyle: 'short', timeStyle: 'medium' },
});
const NAME = new Intl.DateTimeFormat('en-US', { timeZone: COLORADO, timeZoneName: 'short' });

/** Formats a moment, e.g. `2026-11-27 15:26:43 MST`. @param at ms since the epoch */
export function coloradoTime(at: number): string {
  const name = NAME.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? COLORADO;
  return `${COLORADO_CLOCK.format(at)} ${name}`;
}
