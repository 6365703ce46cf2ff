/** Describes an incident as it is sent: closed lists and times, no free text. */
import { CITIES, COUNTIES, OTHER_STATES } from '../../sharing-rules/incident/places.ts';
import {
  AFFIRMED,
  GRADES,
  INCIDENT_KINDS,
  INCIDENT_VEHICLES,
  type Incident,
  REPORTED_BY,
} from '../../sharing-rules/terms/incident.ts';
import { line } from '../http/schemas/name.ts';

const place = (member: 'city' | 'county' | 'state', names: readonly string[]) => ({
  additionalProperties: false,
  required: [member],
  properties: { [member]: { enum: names } },
});

export const incidentSchema = {
  type: 'object',
  description:
    'What happened in the case. Where it is complete, no justification is needed; words beside it can still lose the query.',
  additionalProperties: false,
  required: ['kind', 'occurred', 'place', 'vehicle', 'reportedBy', 'affirmed'],
  properties: {
    kind: { enum: INCIDENT_KINDS },
    occurred: {
      type: 'object',
      additionalProperties: false,
      required: ['from'],
      properties: {
        from: { type: 'string', format: 'date-time' },
        to: { anyOf: [{ type: 'string', format: 'date-time' }, { const: 'ongoing' }] },
      },
    },
    place: {
      type: 'object',
      oneOf: [place('city', CITIES), place('county', COUNTIES), place('state', OTHER_STATES)],
    },
    vehicle: { enum: INCIDENT_VEHICLES },
    reportedBy: { enum: REPORTED_BY },
    agencyOri: line(16),
    grade: { enum: GRADES },
    affirmed: {
      const: true,
      description: `The officer affirms: ${AFFIRMED}.`,
    },
  },
} as const;

/** An incident as it is sent, with times as RFC 3339 text. */
export type IncidentBody = Omit<Incident, 'occurred'> & {
  readonly occurred: { readonly from: string; readonly to?: string };
};
