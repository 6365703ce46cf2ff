/**
 * `GET /v1/purposes`: what may be asked for, what each purpose needs, and what partners' own lists mean. For anyone.
 */
import { DROP_DOWN_VALUES } from '../../sharing-rules/terms/drop-down.ts';
import { findPurpose, PURPOSES, type PurposeRule } from '../../sharing-rules/terms/purposes.ts';
import { json, type Route, route } from '../http/routes/route.ts';
import { flag, list, object, oneOf, orNull, type TypeOf, text } from '../http/schemas/shapes.ts';

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
  }),
  agencyClasses: orNull(list(text)),
  clause: text,
  review: flag,
});

/** What a query may carry in `purpose.dropDown`; a value of no list is not approved. */
const shownValue = object({ value: text, purposes: list(text), answer });

const BODY = Buffer.from(
  JSON.stringify({ purposes: PURPOSES.map(present), dropDown: DROP_DOWN_VALUES.map(presentValue) }),
);

export const PURPOSE_ROUTES: readonly Route<unknown>[] = [
  route(
    {
      method: 'get',
      path: '/v1/purposes',
      id: 'listPurposes',
      summary:
        "What may be asked for, what each purpose needs, and what the offense types of partners' systems mean.",
      scope: null,
      answers: {
        200: json('All purposes.', {
          $id: 'Purposes',
          ...object({ purposes: list(shownPurpose), dropDown: list(shownValue) }),
        }),
      },
    },
    (_request, response) => {
      response.set('Cache-Control', 'public, max-age=300').type('application/json').send(BODY);
    },
  ),
];

/** The answer is that of its purposes: no value mixes approved ones with refused ones. */
function presentValue({ value, purposes }: (typeof DROP_DOWN_VALUES)[number]): TypeOf<typeof shownValue> {
  return { value, purposes, answer: findPurpose(purposes[0] ?? '')?.answer ?? 'not_approved' };
}

function present(rule: PurposeRule): TypeOf<typeof shownPurpose> {
  const { code, title, answer, needs, classes, clause, review } = rule;
  return {
    code,
    title,
    answer,
    needs,
    agencyClasses: classes === null ? null : [...classes],
    clause,
    review,
  };
}
