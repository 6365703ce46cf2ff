/** Describes for people, in commands and on the page, how the deliveries to an endpoint stand. */
import type { ListedEndpoint } from './delivery.schema.ts';

/** @param now ms since the epoch: a time that is over is never said to be the next */
export function describeDelivery(view: ListedEndpoint['delivery'], now: number): string {
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
