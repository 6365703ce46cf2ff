/** The facts that the registry has of an agency, and whether it could be granted anything. */
import { areOfOwner } from '../../../../sharing-rules/rules/agency/agency-eligible.ts';
import { AGENCY_STATUS_WORDS, classWords } from '../../../registry/agencies/agency.terms.ts';
import { Day } from '../../layout/time.tsx';
import type { AgencyView, AgreementView, CertificationView } from '../registry/agency-view.ts';
import { reasonWords, yesOrNo } from '../registry/registry-words.ts';

export function AgencyFacts({ agreement, agreementFile, certification, ...agency }: AgencyView) {
  return (
    <dl class="facts">
      <dt>ORIs</dt>
      <dd>{agency.oris.join(', ')}</dd>
      <dt>Class</dt>
      <dd>{classWords(agency.class)}</dd>
      <dt>County, state</dt>
      <dd>{[agency.county, agency.state].filter((text) => text).join(', ')}</dd>
      <dt>Status</dt>
      <dd>{AGENCY_STATUS_WORDS[agency.status]}</dd>
      <dt>Bound by C.R.S. 24-74</dt>
      <dd>{yesOrNo(agency.boundByArticle74)}</dd>
      <dt>287(g) agreement</dt>
      <dd>{yesOrNo(agency.has287g)}</dd>
      <dt>Federal members</dt>
      <dd>{yesOrNo(agency.federalMembers)}</dd>
      <dt>Officers that the agency declared</dt>
      <dd>{agency.roster.toLocaleString('en-US')}</dd>
      <dt>Agreement</dt>
      <dd>{agreement === null ? 'none' : <Agreement {...agreement} />}</dd>
      <dt>SHA-256 of the agreement’s file</dt>
      <dd>{agreementFile === null ? 'none kept' : <code>{agreementFile}</code>}</dd>
      <dt>Certification</dt>
      <dd>{certification === null ? 'none' : <Certification {...certification} />}</dd>
      <dt>May get a grant</dt>
      <dd>{agency.eligible ? 'yes' : <NotEligible {...agency} />}</dd>
    </dl>
  );
}

function Agreement({ article74, expiresOn, officerMfa, reference, signedOn }: AgreementView) {
  return (
    <>
      {reference}, signed <Day at={signedOn} />
      {expiresOn === null ? ', without an end' : ', until '}
      <Day at={expiresOn} />. Ensures C.R.S. 24-74: {yesOrNo(article74)}. Attests a second factor of officers:{' '}
      {yesOrNo(officerMfa)}.
    </>
  );
}

function Certification({ signedOn, signer }: CertificationView) {
  return (
    <>
      {signer}, <Day at={signedOn} />
    </>
  );
}

function NotEligible({ reasons }: Pick<AgencyView, 'reasons'>) {
  if (areOfOwner(reasons)) return <>to itself alone: it owns the reads, and lets its own officers ask</>;
  return (
    <ul>
      {reasons.map((one) => (
        <li key={one.code}>
          no: <code>{one.code}</code>
          {one.clause === undefined ? '' : ` (${one.clause})`}: {reasonWords(one)}
        </li>
      ))}
    </ul>
  );
}
