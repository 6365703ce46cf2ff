/** Bodies and searches of reviews, and reviews as they are shown. */
import { EFFECTS, REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { ATTESTED, type Query } from '../../../sharing-rules/terms/query.ts';
import { REVIEW_KINDS, REVIEW_SEARCHES, REVIEW_VERDICTS } from '../../../sharing-rules/terms/statuses.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { reasonText } from '../../http/reason.schema.ts';
import { compileSchema } from '../../http/schema.ts';
import { foundWords, reasons } from '../../http/schemas/answers.ts';
import { name } from '../../http/schemas/name.ts';
import {
  count,
  day,
  flag,
  list,
  object,
  oneOf,
  orNull,
  partial,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { said } from '../audit-search/audit-search.schema.ts';

const documentSha256: Shape<string> = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** The facts that the reviewer read in the court's document; needed if the query rests on one. */
const document = object({
  documentSha256,
  court: name(200),
  docket: name(100),
  judge: name(128),
  issuedOn: day,
  affirmation: flag,
});

/** The reviewer's verdict on the officer who asked. */
const verdict = oneOf(...REVIEW_VERDICTS);

export const validateApproval = compileSchema({
  $id: 'ReviewApproval',
  ...object({ reason: reasonText, document, verdict }, 'document', 'verdict'),
});

export const validateRefusal = compileSchema({
  $id: 'ReviewRefusal',
  ...object({ reason: reasonText, verdict }, 'verdict'),
});

/** Filters of the list of reviews, as parameters of a URL. */
export const validateSearch = compileSchema(
  partial({
    status: oneOf(...REVIEW_SEARCHES),
    kind: oneOf(...REVIEW_KINDS),
    agency: { type: 'string', maxLength: 16 } as Shape<string>,
    after: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' } as Shape<string>,
    limit: limitSchema,
  }),
);

const facts = {
  id: uuid,
  kind: oneOf(...REVIEW_KINDS),
  status: text,
  agency: text,
  subjectId: orNull(uuid),
  purpose: text,
  reasons,
  since: time,
  due: time,
  index: count,
  decidedBy: orNull(uuid),
  decidedAt: orNull(time),
  decidedIndex: orNull(count),
  verdict: orNull(verdict),
};

/** Without plate, names and narrative: these are shown one by one, and each look is in the log. */
export const shownReview = { $id: 'Review', ...object(facts) };
export type ShownReview = TypeOf<typeof shownReview>;

const found = list(object({ code: oneOf(...REASON_CODES), detail: text, words: list(foundWords) }));
/** The refusals for the same plate or case within the day before, as long as their entries are kept. */
const refusedBefore = list(
  object({
    ...{ index: count, at: time, sameOfficer: flag, justification: text, found },
    /** Tells in one sentence what the officer stated. */
    incident: orNull(text),
  }),
);

const answered = object({
  ...{
    index: count,
    at: text,
    kind: text,
    purpose: orNull(text),
    reasonCodes: list(text),
    says: orNull(said),
  },
});
/** Shows the newest other queries of the officer, and of the same case, in the last 30 days. */
export const beside = object({ officer: list(answered), case: list(answered) });

/** The query as it was asked, whose times come over HTTP as text. */
type AskedQuery = Omit<Query, 'from' | 'to'> & { readonly from: string; readonly to: string };

export const wholeReview = {
  $id: 'WholeReview',
  ...object(
    {
      // What the asker says of words, and the words to which the screen objects, as today's rules read them.
      stated: list(object({ words: text, is: oneOf(...ATTESTED) })),
      ...{ found, refusedBefore, beside },
      ...{ ...facts, note: orNull(text), query: { type: 'object' } as Shape<AskedQuery> },
      // Of what waits to be approved or picked up; null: not known, since the store did not answer in time.
      // `effect`: what picking it up would come to; `reasons`: what an approval leaves standing.
      wouldRelease: orNull(
        object({ effect: oneOf(...EFFECTS), reads: count, plates: count, cameras: count, reasons }),
      ),
      // Of what waits to be decided: which reasons an approval lifts, and whether it takes the court's document.
      approval: object({ lifts: list(oneOf(...REASON_CODES)), needsDocument: flag }),
      // Of one that was picked up and held again: the review of the query that waits in its place.
      heldAgainAs: uuid,
    },
    ...(['refusedBefore', 'wouldRelease', 'approval', 'heldAgainAs'] as const),
  ),
};
export type WholeReview = TypeOf<typeof wholeReview>;
