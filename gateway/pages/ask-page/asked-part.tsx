/** Shows what one agency answered: the own store's reads as they are, another's as what it stated. */
import type { OnwardObligation } from '../../../sharing-rules/network/may-be-asked.ts';
import type { AskRowAnswer } from '../../network/asks/ask.schema.ts';
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { Time } from '../layout/time.tsx';
import { ReasonList } from '../query-page/reason-list.tsx';
import { ReceiptLink } from '../query-page/receipt-link.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { FormSecrets } from '../serve/page.ts';
import { ReadsStory } from '../story/reads-story.tsx';
import type { Sort } from '../story/sort-reads.ts';
import type { Streets } from '../story/streets.ts';
import { OUTCOME_NAMES, OUTCOME_WORDS } from './outcome-words.ts';

/** A part of the answer as the API gives it. Reads of others go to this page, and nowhere else. */
export type AnsweredPart = Omit<AskRowAnswer, 'obligations' | 'reads'> & {
  readonly reads?: readonly ShownRead[];
  readonly obligations?: readonly OnwardObligation[];
};

interface AskedPartProps {
  readonly part: AnsweredPart;
  readonly agency: { readonly ori: string; readonly name: string; readonly isOwn: boolean };
  /** Ms since the epoch, from before it was asked. */
  readonly statedAt: number;
  readonly caseNumber: string | null;
  readonly sort: Sort | null;
  readonly streets: Streets | null;
  /** Holds what the form for the next page sends. */
  readonly next: { readonly form: FormSecrets; readonly askId: string };
}

const EMPTY =
  'No read fits. The plate was not seen by these cameras in this window, or what was seen is older than may be kept.';

export function AskedPart(asked: AskedPartProps) {
  const { agency, part, statedAt } = asked;
  const id = `asked-${agency.ori}`;
  const stated = agency.isOwn ? {} : { 'data-stated-by': agency.ori, 'data-stated-at': statedAt };
  return (
    <section class="asked-part" aria-labelledby={id} {...stated}>
      <h2 id={id}>
        {agency.isOwn ? `Our own reads (${agency.ori})` : `${agency.name} (${agency.ori})`}:{' '}
        {OUTCOME_NAMES[part.outcome]}
      </h2>
      <Outcome {...asked} />
      <ReceiptLink receipt={part.receipt} {...(agency.isOwn ? {} : { of: agency })} />
    </section>
  );
}

function Outcome(asked: AskedPartProps) {
  const { agency, part } = asked;
  if (part.outcome === 'released') return <Released {...asked} />;
  const { outcome, queryId, reasons = [] } = part;
  if (outcome === 'refused') {
    return (
      <Alert kind="error">
        <ReasonList reasons={reasons} />
      </Alert>
    );
  }
  const decided = agency.isOwn && outcome === 'held' ? { id: 'held', 'data-held': queryId } : {};
  return (
    <Alert kind={outcome === 'unproven' ? 'warning' : 'info'}>
      <p {...decided}>{OUTCOME_WORDS[outcome]}</p>
      {reasons.length === 0 ? null : <ReasonList reasons={reasons} />}
    </Alert>
  );
}

function Released({ agency, caseNumber, next, part, sort, streets }: AskedPartProps) {
  const { entry, more, obligations = [], order, reads } = part;
  if (reads === undefined) {
    return (
      <p>
        Its reads were shown before, and are not shown again. Next: ask it again, if they are still needed.
      </p>
    );
  }
  return (
    <>
      {agency.isOwn ? null : (
        <>
          <p>
            Stated by {agency.name}: its log proves that it said this, not that it is so. Verify it with that
            agency before you act.{' '}
            {order === 'proved'
              ? 'Both logs prove that the question came first.'
              : 'Its log does not name our question: the order of the two is not proved.'}
          </p>
          <Obligations obligations={obligations} />
        </>
      )}
      <ReadsStory
        {...{ reads, sort, streets }}
        {...(agency.isOwn ? {} : { statedBy: agency })}
        onPaper={`Case ${caseNumber ?? 'without a number'} · ${agency.isOwn ? 'own reads' : `stated by ${agency.name}`} · entry ${entry?.index ?? 'not known'} of the log of ${agency.ori} · ALPR sharing gateway`}
        empty={EMPTY}
      />
      {more ? (
        <ActForm form={next.form}>
          <input type="hidden" name="askId" value={next.askId} />
          <input type="hidden" name="ori" value={agency.ori} />
          <p>More reads fit. The next page is decided, counted and logged by itself, here and there.</p>
          <button type="submit" name="act" value="next" class="usa-button">
            {`Next page of ${agency.isOwn ? 'our own reads' : agency.name}`}
          </button>
        </ActForm>
      ) : null}
    </>
  );
}

function Obligations({ obligations }: { readonly obligations: readonly OnwardObligation[] }) {
  return (
    <ul>
      {obligations.map((one) => (
        <li key={one.code}>
          {'at' in one ? (
            <>
              Delete what you printed or saved, outside of a case file, by{' '}
              <Time at={new Date(one.at).toISOString()} />
            </>
          ) : (
            'Give it to no other agency: it is for you and this case'
          )}{' '}
          (<code>{one.code}</code>)
        </li>
      ))}
    </ul>
  );
}
