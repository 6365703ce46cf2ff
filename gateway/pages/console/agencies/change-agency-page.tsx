/** Confirming or changing what the registry says of an agency; what takes access away is done as a revoke is. */
import { AGENCY_STATUSES } from '../../../../sharing-rules/terms/agency.ts';
import { STATES } from '../../../../sharing-rules/terms/states.ts';
import type { RosterProposed } from '../../../registry/agencies/agency.schema.ts';
import { Alert } from '../../layout/alert.tsx';
import { CheckboxGroup } from '../../layout/checkbox-group.tsx';
import { Select, TextArea, TextField } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Fields, Page, Visit } from '../../serve/page.ts';
import { PageProblem, problemOf } from '../../serve/problem.ts';
import { ProblemView } from '../../serve/problem-view.tsx';
import { agencyAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { COLORADO_COUNTIES } from '../registry/colorado-counties.ts';
import { type Lowered, LoweredStatus } from '../registry/lowered.tsx';
import { AGENCY_STATUS_WORDS, CLASS_CHOICES } from '../registry/registry-words.ts';
import { AgencyFacts } from './agency-facts.tsx';
import { changeOf, fieldsOf } from './agency-form.ts';

interface Changed extends AgencyView {
  readonly lowered: Lowered | null;
  readonly freed: number;
}

const pathOf = ({ at }: Visit) => `/v1/agencies/${encodeURIComponent(at.ori ?? '')}`;

/** With the name of its state, so that a change to another state is refused. */
async function readAgency(visit: Visit): Promise<{ readonly agency: AgencyView; readonly etag: string }> {
  const answer = await visit.api.ask('GET', pathOf(visit));
  if (answer.status !== 200) throw new PageProblem(problemOf(answer));
  return { agency: answer.body as AgencyView, etag: answer.headers.get('ETag') ?? '' };
}

export const CHANGE_AGENCY: Page = {
  path: '/console/agencies/:ori/change',
  action: 'change_agency',
  show: async (visit) => {
    const { form, problem, request, typed } = visit;
    const { agency, etag } = await readAgency(visit);
    const fields = typed.has('etag') ? typed : fieldsOf(agency);
    return {
      title: `Change facts: ${agency.name}`,
      body: (
        <>
          {problem === null ? null : <ProblemView problem={problem} at={request.path} />}
          {problem?.status === 412 ? (
            <Alert kind="warning" heading="What the registry says now">
              <AgencyFacts {...agency} />
            </Alert>
          ) : null}
          <p>
            What takes access away is in force on every node when the answer comes, as with a revoke. What
            makes the agency ineligible ends its grants.
          </p>
          <ActForm form={form}>
            <input type="hidden" name="etag" value={etag} />
            <FactFields fields={fields} />
            <PaperFields fields={fields} />
            <TextArea
              name="reason"
              label="Reason"
              hint="It is kept in the log."
              value={fields.get('reason') ?? ''}
            />
            <button type="submit" class="usa-button">
              Save
            </button>
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
    if (lowered === null && freed === 0) return { goTo: agencyAddress(ori) };
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
        <LoweredStatus lowered={lowered} ms={ms} what={`What was taken away from ${name} is gone`} />
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

const yes = (name: string) => [{ value: 'yes', name }];

function FactFields({ fields }: { readonly fields: Fields }) {
  const field = (name: string) => ({ name, value: fields.get(name) ?? '' });
  const flag = (name: string, legend: string, label: string) => (
    <CheckboxGroup name={name} legend={legend} choices={yes(label)} chosen={fields.getAll(name)} />
  );
  return (
    <>
      <TextField {...field('name')} label="Name" maxLength={200} />
      <Select {...field('class')} label="Class" choices={CLASS_CHOICES} />
      <Select {...field('state')} label="State" choices={STATES.map((value) => ({ value, name: value }))} />
      <Select
        {...field('county')}
        label="County"
        empty="None"
        choices={countiesWith(fields.get('county') ?? '').map((value) => ({ value, name: value }))}
      />
      <Select
        {...field('status')}
        label="Status"
        hint="Active confirms that a person has looked at these facts."
        choices={AGENCY_STATUSES.map((value) => ({ value, name: AGENCY_STATUS_WORDS[value] }))}
      />
      <TextField
        {...field('roster')}
        label="Officers on the roster"
        hint="How many officers the agency declared: further ones wait for a reviewer. A larger number under a grant in force takes two administrators, and no other change beside it."
      />
      {flag('boundByArticle74', 'Law', 'Bound by C.R.S. article 24-74')}
      {flag('has287g', 'Immigration', 'Has a 287(g) agreement')}
      {flag('federalMembers', 'Members', 'Has federal members')}
    </>
  );
}

/** A county that is not Colorado's stays as it is. */
function countiesWith(county: string): readonly string[] {
  return county === '' || COLORADO_COUNTIES.includes(county)
    ? COLORADO_COUNTIES
    : [county, ...COLORADO_COUNTIES];
}

function PaperFields({ fields }: { readonly fields: Fields }) {
  const field = (name: string) => ({ name, value: fields.get(name) ?? '' });
  const flag = (name: string, legend: string, label: string) => (
    <CheckboxGroup name={name} legend={legend} choices={yes(label)} chosen={fields.getAll(name)} />
  );
  return (
    <>
      <TextField
        {...field('agreementReference')}
        label="Agreement"
        maxLength={200}
        hint="Empty, with no day: the agency has no agreement any more."
      />
      <TextField {...field('agreementSignedOn')} type="date" label="Agreement signed on" />
      <TextField {...field('agreementExpiresOn')} type="date" label="Agreement ends on" />
      {flag('article74', 'Compliance', 'The agreement ensures compliance with C.R.S. article 24-74')}
      {flag('officerMfa', 'Second factor', 'The agency attests a second factor of its officers')}
      <TextField {...field('certificationSigner')} label="Certification signed by" maxLength={200} />
      <TextField {...field('certificationSignedOn')} type="date" label="Certification signed on" />
    </>
  );
}
