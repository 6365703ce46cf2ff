/** Confirming or changing what the registry says of an agency; what takes access away is done as a revoke is. */
import { isDeepStrictEqual } from 'node:util';
import type { RosterProposed } from '../../../registry/agencies/agency.schema.ts';
import { CHANGE_TERMS } from '../../../registry/agencies/agency.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { TextArea } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Fields, Page, Visit } from '../../serve/page.ts';
import { PageProblem, problemOf } from '../../serve/problem.ts';
import { fieldsOf, TermFields, typedBody } from '../../serve/term-fields.tsx';
import { agencyAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { type Withdrawn, WithdrawnStatus } from '../registry/withdrawn.tsx';
import { AgencyFacts } from './agency-facts.tsx';

interface Changed extends AgencyView {
  readonly lowered: Withdrawn | null;
  readonly freed: number;
}

const pathOf = ({ at }: Visit) => `/v1/agencies/${encodeURIComponent(at.ori ?? '')}`;

/** Reads the agency with the ETag of its state, so that a change to another state is refused. */
async function readAgency(visit: Visit): Promise<{ readonly agency: AgencyView; readonly etag: string }> {
  const answer = await visit.api.ask('GET', pathOf(visit));
  if (answer.status !== 200) throw new PageProblem(problemOf(answer));
  return { agency: answer.body as AgencyView, etag: answer.headers.get('ETag') ?? '' };
}

export const CHANGE_AGENCY: Page = {
  path: '/console/agencies/:ori/change',
  action: 'change_agency',
  terms: CHANGE_TERMS,
  show: async (visit) => {
    const { form, problem, typed } = visit;
    const { agency, etag } = await readAgency(visit);
    const isDraft = agency.status === 'draft';
    // Whoever comes to confirm the facts need not find that the status says so, too.
    const begin = isDraft ? { ...agency, status: 'active' } : agency;
    const fields = typed.has('etag') ? typed : fieldsOf(CHANGE_TERMS, begin);
    return {
      title: `${isDraft ? 'Confirm' : 'Change'} facts: ${agency.name}`,
      body: (
        <>
          {problem?.status === 412 ? (
            <Alert kind="warning" heading="What the registry says now">
              <AgencyFacts {...agency} />
            </Alert>
          ) : null}
          <p>
            What takes access away is in force on every node when the answer comes, as with a revoke. What
            makes the agency ineligible ends its grants.
          </p>
          <ActForm form={form} press="Save">
            <input type="hidden" name="etag" value={etag} />
            <TermFields {...{ terms: CHANGE_TERMS, fields, problem }} />
            <TextArea
              name="reason"
              label="Reason"
              hint="It is kept in the log."
              value={fields.get('reason') ?? ''}
            />
          </ActForm>
        </>
      ),
    };
  },
  act: async (visit) => {
    const { agency } = await readAgency(visit);
    const reason = (visit.typed.get('reason') ?? '').trim();
    const change = { ...changeOf(visit.typed, agency), ...(reason === '' ? {} : { reason }) };
    const began = performance.now();
    const changed = await visit.api.call<Changed | RosterProposed>('PATCH', pathOf(visit), change, {
      'If-Match': visit.typed.get('etag') ?? '',
    });
    if ('index' in changed) return { title: 'Larger roster proposed', body: <Proposed {...agency} /> };
    const ms = Math.round(performance.now() - began);
    const { freed, lowered, ori } = changed;
    if (lowered === null && freed === 0) return { goTo: agencyAddress(ori), told: 'saved' };
    return { title: 'Facts changed', body: <WhatCame {...{ changed, ms }} /> };
  },
};

function Proposed({ name, ori }: AgencyView) {
  return (
    <>
      <Alert kind="info">
        Nothing has changed yet: a grant to {name} is in force, so another administrator must save the same
        number within 72 hours.
      </Alert>
      <p>
        Next: <a href={agencyAddress(ori)}>the agency</a>.
      </p>
    </>
  );
}

function WhatCame({ changed, ms }: { readonly changed: Changed; readonly ms: number }) {
  const { freed, lowered, name, ori } = changed;
  return (
    <>
      {lowered === null ? null : (
        <WithdrawnStatus lowered={lowered} ms={ms} what={`What was taken away from ${name} is gone`} />
      )}
      {freed === 0 ? null : (
        <Alert kind="info">
          Queries that waited for the roster alone: {freed}. Each is judged again when it is picked up,
          without a reviewer.
        </Alert>
      )}
      <p>
        Next: <a href={agencyAddress(ori)}>the agency</a>.
      </p>
    </>
  );
}

/** Returns only the members that differ. @throws PageProblem if none does, or a field is wrong */
function changeOf(typed: Fields, now: AgencyView): Readonly<Record<string, unknown>> {
  const wanted = typedBody(CHANGE_TERMS, typed, 'nothing was changed');
  const changed = Object.entries(wanted).filter(
    ([name, value]) => !isDeepStrictEqual(value, now[name as keyof AgencyView]),
  );
  if (changed.length > 0) return Object.fromEntries(changed);
  const detail =
    'nothing was changed: each fact is as it was. Change what is to be another, and send it again';
  throw new PageProblem({ status: 422, detail, reasons: [], members: {} });
}
