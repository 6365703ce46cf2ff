/** One officer: how they stand, suspend, reinstate, and what their agency attests of them. */
import type { ComponentChildren } from 'preact';
import { ATTESTATION_TERMS, STANDING_WORDS } from '../../../registry/officers/officer.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { TextArea } from '../../layout/fields.tsx';
import { Day, Time } from '../../layout/time.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { typedBody } from '../../serve/term-fields.tsx';
import { officerAddress } from '../registry/addresses.ts';
import type { NameOf } from '../registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../registry/agency-name.tsx';
import type { RegistryReason } from '../registry/agency-view.ts';
import type { OfficerView, WholeOfficerView } from '../registry/officer-view.ts';
import { reasonWords, yesOrNo } from '../registry/registry-words.ts';
import {
  LOWERING_SCRIPTS,
  lower,
  WHILE_LOWERING,
  type Withdrawn,
  WithdrawnStatus,
} from '../registry/withdrawn.tsx';
import { AttestForm } from './attest-form.tsx';
import { whatStandsBehind } from './stands-behind.tsx';

const pathOf = ({ at }: Visit) => `/v1/subjects/${encodeURIComponent(at.id ?? '')}`;

export const OFFICER: Page = {
  path: '/console/officers/:id',
  action: 'read_registry',
  terms: ATTESTATION_TERMS,
  show: async (visit) => {
    const { api } = visit;
    const officer = await api.call<WholeOfficerView>('GET', pathOf(visit));
    const [behind, agencyOf] = await Promise.all([
      whatStandsBehind(visit, officer),
      readAgencyNames(api, [officer.agency]),
    ]);
    return {
      title: `Officer: ${officer.name}`,
      scripts: LOWERING_SCRIPTS,
      body: (
        <>
          <OfficerFacts {...officer} agencyOf={agencyOf} />
          {behind}
          {officer.status === 'suspended' || officer.status === 'held' ? <Reinstate visit={visit} /> : null}
          {officer.status === 'suspended' ? null : <Suspend visit={visit} />}
          {may(visit, 'suspend_subject') ? <AttestForm visit={visit} officer={officer} /> : null}
        </>
      ),
    };
  },
  act: (visit) => ACTS[visit.typed.get('act') ?? '']?.(visit) ?? OFFICER.show(visit),
};

const ACTS: Readonly<Record<string, (visit: Visit) => Promise<Acted>>> = {
  suspend: async (visit) => {
    const name = visit.api.call<OfficerView>('GET', pathOf(visit)).then(
      (officer) => officer.name,
      () => 'The officer',
    );
    const { lowered, ms } = await lower(visit, `${pathOf(visit)}/suspend`);
    return after(visit, 'Officer suspended', [
      <WithdrawnStatus key="done" lowered={lowered} ms={ms} what={`${await name} is suspended`} />,
    ]);
  },
  reinstate: async (visit) => {
    const reason = (visit.typed.get('reinstateReason') ?? '').trim();
    const body = reason === '' ? {} : { reason };
    await visit.post(`${pathOf(visit)}/reinstate`, body);
    return { goTo: officerAddress(visit.at.id ?? ''), told: 'reinstated' };
  },
  attest,
};

interface Attested extends OfficerView, Withdrawn {
  readonly reasons: readonly RegistryReason[];
}

async function attest(visit: Visit): Promise<Acted> {
  const { post, typed } = visit;
  const began = performance.now();
  const facts = typedBody(ATTESTATION_TERMS, typed, 'nothing was kept');
  const body = { ...facts, employerOri: String(facts.employerOri).toUpperCase() };
  const attested = await post<Attested>(`${pathOf(visit)}/attest`, body);
  if (attested.reasons.length === 0) return { goTo: officerAddress(attested.id), told: 'saved' };
  const ms = Math.round(performance.now() - began);
  return after(visit, 'Officer suspended', [
    <WithdrawnStatus
      key="done"
      lowered={attested}
      ms={ms}
      what="What is attested bars the officer: suspended"
    />,
    <ul key="why">
      {attested.reasons.map((one) => (
        <li key={one.code}>
          <code>{one.code}</code>: {reasonWords(one)}
        </li>
      ))}
    </ul>,
  ]);
}

function after({ at }: Visit, title: string, parts: ComponentChildren): Acted {
  return {
    title,
    body: (
      <>
        {parts}
        <p>
          Next: <a href={officerAddress(at.id ?? '')}>the officer</a>, or{' '}
          <a href="/console/officers">the whole list</a>.
        </p>
      </>
    ),
  };
}

function OfficerFacts(props: OfficerView & { readonly agencyOf: NameOf }) {
  const { agency, agencyOf, attestation, attestedAt, enrolledAt, reference, status } = props;
  return (
    <>
      <Alert kind={status === 'active' ? 'success' : 'info'} heading={STANDING_WORDS[status]}>
        {status === 'suspended'
          ? 'Nothing is released to this officer, whichever client asks.'
          : 'Each query is decided by the rules and by the grant of the agency.'}
      </Alert>
      <dl class="facts">
        <dt>Agency</dt>
        <dd>
          <AgencyName {...{ agencyOf }} ori={agency} />
        </dd>
        <dt>Officer’s ID at the agency</dt>
        <dd>{reference}</dd>
        <dt>Enrolled</dt>
        <dd>
          <Time at={enrolledAt} />
        </dd>
        <dt>Attested by the agency</dt>
        <dd>
          {attestation === null ? (
            'nothing yet'
          ) : (
            <>
              employed by {attestation.employerOri}; detailed to a federal agency:{' '}
              {yesOrNo(attestation.federalDetail)}; trained on <Day at={attestation.trainedOn} /> (entered{' '}
              <Day at={attestedAt} />)
            </>
          )}
        </dd>
      </dl>
    </>
  );
}

function Suspend({ visit }: { readonly visit: Visit }) {
  if (!may(visit, 'suspend_subject')) return null;
  return (
    <section class="no-print">
      <h2>Suspend</h2>
      <ActForm form={visit.form} progress={WHILE_LOWERING}>
        <TextArea
          name="reason"
          label="Reason to suspend"
          required
          // A reader who comes to suspend finds the cursor here.
          isFirst={visit.search.has('report')}
          hint="It is kept in the log. Answers to the officer that are being written are cut."
          value={visit.typed.get('reason') ?? reasonOfReport(visit)}
        />
        <button type="submit" name="act" value="suspend" class="usa-button usa-button--secondary">
          Suspend now
        </button>
      </ActForm>
    </section>
  );
}

/** Names the report of misuse that the reader comes from; the address holds nothing of it but the id. */
function reasonOfReport({ search }: Visit): string {
  const report = search.get('report') ?? '';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(report) ? `report of misuse ${report}` : '';
}

function Reinstate({ visit }: { readonly visit: Visit }) {
  if (!may(visit, 'reinstate_subject')) return null;
  return (
    <section class="no-print">
      <h2>Reinstate</h2>
      <ActForm form={visit.form}>
        <TextArea
          name="reinstateReason"
          label="Reason to reinstate"
          required
          hint="It is kept in the log. The officer may ask again at once."
          value={visit.typed.get('reinstateReason') ?? ''}
        />
        <button type="submit" name="act" value="reinstate" class="usa-button">
          Reinstate
        </button>
      </ActForm>
    </section>
  );
}
