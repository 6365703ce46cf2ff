/** The two answers to one query that waits, or to one release for danger to life, and what comes of an approval. */

import { REVIEW_VERDICTS, type ReviewVerdict } from '../../../sharing-rules/terms/statuses.ts';
import { afterApproval } from '../../oversight/reviews/describe-review.ts';
import type { WholeReview } from '../../oversight/reviews/review.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { Checkbox } from '../layout/checkbox.tsx';
import { Select, TextArea, TextField } from '../layout/fields.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { ActForm } from '../serve/act-form.tsx';
import type { Fields, Visit } from '../serve/page.ts';

export const VERDICTS: Readonly<Record<ReviewVerdict, string>> = {
  honest: 'Honest work, stopped without need',
  mistaken: 'A mistake by the officer',
  misuse: 'Misuse: refused, and reported to the Chief',
};

/** The words for an approval that releases nothing. */
const WHAT_THEN = {
  held: 'It then waits here once more, and an approval of that lifts this too.',
  refused: 'Refuse it now, or approve it once nothing stands against it any more.',
};

export function DecideReview({ review, visit }: { readonly visit: Visit; readonly review: WholeReview }) {
  const { form, typed } = visit;
  const isExigent = review.kind === 'exigent';
  const left = review.wouldRelease ? afterApproval(review.wouldRelease) : null;
  return (
    <>
      <h2 class="no-print">Decide</h2>
      <p class="no-print">
        {isExigent
          ? 'Approve it where there was danger to life; refuse it where there was none, and the Chief gets a report.'
          : 'Approving releases nothing by itself: the agency picks it up, and it is decided again. Refusing ends it.'}
      </p>
      {left === null ? null : (
        <Alert kind="warning" heading="An approval alone releases nothing">
          <p>
            {asSentence(left)} {WHAT_THEN[review.wouldRelease?.effect === 'review' ? 'held' : 'refused']}
          </p>
        </Alert>
      )}
      <ActForm form={form}>
        <TextArea
          name="reason"
          label="Reason"
          required
          hint="At most 500 characters. It is kept in the log: write no plates and no names."
          value={typed.get('reason') ?? ''}
        />
        <Select
          name="verdict"
          label="The officer’s part in it"
          empty="No comment"
          choices={REVIEW_VERDICTS.map((value) => ({ value, name: VERDICTS[value] }))}
          value={typed.get('verdict') ?? ''}
        />
        {review.approval?.needsDocument ? <DocumentFields typed={typed} /> : null}
        <div class="acts">
          <button type="submit" name="word" value="approve" class="usa-button">
            Approve
          </button>
          <button type="submit" name="word" value="refuse" class="usa-button usa-button--secondary">
            Refuse
          </button>
        </div>
      </ActForm>
    </>
  );
}

const DOCUMENT = [
  ['court', 'Court'],
  ['docket', 'Docket'],
  ['judge', 'Judge'],
] as const;

function DocumentFields({ typed }: { readonly typed: Fields }) {
  return (
    <fieldset class="usa-fieldset">
      <legend class="usa-legend">To approve: what the court’s document says, as you read it yourself</legend>
      {DOCUMENT.map(([name, label]) => (
        <TextField key={name} {...{ name, label, value: typed.get(name) ?? '' }} />
      ))}
      <TextField name="issuedOn" label="Issued on" type="date" value={typed.get('issuedOn') ?? ''} />
      <TextField
        name="documentSha256"
        label="SHA-256 of the document"
        hint="64 characters, as `sha256sum FILE` or `Get-FileHash FILE` prints them. The document itself is not sent."
        value={typed.get('documentSha256') ?? ''}
      />
      <Checkbox
        name="affirmation"
        value="yes"
        label="The affirmation of SB25-129 is in the document, or beside it"
        checked={typed.get('affirmation') === 'yes'}
      />
    </fieldset>
  );
}

/** Returns what was read in the court's document; null if none of it was typed. */
export function documentOf(typed: Fields) {
  const [court = '', docket = '', judge = '', issuedOn = '', hash = ''] = [
    ...DOCUMENT.map(([name]) => name),
    'issuedOn',
    'documentSha256',
  ].map((name) => (typed.get(name) ?? '').trim());
  if ([court, docket, judge, issuedOn, hash].every((text) => text === '')) return null;
  const affirmation = typed.get('affirmation') === 'yes';
  return { court, docket, judge, issuedOn, documentSha256: hash.toLowerCase(), affirmation };
}
