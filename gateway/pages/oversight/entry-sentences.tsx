/** Tells entries of the log as sentences, to be read in a document and on paper. */
import type { ListedEntry } from '../../oversight/audit-search/audit-search.schema.ts';
import { saidInWords } from '../../oversight/audit-search/said-in-words.ts';
import { reviewAddress } from '../console/registry/addresses.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { AgencyName } from '../console/registry/agency-name.tsx';
import { Time } from '../layout/time.tsx';
import type { Visit } from '../serve/page.ts';
import { Held } from './held.tsx';

/** The most entries that a document has as sentences; of more, it has the newest. */
export const MOST_SENTENCES = 100;

/** Looks them up in the log, which has that as an entry itself. */
export async function readEntries(
  api: Pick<Visit['api'], 'call'>,
  indices: readonly number[],
): Promise<readonly ListedEntry[]> {
  if (indices.length === 0) return [];
  const asked = { indices: indices.slice(-MOST_SENTENCES), details: true, limit: MOST_SENTENCES };
  return (await api.call<{ entries: readonly ListedEntry[] }>('POST', '/v1/audit/search', asked)).entries;
}

/** Returns the id of a held query, or of a release for danger to life: both are reviewed. */
export function reviewIdOf({
  kind,
  purpose,
  releaseId,
}: Pick<ListedEntry, 'kind' | 'purpose' | 'releaseId'>): string | null {
  return kind === 'review' || (kind === 'release' && purpose === 'exigent_life_safety') ? releaseId : null;
}

interface EntrySentencesProps {
  readonly entries: readonly ListedEntry[];
  readonly nameOf: NameOf;
  readonly agencyOf: NameOf;
}

export function EntrySentences({ entries, ...names }: EntrySentencesProps) {
  return (
    <ol class="sentences">
      {entries.map((entry) => (
        <li key={entry.index}>
          <EntrySentence {...{ entry, ...names }} />
        </li>
      ))}
    </ol>
  );
}

/** Tells an entry, and links a held query's to the reviewer's words, for readers who may read reviews. */
export function EntrySentence({
  agencyOf,
  entry,
  nameOf,
}: Omit<EntrySentencesProps, 'entries'> & { readonly entry: ListedEntry }) {
  const { agency, at, index, kind, reasonCodes } = entry;
  const reviewId = reviewIdOf(entry);
  return (
    <>
      <Time at={at} />, entry <a href={`/console/audit/${index}`}>{index}</a>, {kind.replaceAll('_', ' ')}
      {agency === null ? null : (
        <>
          {' '}
          of <AgencyName {...{ agencyOf }} ori={agency} />
        </>
      )}
      : {saidInWords(entry, (id) => nameOf(id) ?? id)}
      {reasonCodes.length === 0 ? '' : ` (${[...new Set(reasonCodes)].join(', ')})`} (<Held {...entry} />)
      {reviewId === null ? null : (
        <>
          {' '}
          <a href={reviewAddress(reviewId)}>Its review {reviewId.slice(0, 8)}</a>
        </>
      )}
    </>
  );
}
