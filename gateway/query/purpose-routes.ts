/** Serves `GET /v1/purposes` for anyone: what may be asked for, what it needs, what partners' lists mean. */

import { CITIES, COUNTIES, OTHER_STATES } from '../../sharing-rules/incident/places.ts';
import { incidentRowOf } from '../../sharing-rules/incident/table.ts';
import { DROP_DOWN_VALUES } from '../../sharing-rules/terms/drop-down.ts';
import { findPurpose, PURPOSES, type PurposeRule } from '../../sharing-rules/terms/purposes.ts';
import { json, type Route, route } from '../http/routes/route.ts';
import { count, flag, list, object, oneOf, orNull, type TypeOf, text } from '../http/schemas/shapes.ts';
import type { Config } from '../settings/config.ts';

const answer = oneOf('approved', 'prohibited', 'not_approved');

const shownPurpose = object({
  code: text,
  title: text,
  answer,
  needs: object({
    caseNumber: flag,
    justification: flag,
    offense: flag,
    judicialProcess: flag,
    supervisor: flag,
    incident: flag,
  }),
  agencyClasses: orNull(list(text)),
  clause: text,
  review: flag,
  /** The incidents that the purpose takes; one in neither list has two facts that contradict each other. */
  incidents: list(object({ kind: text, vehicles: list(text), heldVehicles: list(text) })),
  /** True where one line of words is needed beside the incident. */
  wordsBesideIncident: flag,
  /** Reads that are about the incident; durations are ISO 8601. Null of a purpose that takes no incident. */
  window: orNull(object({ from: oneOf('occurred', 'now'), before: text, after: text })),
});

const places = object({ cities: list(text), counties: list(text), states: list(text) });
const PLACES = { cities: CITIES, counties: COUNTIES, states: OTHER_STATES };

/** A value that a query may carry in `purpose.dropDown`; a value of no list is not approved. */
const shownValue = object({ value: text, purposes: list(text), answer });

/** Made once for a node, since it is the same for everybody. */
export function listedPurposes({ warrantAfterHours }: Pick<Config, 'warrantAfterHours'>): Buffer {
  const purposes = PURPOSES.map(present);
  const dropDown = DROP_DOWN_VALUES.map(presentValue);
  return Buffer.from(JSON.stringify({ purposes, dropDown, places: PLACES, warrantAfterHours }));
}

export interface PurposeDeps {
  readonly purposes: Buffer;
}

export const PURPOSE_ROUTES: readonly Route<PurposeDeps>[] = [
  route(
    {
      method: 'get',
      path: '/v1/purposes',
      id: 'listPurposes',
      summary:
        "What may be asked for, what each purpose needs, and what the offense types of partners' systems mean.",
      answers: {
        200: json('All purposes.', {
          $id: 'Purposes',
          ...object({
            purposes: list(shownPurpose),
            dropDown: list(shownValue),
            places,
            /** Hours back within which a window must begin to need no warrant; null: none is needed for its age. */
            warrantAfterHours: orNull(count),
          }),
        }),
      },
    },
    (_request, response, { purposes }) => {
      response.set('Cache-Control', 'public, max-age=300').type('application/json').send(purposes);
    },
  ),
];

/** Answers for a value as for its purposes: no value mixes approved ones with refused ones. */
function presentValue({ value, purposes }: (typeof DROP_DOWN_VALUES)[number]): TypeOf<typeof shownValue> {
  return { value, purposes, answer: findPurpose(purposes[0] ?? '')?.answer ?? 'not_approved' };
}

function present(rule: PurposeRule): TypeOf<typeof shownPurpose> {
  const { code, title, answer, needs, classes, clause, review } = rule;
  const row = incidentRowOf(code);
  return {
    code,
    title,
    answer,
    needs: { ...needs, incident: row !== undefined },
    agencyClasses: classes === null ? null : [...classes],
    clause,
    review,
    incidents: [...(row?.kinds ?? [])].map(([kind, { permit, review: held }]) => ({
      kind,
      vehicles: permit,
      heldVehicles: held,
    })),
    wordsBesideIncident: row?.words ?? false,
    window:
      row === undefined
        ? null
        : {
            from: row.window.from,
            before: row.window.before.text,
            after: row.window.after?.text ?? 'until_now',
          },
  };
}
