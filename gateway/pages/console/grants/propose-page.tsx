/** Proposing a grant: the form knows what the law requires, and says what this agency lacks before it is sent. */
import { isBroughtByGrant } from '../../../../sharing-rules/administer.ts';
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';
import { Alert } from '../../layout/alert.tsx';
import { CheckboxGroup } from '../../layout/checkbox-group.tsx';
import { TextField } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Fields, Page, Visit } from '../../serve/page.ts';
import { ProblemView } from '../../serve/problem-view.tsx';
import { agencyAddress, grantAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { type GrantView, grantBefore, readGrantsOf } from '../registry/grant-view.ts';
import { choicesOf, DATA_CLASS_WORDS, reasonWords } from '../registry/registry-words.ts';
import { ALL, beginWith, type Faults, markedBy, proposalOf } from './proposal-form.ts';

const partnerOf = ({ search, typed }: Visit) => typed.get('partner') ?? search.get('partner') ?? '';

export const PROPOSE: Page = {
  path: '/console/grants/propose',
  action: 'propose_grant',
  show: async (visit) => {
    const { api, form, problem, request, typed } = visit;
    const partner = partnerOf(visit);
    if (partner === '') return { title: 'Propose grant', body: <ChooseAgency /> };
    const [agency, grants] = await Promise.all([
      api.call<AgencyView>('GET', `/v1/agencies/${encodeURIComponent(partner)}`),
      readGrantsOf(api, partner),
    ]);
    const fields = typed.has('partner') ? typed : beginWith(agency, grantBefore(grants));
    return {
      title: `Propose grant: ${agency.name}`,
      body: (
        <>
          {problem === null ? null : <ProblemView problem={problem} at={request.path} />}
          <Lacking {...agency} />
          <p>
            Nothing is shared by a proposal. Another administrator looks at it and approves it. For{' '}
            <a href={agencyAddress(agency.ori)}>{agency.name}</a>, {agency.ori}.
          </p>
          <ActForm form={form}>
            <input type="hidden" name="partner" value={agency.ori} />
            <TermsFields fields={fields} faults={markedBy(problem)} />
            <PapersFields fields={fields} faults={markedBy(problem)} />
            <button type="submit" class="usa-button">
              Propose
            </button>
          </ActForm>
        </>
      ),
    };
  },
  act: async (visit) => {
    const body = proposalOf(visit.typed, partnerOf(visit));
    const grant = await visit.api.call<GrantView>('POST', '/v1/grants', body, {
      'Idempotency-Key': visit.form.key,
    });
    return { goTo: grantAddress(grant.id) };
  },
};

function ChooseAgency() {
  return (
    <Alert kind="info">
      A grant is proposed for one agency. Next: <a href="/console/agencies">find the agency</a>, open its
      page, and press Propose grant there.
    </Alert>
  );
}

/** What stands against the agency itself, which no proposal changes, and what this one has to bring. */
function Lacking({ ori, reasons }: AgencyView) {
  const brought = reasons.filter(({ code }) => isBroughtByGrant(code));
  const barring = reasons.filter(({ code }) => !isBroughtByGrant(code));
  return (
    <>
      {barring.length === 0 ? null : (
        <Alert kind="warning" heading="This agency cannot be granted anything as it stands">
          <ul>
            {barring.map((one) => (
              <li key={one.code}>
                <code>{one.code}</code>
                {one.clause === undefined ? '' : ` (${one.clause})`}: {reasonWords(one)}
              </li>
            ))}
          </ul>
          <p>
            Next: if the registry is wrong, <a href={`${agencyAddress(ori)}/change`}>change its facts</a>.
          </p>
        </Alert>
      )}
      {brought.length === 0 ? null : (
        <Alert kind="info" heading="What this proposal must include">
          <ul>
            {brought.map((one) => (
              <li key={one.code}>
                {one.code.startsWith('agreement')
                  ? 'A sharing agreement in force'
                  : 'A certification of this year'}
                {one.clause === undefined ? '' : ` (${one.clause})`}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  );
}

interface PartProps {
  readonly fields: Fields;
  readonly faults: Faults;
}

const PURPOSE_CHOICES = [
  { value: ALL, name: 'All of these' },
  ...PURPOSES.filter(({ answer }) => answer === 'approved').map(({ clause, code: value, title }) => ({
    value,
    name: `${title} (${clause})`,
  })),
];

function TermsFields({ faults, fields }: PartProps) {
  const field = (name: string) => ({ name, value: fields.get(name) ?? '', error: faults.get(name) });
  return (
    <>
      <CheckboxGroup
        name="purposes"
        legend="Purposes"
        hint="Only what Policy 420 and C.R.S. 24-74 approve is listed. Each query must state one of them."
        choices={PURPOSE_CHOICES}
        chosen={fields.getAll('purposes')}
        error={faults.get('purposes')}
      />
      <CheckboxGroup
        name="dataClasses"
        legend="Data"
        choices={choicesOf(DATA_CLASS_WORDS)}
        chosen={fields.getAll('dataClasses')}
        error={faults.get('dataClasses')}
      />
      <TextField {...field('lookBackDays')} label="Oldest reads, in days" hint="At most 30 (Policy 420.7)." />
      <TextField {...field('dailyRecords')} label="Records a day, at most" />
      <TextField
        {...field('validUntil')}
        type="date"
        label="Until"
        hint="The grant ends at 00:00 UTC of this day: the day before is the last on which reads are shared."
      />
    </>
  );
}

function PapersFields({ faults, fields }: PartProps) {
  const field = (name: string) => ({ name, value: fields.get(name) ?? '', error: faults.get(name) });
  return (
    <>
      <TextField
        {...field('agreementReference')}
        maxLength={200}
        label="Agreement"
        hint="Reference of the sharing agreement (C.R.S. 24-74-106)."
      />
      <TextField {...field('agreementSignedOn')} type="date" label="Agreement signed on" />
      <TextField
        {...field('agreementExpiresOn')}
        type="date"
        label="Agreement ends on"
        hint="Leave it empty where the agreement has no end."
      />
      <CheckboxGroup
        name="article74"
        legend="Compliance"
        choices={[{ value: 'yes', name: 'The agreement ensures compliance with C.R.S. article 24-74' }]}
        chosen={fields.getAll('article74')}
        error={faults.get('article74')}
      />
      <CheckboxGroup
        name="officerMfa"
        legend="Second factor"
        hint="Where the agency attests none, its officers have to sign in at the gateway themselves."
        choices={[{ value: 'yes', name: 'The agency attests a second factor of its officers' }]}
        chosen={fields.getAll('officerMfa')}
      />
      <TextField
        {...field('certificationSigner')}
        maxLength={200}
        label="Certification signed by"
        hint="The certification under penalty of perjury (C.R.S. 24-74-105), renewed every year."
      />
      <TextField {...field('certificationSignedOn')} type="date" label="Certification signed on" />
    </>
  );
}
