/** Shows what was released: what was asked, the notice, the reads as a story, the receipt, the next page. */
import type { ReleaseAnswer } from '../../query/query.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Fields, Visit } from '../serve/page.ts';
import { ReadsStory } from '../story/reads-story.tsx';
import { sortOf } from '../story/sort-reads.ts';
import type { Streets } from '../story/streets.ts';
import { AskedFacts, belongsTo } from './asked-facts.tsx';
import { ReceiptLink } from './receipt-link.tsx';
import { WatchPlate } from './standing-queries-page.tsx';

interface ReleaseViewProps {
  readonly release: ReleaseAnswer;
  readonly visit: Pick<Visit, 'at' | 'form' | 'request' | 'search' | 'session' | 'typed'>;
  readonly streets: Streets | null;
}

export function ReleaseView({ release, streets, visit }: ReleaseViewProps) {
  const { form, search, typed } = visit;
  const { next, notice, reads, receipt, releaseId } = release;
  return (
    <>
      <AskedFacts release={release} visit={visit} />
      <Alert kind="warning" heading="Verify before action">
        {notice}
      </Alert>
      <ReadsStory
        {...{ reads, streets }}
        sort={sortOf(search)}
        onPaper={belongsTo(receipt)}
        empty="No read fits. The plate was not seen by these cameras in this window, or what was seen is older than may be kept."
      />
      <p class="no-print">
        <a href={`${visit.request.path}/case-file`}>Case file</a>: a ZIP of a PDF, a CSV and the answer with
        its receipt. It is judged again, and is an entry of the log.
      </p>
      <WatchPlate id={visit.at.id} typed={typed} />
      <ReceiptLink receipt={receipt} />
      {next === null ? null : (
        <ActForm form={form} action="/query">
          <Carried typed={typed} />
          <input type="hidden" name="releaseId" value={releaseId} />
          <input type="hidden" name="cursor" value={next} />
          <p>
            More reads fit. The next page is decided, counted and logged by itself, within fifteen minutes.
          </p>
          <button type="submit" name="act" value="next" class="usa-button">
            Next page
          </button>
        </ActForm>
      )}
    </>
  );
}

const NOT_CARRIED = new Set(['token', 'key', 'act', 'releaseId', 'cursor']);

/** Carries what was typed, so that nothing is lost if the next page is refused. */
function Carried({ typed }: { readonly typed: Fields }) {
  return (
    <>
      {[...typed]
        .filter(([name]) => !NOT_CARRIED.has(name))
        .map(([name, value], at) => (
          <input key={at} type="hidden" name={name} value={value} />
        ))}
    </>
  );
}
