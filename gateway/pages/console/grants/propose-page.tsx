/** Proposing a grant: the form knows what the law requires, and says what this agency lacks before it is sent. */
import { isBroughtByGrant } from '../../../../sharing-rules/administer.ts';
import { areOfOwner } from '../../../../sharing-rules/rules/agency/agency-eligible.ts';
import type { Terms } from '../../../http/schemas/terms.ts';
import type { ShownAgreement } from '../../../network/agreements/agreement.schema.ts';
import { GRANT_TERMS, OWN_TERMS, SHARED_TERMS, UNDER_TERMS } from '../../../registry/grants/grant.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Fields, Page, Visit } from '../../serve/page.ts';
import { fieldsOf, TermFields, typedBody } from '../../serve/term-fields.tsx';
import { agencyAddress, agreementAddress, grantAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { type GrantView, grantBefore, readGrantsOf } from '../registry/grant-view.ts';
import { reasonWords } from '../registry/registry-words.ts';

const partnerOf = ({ search, typed }: Visit) => typed.get('partner') ?? search.get('partner') ?? '';
/** The agreement with the partner's gateway that the grant names in place of papers; empty: none. */
const underOf = ({ search, typed }: Visit) => typed.get('under') ?? search.get('under') ?? '';

function termsFor(isOwn: boolean, under: string): Terms {
  if (isOwn) return OWN_TERMS;
  return under === '' ? SHARED_TERMS : UNDER_TERMS;
}

export const PROPOSE: Page = {
  path: '/console/grants/propose',
  action: 'propose_grant',
  terms: GRANT_TERMS,
  show: async (visit) => {
    const { api, form, problem, typed } = visit;
    const partner = partnerOf(visit);
    if (partner === '') return { title: 'Propose grant', body: <ChooseAgency /> };
    const under = underOf(visit);
    const [agency, grants, named] = await Promise.all([
      api.call<AgencyView>('GET', `/v1/agencies/${encodeURIComponent(partner)}`),
      readGrantsOf(api, partner),
      under === '' ? null : api.call<ShownAgreement>('GET', `/v1/agreements/${encodeURIComponent(under)}`),
    ]);
    const isOwn = areOfOwner(agency.reasons);
    const fields = typed.has('partner') ? typed : beginWith(agency, grantBefore(grants), named);
    return {
      title: `Propose grant: ${agency.name}`,
      body: (
        <>
          {isOwn ? <OwnUse {...agency} /> : null}
          {isOwn || named !== null ? null : <Lacking {...agency} />}
          {named === null ? null : (
            <Alert kind="info">
              The grant is under <a href={agreementAddress(named.id)}>the agreement of both gateways</a>: it
              gives no more than the agreement does, and ends with it.
            </Alert>
          )}
          <p>
            {isOwn ? 'Nothing is in force' : 'Nothing is shared'} by a proposal. Another administrator looks
            at it and approves it. For <a href={agencyAddress(agency.ori)}>{agency.name}</a>, {agency.ori}.
          </p>
          <ActForm form={form} press="Propose">
            <input type="hidden" name="partner" value={agency.ori} />
            {isOwn ? <input type="hidden" name="own" value="yes" /> : null}
            {under === '' ? null : <input type="hidden" name="under" value={under} />}
            <TermFields {...{ terms: termsFor(isOwn, under), fields, problem }} />
          </ActForm>
        </>
      ),
    };
  },
  act: async (visit) => {
    const isOwn = visit.typed.has('own');
    const under = underOf(visit);
    const terms = typedBody(termsFor(isOwn, under), visit.typed, 'nothing was proposed');
    const body = {
      ...{ ...terms, partner: partnerOf(visit), ...(isOwn ? { dataClasses: ['own'] } : {}) },
      ...(under === '' ? {} : { agreement: { id: under } }),
    };
    const grant = await visit.post<GrantView>('/v1/grants', body);
    return { goTo: grantAddress(grant.id), told: 'proposed' };
  },
};

function OwnUse({ ori, roster }: AgencyView) {
  return (
    <>
      <Alert kind="info">
        This agency owns the reads. Its grant to itself lets its own officers ask, under the rules, limits and
        log that partners ask under. It is not sharing, and needs no certification.
      </Alert>
      {roster > 0 ? null : (
        <Alert kind="warning" heading="Nobody is on its roster">
          Each question of an officer would wait for a reviewer. Next:{' '}
          <a href={`${agencyAddress(ori)}/change`}>say how many officers there are</a>, before the grant:
          under a grant in force a larger number takes two administrators.
        </Alert>
      )}
    </>
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

/** Returns the fields that the form begins with: the registry's papers, and the terms of the agreement, or of the grant before. */
function beginWith(
  { agreement, certification, ori }: AgencyView,
  before: GrantView | null,
  named: ShownAgreement | null,
): Fields {
  if (named !== null) {
    const own = named.agreement.parties.find((party) => party.ori !== ori)?.ori ?? '';
    const validUntil = named.agreement.until.slice(0, 10);
    return fieldsOf(UNDER_TERMS, { ...named.agreement.gives[own], validUntil, certification });
  }
  const { dailyRecords, dataClasses, lookBackDays, purposes = [] } = before ?? {};
  return fieldsOf(GRANT_TERMS, {
    ...{ purposes, dataClasses, lookBackDays, dailyRecords, agreement, certification },
  });
}
