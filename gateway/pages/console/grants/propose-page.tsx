/** Proposing a grant: the form knows what the law requires, and says what this agency lacks before it is sent. */
import { isBroughtByGrant } from '../../../../sharing-rules/administer.ts';
import { areOfOwner } from '../../../../sharing-rules/rules/agency/agency-eligible.ts';
import { GRANT_TERMS, OWN_TERMS, SHARED_TERMS } from '../../../registry/grants/grant.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Fields, Page, Visit } from '../../serve/page.ts';
import { fieldsOf, TermFields, typedBody } from '../../serve/term-fields.tsx';
import { agencyAddress, grantAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { type GrantView, grantBefore, readGrantsOf } from '../registry/grant-view.ts';
import { reasonWords } from '../registry/registry-words.ts';

const partnerOf = ({ search, typed }: Visit) => typed.get('partner') ?? search.get('partner') ?? '';

export const PROPOSE: Page = {
  path: '/console/grants/propose',
  action: 'propose_grant',
  show: async (visit) => {
    const { api, form, problem, typed } = visit;
    const partner = partnerOf(visit);
    if (partner === '') return { title: 'Propose grant', body: <ChooseAgency /> };
    const [agency, grants] = await Promise.all([
      api.call<AgencyView>('GET', `/v1/agencies/${encodeURIComponent(partner)}`),
      readGrantsOf(api, partner),
    ]);
    const isOwn = areOfOwner(agency.reasons);
    const fields = typed.has('partner') ? typed : beginWith(agency, grantBefore(grants));
    return {
      title: `Propose grant: ${agency.name}`,
      body: (
        <>
          {isOwn ? <OwnUse /> : <Lacking {...agency} />}
          <p>
            {isOwn ? 'Nothing is in force' : 'Nothing is shared'} by a proposal. Another administrator looks
            at it and approves it. For <a href={agencyAddress(agency.ori)}>{agency.name}</a>, {agency.ori}.
          </p>
          <ActForm form={form} press="Propose">
            <input type="hidden" name="partner" value={agency.ori} />
            {isOwn ? <input type="hidden" name="own" value="yes" /> : null}
            <TermFields {...{ terms: isOwn ? OWN_TERMS : SHARED_TERMS, fields, problem }} />
          </ActForm>
        </>
      ),
    };
  },
  act: async (visit) => {
    const isOwn = visit.typed.has('own');
    const terms = typedBody(isOwn ? OWN_TERMS : SHARED_TERMS, visit.typed, 'nothing was proposed');
    const body = { ...terms, partner: partnerOf(visit), ...(isOwn ? { dataClasses: ['own'] } : {}) };
    const grant = await visit.post<GrantView>('/v1/grants', body);
    return { goTo: grantAddress(grant.id), told: 'proposed' };
  },
};

function OwnUse() {
  return (
    <Alert kind="info">
      This agency owns the reads. Its grant to itself lets its own officers ask, under the rules, limits and
      log that partners ask under. It is no sharing, and takes no certification.
    </Alert>
  );
}

function ChooseAgency() {
  return (
    <Alert kind="info">
      A grant is proposed for one agency. Next: <a href="/console/agencies">find the agency</a>, open its
      page, and press Propose grant there.
    </Alert>
  );
}

/** Shows what no proposal can mend about the agency, and what this proposal has to include. */
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

/** Returns the fields that the form begins with: the registry's papers, and the terms of the grant before. */
function beginWith({ agreement, certification }: AgencyView, before: GrantView | null): Fields {
  const { dailyRecords, dataClasses, lookBackDays, purposes = [] } = before ?? {};
  return fieldsOf(GRANT_TERMS, {
    ...{ purposes, dataClasses, lookBackDays, dailyRecords, agreement, certification },
  });
}
