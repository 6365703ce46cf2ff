/** `/query/standing`: an officer's own standing queries: taking one back, and entering one on the form of a query. */
import { randomUUID } from 'node:crypto';
import { mayWait } from '../../../sharing-rules/hot-list-sharing.ts';
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { LONGEST_WAIT_DAYS } from '../../hot-lists/hits/enter-standing-query.ts';
import type { ownStandingQueries } from '../../hot-lists/hits/standing-query.schema.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import { minuteOf } from '../../http/schemas/terms.ts';
import { listedPage } from '../console/registry/listed-page.tsx';
import { type FieldOf, TextField } from '../layout/fields.tsx';
import type { Acted, Fields, Shown, Visit } from '../serve/page.ts';
import { PageProblem } from '../serve/problem.ts';
import { typedAs } from '../session/kept-forms.ts';
import { bodyOf } from './ask-as-typed.ts';
import { faultsOf } from './field-faults.ts';
import { type OtherForm, QueryForm } from './query-form.tsx';
import { RefusalView } from './refusal-view.tsx';
import type { ShownFormDeps } from './shown-form.tsx';
import { HITS_ADDRESS } from './standing-hits-page.tsx';

interface Standing
  extends Omit<TypeOf<typeof ownStandingQueries>['standingQueries'][number], 'plate' | 'purpose'> {
  readonly plate: { readonly number: string };
  readonly purpose: { readonly code: string; readonly caseNumber: string };
}

export const STANDING_ADDRESS = '/query/standing';

export const STANDING_QUERIES = listedPage<Standing>({
  ...{ path: STANDING_ADDRESS, action: null, api: '/v1/standing-queries', member: 'standingQueries' },
  title: 'Standing queries',
  columns: () => ({
    plate: ({ plate }) => plate.number,
    purpose: ({ purpose }) => findPurpose(purpose.code)?.title ?? purpose.code,
    case: ({ purpose }) => purpose.caseNumber,
    'until (UTC)': ({ expiresAt }) => minuteOf(expiresAt),
    'in force': ({ inForce }) => (inForce ? 'yes' : 'no'),
  }),
  empty: 'No query of yours waits for reads. Next: enter one.',
  above: () => (
    <>
      <a href={`${STANDING_ADDRESS}/enter`}>Enter a standing query</a> ·{' '}
      <a href={HITS_ADDRESS}>Hits of your standing queries</a>
    </>
  ),
  idOf: ({ entry }) => String(entry),
  calledOf: ({ plate }) => `the query for ${plate.number}`,
  acts: [
    {
      ...{ act: 'take-back', press: 'Take back', action: null },
      isFor: ({ inForce }) => inForce,
      before: 'You are not told of this plate any more.',
      carryOut: async ({ api }, entry) => {
        await api.call('DELETE', `/v1/hot-lists/own/entries/${encodeURIComponent(entry)}`);
        return { goTo: STANDING_ADDRESS };
      },
    },
  ],
});

export const ENTER_ADDRESS = `${STANDING_ADDRESS}/enter`;

/** Offers to wait for the plate of an answer; nothing where its purpose does not wait, or no one plate was asked for. */
export function WatchPlate({ id, typed }: { readonly id: string | undefined; readonly typed: Fields }) {
  const isOnePlate = (typed.get('plate') ?? '') !== '' && (typed.get('match') ?? 'exact') === 'exact';
  if (id === undefined || !isOnePlate || !mayWait(typed.get('purpose') ?? '')) return null;
  return (
    <form method="get" action={ENTER_ADDRESS}>
      <input type="hidden" name="as" value={id} />
      <button type="submit" class="usa-button usa-button--outline">
        Watch this plate
      </button>
    </form>
  );
}

/** Shows the form, filled in as the answer was asked for that the address names: by its id, never by its plate. */
export function showStandingForm(visit: Visit, { contact, now }: ShownFormDeps): Shown {
  const { form, problem, search, session } = visit;
  const typed = visit.typed.size > 0 ? visit.typed : (typedAs(session, search) ?? visit.typed);
  return {
    title: 'Enter a standing query',
    scripts: ['query-form.js', 'find-offense.js'],
    body: (
      <>
        {problem === null ? null : <RefusalView problem={problem} contact={contact} isFormKept />}
        <p>
          You are told when a camera reads the plate, for as long as the purpose holds. Each notice is decided
          as a query is.
        </p>
        <QueryForm
          {...{ typed, now: now(), instead: WAITS }}
          faults={problem === null ? {} : faultsOf(problem)}
          reasons={problem?.reasons ?? []}
          form={{ ...form, key: randomUUID() }}
        />
      </>
    ),
  };
}

/** Says it before a date is refused for it, and then. */
const LAST_DAY = `Choose the last day, at most ${LONGEST_WAIT_DAYS} days ahead.`;

function EndAndButton({ field }: { readonly field: FieldOf }) {
  return (
    <>
      <TextField {...field('until-day')} label="Until the end of (UTC)" type="date" hint={LAST_DAY} />
      <button type="submit" class="usa-button">
        Enter
      </button>
    </>
  );
}

const WAITS: OtherForm = { at: ENTER_ADDRESS, end: (field) => <EndAndButton field={field} /> };

export async function enterStanding({ api, form, typed }: Visit, { now }: ShownFormDeps): Promise<Acted> {
  const until = typed.get('until-day') ?? '';
  // It waits for what is to come: the window of a query is not typed, and not sent.
  const asked = bodyOf({ typed: withWindow(typed), now: now() }) as Readonly<Record<string, unknown>>;
  const { plate, purpose } = asked as {
    readonly plate: { number: string; state?: string };
    readonly purpose: object;
  };
  if (until === '') throw fault(LAST_DAY);
  const { number, state } = plate;
  const body = { purpose, plate: { number, state }, expiresAt: `${until}T23:59:59Z` };
  await api.call('POST', '/v1/hot-lists/own/entries', body, { 'Idempotency-Key': form.key });
  return { goTo: STANDING_ADDRESS };
}

function withWindow(typed: Fields): Fields {
  const whole = new URLSearchParams(typed);
  whole.set('window', 'P1D');
  return whole;
}

function fault(words: string): PageProblem {
  const detail = 'Nothing was entered yet. The fields below say what to change';
  return new PageProblem({ status: 422, detail, reasons: [], members: { fields: { 'until-day': words } } });
}
