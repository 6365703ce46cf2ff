/**
 * Turns an incident as it is sent into what the rules judge, whose times are numbers, and back. What can never be right is
 * refused here, with its member.
 */
import { incidentRowOf } from '../../sharing-rules/incident/table.ts';
import { type Incident, MAY_GO_ON, type Occurred } from '../../sharing-rules/terms/incident.ts';
import { findPurpose } from '../../sharing-rules/terms/purposes.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { GatewayError } from '../faults/errors.ts';
import type { IncidentBody } from './incident.schema.ts';
import type { PurposeBody } from './query.schema.ts';

/** A clock of the agency may be ahead so far, ms. */
const SKEW = 60_000;

/**
 * Parses a purpose. A refused one stays refused, so only an approved one's incident is checked.
 * @param now ms since the epoch
 * @throws GatewayError `malformed` that names the member
 */
export function parsePurpose({ incident, ...purpose }: PurposeBody, now: number): Purpose {
  if (incident === undefined) return purpose;
  const parsed = { ...incident, occurred: occurredOf(incident) };
  if (findPurpose(purpose.code)?.answer === 'approved') requireSound(purpose.code, parsed, now);
  return { ...purpose, incident: parsed };
}

function occurredOf({ occurred: { from, to } }: IncidentBody): Occurred {
  if (to === undefined) return { from: Date.parse(from) };
  return { from: Date.parse(from), to: to === 'ongoing' ? to : Date.parse(to) };
}

function requireSound(code: string, { agencyOri, kind, occurred, reportedBy }: Incident, now: number): void {
  const { from, to } = occurred;
  if (incidentRowOf(code) === undefined)
    throw malformed('', `purpose \`${code}\` takes none: leave it out, and say what happened in words`);
  if (from > now + SKEW) throw malformed('.occurred.from', 'lies ahead: state when it happened');
  if (to === 'ongoing' && !MAY_GO_ON.has(kind)) {
    const kinds = [...MAY_GO_ON].map((one) => `\`${one}\``).join(', ');
    throw malformed('.occurred.to', `\`ongoing\` is for ${kinds}: state when it ended, or leave it out`);
  }
  if (typeof to === 'number' && to < from) throw malformed('.occurred.to', 'must not be before `from`');
  if (typeof to === 'number' && to > now + SKEW)
    throw malformed('.occurred.to', 'lies ahead: state when it ended');
  // Left out where another agency reported it, the query waits for a person.
  if (agencyOri !== undefined && reportedBy !== 'other_agency') {
    throw malformed(
      '.agencyOri',
      'names the agency that reported it, where `reportedBy` is `other_agency`: leave it out',
    );
  }
}

function malformed(member: string, what: string): GatewayError {
  return new GatewayError('malformed', `\`purpose.incident${member}\` ${what}`);
}

/** The purpose as it was sent, for who asked. */
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
