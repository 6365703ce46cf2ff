/** How the deliveries to an endpoint stand, for people: by commands and by the page. */

/** As the gateway shows it. */
export interface DeliveryView {
  /** When it was last tried, whatever came of it; null: nothing was sent yet. */
  readonly triedAt: string | null;
  /** When it last took a delivery. */
  readonly takenAt: string | null;
  /** Since when it takes none, and why; null while it does. */
  readonly failingSince: string | null;
  readonly fault: string | null;
  /** Deliveries that wait, the next of them then, and how many were given up. */
  readonly waiting: number;
  readonly nextAt: string | null;
  readonly givenUp: number;
}

/** @param now ms since the epoch: a time that is over is never said to be the next */
export function describeDelivery(view: DeliveryView, now: number): string {
  const { failingSince, fault, givenUp, nextAt, takenAt, triedAt, waiting } = view;
  const lost = givenUp === 0 ? [] : [`${givenUp} given up`];
  if (failingSince === null) {
    const last = takenAt === null ? 'nothing sent yet' : `takes them, last ${utc(takenAt)}`;
    return [last, ...(waiting === 0 ? [] : [`${waiting} waiting`]), ...lost].join('; ');
  }
  const next = nextAt === null || Date.parse(nextAt) <= now ? 'now' : utc(nextAt);
  return [
    `fails since ${utc(failingSince)}: ${fault}`,
    ...(triedAt === null ? [] : [`last tried ${utc(triedAt)}`]),
    waiting === 0 ? 'none waits to be tried again' : `${waiting} waiting, the next ${next}`,
    ...lost,
  ].join('; ');
}

const utc = (time: string) => time.slice(0, 19).replace('T', ' ');
