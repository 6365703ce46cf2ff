/** A purpose as it was sent, for who asked: the rules have its times as numbers. */
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import type { PurposeBody } from './query.schema.ts';

export function purposeAsSent({ incident, ...purpose }: Purpose): PurposeBody {
  if (incident === undefined) return purpose;
  const { from, to } = incident.occurred;
  const sent = {
    from: textOf(from),
    ...(to === undefined ? {} : { to: typeof to === 'number' ? textOf(to) : to }),
  };
  return { ...purpose, incident: { ...incident, occurred: sent } };
}

const textOf = (ms: number) => new Date(ms).toISOString();
