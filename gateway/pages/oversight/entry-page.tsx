/** Shows one entry of the log: what it says, all on which it rests, and its proof. */
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import type { Obligation, Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { shownWords } from '../../../sharing-rules/what-to-do.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import { memberPairs } from '../../cli/members-of.ts';
import type { ProvenEntry } from '../../oversight/audit-search/audit-search.schema.ts';
import { reviewAddress, searchOf } from '../console/registry/addresses.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../console/registry/agency-name.tsx';
import { Alert } from '../layout/alert.tsx';
import { Facts } from '../layout/facts.tsx';
import { Time } from '../layout/time.tsx';
import { may } from '../serve/may.ts';
import type { Page, Visit } from '../serve/page.ts';
import { AskedQuery } from './asked-query.tsx';
import { kindMeaning } from './entries-table.tsx';
import { reviewIdOf } from './entry-sentences.tsx';
import { Held } from './held.tsx';
import { findNamedOfficer, readNames } from './named.ts';
import { ObligationList } from './obligations.tsx';
import { ReasonList } from './reason-list.tsx';

export const ENTRY: Page = {
  path: '/console/audit/:index',
  action: 'read_log',
  show: async (visit) => {
    const { api, at } = visit;
    const entry = await readEntry(api, at);
    const reviewId = may(visit, 'read_reviews') ? (reviewIdOf(entry) ?? decidedReviewOf(entry)) : null;
    // An id that somebody wrote beside the entry need not be in the registry.
    const officerId = entry.proved === false ? null : entry.officerId;
    const [officer, nameOf, agencyOf] = await Promise.all([
      findNamedOfficer(api, officerId),
      readNames(api),
      readAgencyNames(api, [entry.agency]),
    ]);
    const { agency, effect, grant, index, kind } = entry;
    return {
      title: `Log entry ${index}`,
      body: (
        <>
          <Facts
            of={[
              ['What', `${kind.replaceAll('_', ' ')}: ${kindMeaning(kind)}`],
              ['When', <Time at={entry.at} />],
              ['Held against the log', <Held {...entry} />],
              effect === null ? null : ['Answer', effect],
              agency === null ? null : ['Agency', <AgencyName {...{ agencyOf }} ori={agency} />],
              grant === null ? null : ['Grant', <a href={`/console/grants/${grant}`}>{grant}</a>],
              reviewId === null
                ? null
                : ['Review', <a href={reviewAddress(reviewId)}>what was held, and what a reviewer wrote</a>],
            ]}
          />
          {entry.proved === false ? (
            <Alert kind="error">
              <p>
                This entry <Held {...entry} />. Somebody has changed the database: what stands here is what
                they left. Next: tell the operator and the Chief, and keep the database as it is.
              </p>
            </Alert>
          ) : null}
          <Details {...{ entry, officer, nameOf }} />
          <Proof {...entry} />
          <p>
            That you looked at it is in the log. Next: <a href="/console/audit">search the log</a>, or{' '}
            <a href={`/console/misuse/report${searchOf({ agency, entries: String(index) })}`}>
              report it to the Chief
            </a>
            .
          </p>
        </>
      ),
    };
  },
};

/** The same as a file: anyone who holds it can check it without the gateway. */
export const ENTRY_RECEIPT: Page = {
  path: '/console/audit/:index/receipt',
  action: 'read_log',
  show: async ({ api, at }) => {
    const { index, receipt } = await readEntry(api, at);
    if (receipt === null) {
      return {
        title: 'No receipt',
        body: <p>The details of this entry were erased, and its receipt with them.</p>,
      };
    }
    const body = `${JSON.stringify({ receipt }, null, 2)}\n`;
    return { file: { name: `receipt-${index}.json`, type: 'application/json', body } };
  },
};

function readEntry(api: Visit['api'], at: Visit['at']): Promise<ProvenEntry> {
  return api.call<ProvenEntry>('GET', `/v1/audit/entries/${encodeURIComponent(at.index ?? '')}`);
}

/** Returns the review in which an entry tells a reviewer's word; null for any other entry. */
function decidedReviewOf({ asker, kind }: ProvenEntry): string | null {
  if (asker === null || (kind !== 'review_approved' && kind !== 'review_refused')) return null;
  return (parseDetail(asker.detail) as { readonly id?: string }).id ?? null;
}

interface DetailsProps {
  readonly entry: ProvenEntry;
  readonly officer: Awaited<ReturnType<typeof findNamedOfficer>>;
  readonly nameOf: NameOf;
}

interface Judged {
  readonly subject?: { readonly personId?: string | null };
  readonly query: Omit<Query, 'from' | 'to'> & { readonly from: number; readonly to: number };
}

type OwnersDetail = { readonly input?: Judged; readonly obligations?: readonly Obligation[] } & Record<
  string,
  unknown
>;

function Details({ entry: { agency, asker, effect, owner, proved }, nameOf, officer }: DetailsProps) {
  if (asker === null || owner === null) {
    return proved === null ? (
      <p>The details were erased with their day. What the log commits to stays, and can be proved.</p>
    ) : null;
  }
  // An altered entry need not have the members of a query.
  if (proved === false) {
    return (
      <>
        <h2>What is kept</h2>
        <pre>{asker.detail}</pre>
        <pre>{owner.detail}</pre>
      </>
    );
  }
  const { input, obligations = [], ...rest } = JSON.parse(owner.detail) as OwnersDetail;
  const { reasons = [], records } = JSON.parse(asker.detail) as { reasons?: Reason[]; records?: number };
  if (input?.query === undefined) return <Members of={JSON.parse(owner.detail)} nameOf={nameOf} />;
  const { from, to, ...query } = input.query;
  const found = screenWords(query).findings.flatMap(({ code, detail, found = [] }) =>
    found.length === 0 ? [] : [{ code, detail, words: shownWords(found) }],
  );
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return (
    <>
      {reasons.length === 0 ? null : (
        <>
          <h2>{effect === 'review' ? 'Why it was held' : 'Why it was refused'}</h2>
          <ReasonList reasons={reasons} isHeld={effect === 'review'} />
        </>
      )}
      <h2>What was asked</h2>
      <AskedQuery
        {...{ query: { ...query, ...window }, officer, found, agency: agency ?? '' }}
        personId={input.subject?.personId ?? null}
      />
      <h2>What was decided</h2>
      <Facts
        of={[
          ['Reads that left', records ?? 0],
          obligations.length === 0 ? null : ['Obligations', <ObligationList obligations={obligations} />],
        ]}
      />
      <Members of={rest} nameOf={nameOf} />
    </>
  );
}

/** Lists each member by its name; persons by theirs. */
function Members({ nameOf, of }: { readonly of: object; readonly nameOf: NameOf }) {
  const known = memberPairs(of).filter(([, value]) => value !== '-');
  return <Facts of={known.map(([name, value]) => [name, nameOf(value)] as const)} />;
}

function Proof({ commitment, entry, index, leafHash, receipt }: ProvenEntry) {
  return (
    <>
      <h2>Proof</h2>
      <p>
        The public log has this line, and nothing of the details but a hash that they must fit (the
        commitment).
      </p>
      <pre>{entry}</pre>
      <Facts
        of={[
          ['Commitment', <code>{commitment}</code>],
          ['Leaf hash', <code>{leafHash}</code>],
          receipt === null ? null : ['Hashes up to the root', receipt.proof.length],
        ]}
      />
      {receipt === null ? null : (
        <>
          <p>Signed head of the log that it is proved to be in:</p>
          <pre>{receipt.checkpoint}</pre>
          <p>
            <a href={`/console/audit/${index}/receipt`} download>
              Receipt
            </a>{' '}
            (JSON). Next: <a href="/verify">verify it</a>, or have somebody else do so.
          </p>
        </>
      )}
    </>
  );
}
