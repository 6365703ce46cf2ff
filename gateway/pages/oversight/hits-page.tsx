/** Reads that match a hot list, with why each plate is looked for; a reviewer confirms or dismisses each. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { ShownHit } from '../../hot-lists/hits/hit.schema.ts';
import { standingOf, VERIFY } from '../../hot-lists/hits/verify-hit.ts';
import { filtersOf, searchOf } from '../console/registry/addresses.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../console/registry/agency-name.tsx';
import { Alert } from '../layout/alert.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { TextField } from '../layout/fields.tsx';
import { MoreLink } from '../layout/more-link.tsx';
import { Time } from '../layout/time.tsx';
import { ActForm } from '../serve/act-form.tsx';
import { may } from '../serve/may.ts';
import type { Page, Visit } from '../serve/page.ts';
import { hitAddress } from './hit-page.tsx';
import { askIfWrong, WrongButtons, wrongBody } from './wrong-buttons.tsx';

type Why = NonNullable<ShownHit['why']>;

/** A hit as the owner's people are told of it: with why. */
type ListedHit = ShownHit & { readonly why: Why };

interface HitsOfPage {
  readonly hits: readonly ListedHit[];
  readonly next: string | null;
}

/** The gateway gives no more at once. */
const MOST = 50;
const HERE = '/console/hits';
const WHAT_FOLLOWS =
  'The hit is dismissed. Each further hit of this plate and entry carries a caution until the entry changes, or two persons lift it.';

export const HITS: Page = {
  path: HERE,
  action: 'read_hits',
  link: { name: 'Hits' },
  show: async (visit) => {
    const { api, search } = visit;
    const { after, since } = filtersOf(search, 'since', 'after');
    const asked = searchOf({
      ...{ limit: String(MOST), after },
      since: since === '' ? null : `${since}T00:00:00Z`,
    });
    const { hits, next } = await api.call<HitsOfPage>('GET', `/v1/hits${asked}`);
    const mayDecide = may(visit, 'decide_hit');
    const agencyOf = await readAgencyNames(
      api,
      hits.map(({ why }) => why.agency),
    );
    return {
      title: 'Hits',
      body: (
        <>
          <Alert kind="warning">{VERIFY}</Alert>
          {mayDecide && hits.length > 0 ? (
            <p>
              Confirm or dismiss each once. The last three also dismiss it, and warn of each further hit of
              that plate and entry until the entry changes.
            </p>
          ) : null}
          <form method="get" class="usa-form">
            <TextField name="since" label="Captured since" type="date" hint="UTC." value={since} />
            <button type="submit" class="usa-button">
              Show
            </button>
          </form>
          <HitTable {...{ agencyOf, hits, visit, mayDecide }} />
          <MoreLink address={HERE} filters={{ since }} next={next} name="Older hits" />
          <p>That you looked at these hits is in the log.</p>
        </>
      ),
    };
  },
  act: async (visit) => {
    const { post, search, typed } = visit;
    const back = `${HERE}${searchOf(filtersOf(search, 'since', 'after'))}`;
    const asks = askIfWrong(visit, { back, press: 'Mark as wrong', follows: WHAT_FOLLOWS });
    if (asks !== null) return asks;
    const path = `/v1/hits/${encodeURIComponent(typed.get('hit') ?? '')}`;
    if (typed.has('is')) {
      await post(`${path}/wrong`, wrongBody(typed));
      return { goTo: back, told: 'wrong' };
    }
    const isConfirmed = typed.get('word') === 'confirm';
    await post(`${path}/${isConfirmed ? 'confirm' : 'dismiss'}`);
    return { goTo: back, told: isConfirmed ? 'confirmed' : 'dismissed' };
  },
};

interface HitTableProps {
  readonly hits: readonly ListedHit[];
  readonly visit: Visit;
  readonly mayDecide: boolean;
  readonly agencyOf: NameOf;
}

function HitTable({ agencyOf, hits, mayDecide, visit }: HitTableProps) {
  const rows = hits.flatMap((hit) => hit.reads.map((read) => ({ hit, read })));
  return (
    <DataTable
      name="Hits"
      columns={[
        { name: 'Captured', of: ({ read }) => <Time at={read.capturedAt} /> },
        { name: 'Plate', of: ({ read }) => `${read.plate} ${read.plateState ?? ''}`.trim() },
        { name: 'Camera', of: ({ read }) => read.camera.name },
        { name: 'List', of: ({ hit }) => hit.list },
        { name: 'Why it is looked for', of: ({ hit }) => whyText(hit.why) },
        { name: 'Case', of: ({ hit }) => hit.why.caseNumber ?? hit.why.reference },
        { name: 'For', of: ({ hit }) => <ForWhom {...hit.why} agencyOf={agencyOf} /> },
        { name: 'Status', of: ({ hit, read }) => <Status {...{ hit, read }} /> },
        {
          name: 'Decide',
          isAct: true,
          of: ({ hit, read }) =>
            mayDecide && hit.status !== 'dismissed' ? (
              <Decide {...{ hit, visit, plate: read.plate }} />
            ) : null,
        },
      ]}
      rows={rows}
      empty={
        <>
          No hit fits. Lists are matched as reads come in. Next:{' '}
          <a href="/console/hot-lists">look at the lists</a>, or at more days.
        </>
      }
    />
  );
}

function ForWhom({ agency, agencyOf, officer, originator }: Why & { readonly agencyOf: NameOf }) {
  if (agency === null) return originator;
  return (
    <>
      {officer === null ? null : (
        <>
          <bdi>{officer.name}</bdi>,{' '}
        </>
      )}
      <AgencyName {...{ agencyOf }} ori={agency} />
    </>
  );
}

function whyText({ category, justification, kind, note, purpose }: Why): string {
  const named = purpose === null ? null : (findPurpose(purpose)?.title ?? purpose);
  // The list's own words are used, if it has some.
  const parts = [named, category ?? kind?.replaceAll('_', ' '), note, justification];
  return parts.filter((part) => part).join(': ') || 'the entry has left its list';
}

/** Links to what was said to be wrong, and to the letter to the entry's source. */
function Status({ hit, read }: { readonly hit: ListedHit; readonly read: ListedHit['reads'][number] }) {
  const standing = standingOf(hit, read.plateState);
  if (hit.caution === undefined) return <>{standing}</>;
  return (
    <>
      {standing}{' '}
      <a href={hitAddress(hit.hitId)} aria-label={`Caution and letter, ${read.plate}`}>
        Caution and letter
      </a>
    </>
  );
}

interface DecideProps {
  readonly hit: ListedHit;
  readonly plate: string;
  readonly visit: Visit;
}

function Decide({ hit, plate, visit }: DecideProps) {
  return (
    <ActForm form={visit.form}>
      <input type="hidden" name="hit" value={hit.hitId} />
      <div class="acts">
        {hit.status === 'unconfirmed' ? (
          <>
            <button
              type="submit"
              name="word"
              value="confirm"
              class="usa-button"
              aria-label={`Confirm ${plate}`}
            >
              Confirm
            </button>
            <button
              type="submit"
              name="word"
              value="dismiss"
              class="usa-button usa-button--outline"
              aria-label={`Dismiss ${plate}`}
            >
              Dismiss
            </button>
          </>
        ) : null}
        <WrongButtons plate={plate} />
      </div>
    </ActForm>
  );
}
