/** Shows one hit that is said to be wrong: who reported it, the letter to the entry's source, and how the caution is lifted. */
import type { ShownHit } from '../../hot-lists/hits/hit.schema.ts';
import type { Lifted } from '../../hot-lists/hits/lift-caution.ts';
import { standingOf, WRONG_WORDS } from '../../hot-lists/hits/verify-hit.ts';
import { LogEntryLink } from '../console/registry/log-entry-link.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { Facts } from '../layout/facts.tsx';
import { TextField } from '../layout/fields.tsx';
import { Day, Time } from '../layout/time.tsx';
import { ActForm } from '../serve/act-form.tsx';
import { may } from '../serve/may.ts';
import type { Page, Visit } from '../serve/page.ts';

const DAY = 86_400_000;
const HITS = '/console/hits';

export const hitAddress = (id: string) => `${HITS}/${encodeURIComponent(id)}`;

type Caution = NonNullable<ShownHit['caution']>;

export const HIT: Page = {
  path: `${HITS}/:id`,
  action: 'read_hits',
  show: async (visit) => {
    const { api, at } = visit;
    const hit = await api.call<ShownHit>('GET', `/v1/hits/${encodeURIComponent(at.id ?? '')}`);
    const { caution } = hit;
    return {
      title: 'Hit',
      body: (
        <>
          <HitFacts {...{ hit, visit }} />
          {caution === undefined ? (
            <p>The hits of this plate and entry carry no caution.</p>
          ) : (
            <Cautioned {...{ caution, hit, visit }} />
          )}
          <p class="no-print">
            <a href={HITS}>All hits</a>
          </p>
        </>
      ),
    };
  },
  act: async ({ api, at, form, typed }) => {
    const id = at.id ?? '';
    const body = { reason: typed.get('reason') ?? '' };
    const once = { 'Idempotency-Key': form.key };
    const { status } = await api.call<Lifted>(
      'POST',
      `/v1/hits/${encodeURIComponent(id)}/wrong/lift`,
      body,
      once,
    );
    return { goTo: hitAddress(id), told: status === 'proposed' ? 'lift_proposed' : 'lifted' };
  },
};

function HitFacts({ hit, visit }: { readonly hit: ShownHit; readonly visit: Visit }) {
  const [read] = hit.reads;
  return (
    <Facts
      of={[
        ['Plate', `${read?.plate ?? ''} ${read?.plateState ?? ''}`.trim()],
        ['Captured', <Time key="at" at={read?.capturedAt ?? null} />],
        ['Camera', read?.camera.name],
        ['List', hit.list],
        ['Status', standingOf(hit, read?.plateState ?? null)],
        hit.caution === undefined
          ? null
          : ['Log entry', <LogEntryLink key="entry" visit={visit} index={hit.caution.index} />],
      ]}
    />
  );
}

interface CautionedProps {
  readonly caution: Caution;
  readonly hit: ShownHit;
  readonly visit: Visit;
}

function Cautioned({ caution, hit, visit }: CautionedProps) {
  const { form, session, typed } = visit;
  return (
    <>
      <div class="no-print">
        <DataTable
          name="Reports of officers"
          columns={[
            { name: 'When', of: ({ at }) => <Time at={at} /> },
            { name: 'Officer', of: ({ officer }) => <bdi>{officer}</bdi> },
            { name: 'Agency', of: ({ agency }) => agency },
            { name: 'What is wrong', of: ({ is }) => WRONG_WORDS[is] },
            { name: 'Note', of: ({ note }) => note },
            { name: 'Reports in 30 days', of: ({ inThirtyDays }) => inThirtyDays, isNumber: true },
          ]}
          rows={hit.reports ?? []}
          empty="No officer reported it: a reviewer found it."
        />
        {may(visit, 'lift_caution') ? (
          <ActForm form={form}>
            <h2>Lift the caution</h2>
            <p>
              It takes two persons. If an officer had reported a right hit as wrong, the Chief gets a report.
            </p>
            <TextField name="reason" label="Reason" required value={typed.get('reason') ?? ''} />
            <button type="submit" class="usa-button">
              Lift the caution
            </button>
          </ActForm>
        ) : null}
      </div>
      {caution.status === 'wrong' ? (
        <Letter {...{ caution, hit, owner: session.person.ori }} />
      ) : (
        <p>A reviewer has not found it yet, so there is no letter to the entry’s source.</p>
      )}
    </>
  );
}

const FOUND: Readonly<Record<Caution['is'], string>> = {
  other_vehicle: 'the vehicle is another one than your entry names',
  entry_wrong: 'your entry is wrong',
  plate_misread: 'the camera misread the plate, and your entry is about another one',
};

/** Prints alone, on the department's paper. */
function Letter({ caution, hit, owner }: Omit<CautionedProps, 'visit'> & { readonly owner: string }) {
  const { entry, list, reads, why } = hit;
  const [read] = reads;
  const days = Math.floor((Date.now() - Date.parse(caution.since)) / DAY);
  return (
    <article aria-label="Letter to the source">
      <h2>A wrong hit on your entry</h2>
      <p>
        To {why?.originator ?? why?.agency ?? `the source of the list ${list}`}, from {owner},{' '}
        <Day at={new Date().toISOString()} />
      </p>
      <p>
        Your entry {why?.reference ?? entry} on the list {list} names the plate{' '}
        {`${read?.plate ?? ''} ${read?.plateState ?? ''}`.trim()}. Our camera read this plate on{' '}
        <Time at={read?.capturedAt ?? null} />. A person looked at the hit and found that {FOUND[caution.is]}.
        It was dismissed; nobody should be stopped for it.
      </p>
      <p>
        Please check the entry, and correct it or take it off the list. Until then our officers are shown this
        caution with each further hit.{' '}
        {days === 0 ? 'It was found today.' : `It has stood for ${days} days since it was found.`}
      </p>
      <p>Our record: entry {caution.index} of the audit log.</p>
      <p>Signature: ____________________</p>
    </article>
  );
}
