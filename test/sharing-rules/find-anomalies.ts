/** Finds the patterns in activity as the gateway does, which keeps the sightings of each query. */
import { type Activity, findPatterns, sightingOf } from '../../sharing-rules/anomalies.ts';

export const findAnomalies = (activity: readonly Activity[]) =>
  findPatterns(activity.flatMap((one) => sightingOf(one) ?? []));
