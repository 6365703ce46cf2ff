/** One agreement: what is in it, the fingerprints to compare, who has accepted, what comes next; its file, and its end. */
import { isFinal } from '../../../../sharing-rules/network/agreement-states.ts';
import { counted } from '../../../../sharing-rules/text/counted.ts';
import type { ShownAgreement } from '../../../network/agreements/agreement.schema.ts';
import { PAST_TENSE } from '../../../network/agreements/agreement.terms.ts';
import { fileNameOf, fingerprintRows, givenRows } from '../../../network/agreements/agreement-facts.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Facts } from '../../layout/facts.tsx';
import { Time } from '../../layout/time.tsx';
import type { Page, Visit } from '../../serve/page.ts';
import type { PersonApi } from '../../serve/person-api.ts';
import { PageProblem } from '../../serve/problem.ts';
import { AGREEMENTS_AT, agencyAddress, agreementAddress } from '../registry/addresses.ts';
import { COPY_SCRIPTS } from '../registry/for-the-other.tsx';
import { readGrantsOf } from '../registry/grant-view.ts';
import { LogEntryLink } from '../registry/log-entry-link.tsx';
import { WithdrawForm } from '../registry/withdraw-form.tsx';
import { LOWERING_SCRIPTS } from '../registry/withdrawn.tsx';
import { AgreementSteps } from './agreement-steps.tsx';

const pathOf = ({ at }: Pick<Visit, 'at'>) => `/v1/agreements/${encodeURIComponent(at.id ?? '')}`;
const read = (visit: Pick<Visit, 'api' | 'at'>) => visit.api.call<ShownAgreement>('GET', pathOf(visit));

/** Counts the grants in force under it, and those proposed. */
async function grantsUnder(api: PersonApi, { id, ori }: ShownAgreement) {
  const under = (await readGrantsOf(api, ori)).filter(({ agreement }) => agreement.id === id);
  const those = (status: string) => under.filter((grant) => grant.status === status).length;
  return { inForce: those('active'), proposed: those('proposed') };
}

const AGREEMENT: Page = {
  path: `${AGREEMENTS_AT}/:id`,
  action: 'read_registry',
  show: async (visit) => {
    const shown = await read(visit);
    return {
      title: `Agreement: ${shown.name}`,
      scripts: COPY_SCRIPTS,
      body: (
        <>
          <AgreementSteps {...{ shown, visit }} grants={await grantsUnder(visit.api, shown)} />
          <Content {...shown} />
          <Signed {...{ shown, visit }} />
        </>
      ),
    };
  },
  act: async (visit) => {
    const { post, typed } = visit;
    if (typed.get('act') !== 'accept') return AGREEMENT.show(visit);
    if (typed.get('compared') !== 'yes') {
      const faults = new Map([
        ['compared', 'Compare them by phone, by a number that you know; then tick this.'],
      ]);
      const detail = 'Nothing was accepted: the fingerprints must have been compared first';
      throw new PageProblem({ status: 422, detail, reasons: [], members: { faults } });
    }
    const { acceptedBy, id } = await post<ShownAgreement>(`${pathOf(visit)}/accept`);
    return { goTo: agreementAddress(id), told: acceptedBy === null ? 'accepted_first' : 'accepted' };
  },
};

function Content(shown: ShownAgreement) {
  const { agreement, client, name, ori } = shown;
  const them = agreement.parties.find((party) => party.ori === ori);
  return (
    <>
      <DataTable
        name="What either side gives"
        columns={[
          { name: 'Term', of: ({ term }) => term, isText: true },
          { name: 'We give', of: ({ weGive }) => weGive, isText: true },
          { name: 'They give', of: ({ theyGive }) => theyGive, isText: true },
        ]}
        rows={givenRows(shown)}
        empty="Neither side gives anything."
      />
      <h2>The other side</h2>
      <Facts
        of={[
          ['Agency', <a href={agencyAddress(ori)}>{`${name} (${ori})`}</a>],
          ['Gateway', them?.resource],
          ['Issuer', them?.issuer],
          ['Client by which it signs in here', client?.id ?? 'none: its answer comes as a file'],
          ['From', <Time at={agreement.from} />],
          ['Until', <Time at={agreement.until} />],
          agreement.replaces === undefined
            ? null
            : ['Replaces', <a href={agreementAddress(agreement.replaces)}>the agreement before</a>],
          ['Fingerprints', <Fingerprints {...shown} />],
        ]}
      />
    </>
  );
}

const Fingerprints = (shown: ShownAgreement) => (
  <ul>
    {fingerprintRows(shown).map(([what, print]) => (
      <li key={what}>
        {what}: <code>{print}</code>
      </li>
    ))}
  </ul>
);

function Signed({ shown, visit }: { readonly shown: ShownAgreement; readonly visit: Visit }) {
  return (
    <DataTable
      name="What was signed"
      columns={[
        { name: 'By', of: ({ side }) => (side === 'ours' ? 'us' : shown.name) },
        { name: 'What', of: ({ word }) => PAST_TENSE[word] },
        { name: 'When', of: ({ saidAt }) => <Time at={saidAt} /> },
        { name: 'Log entry', of: ({ entry }) => <LogEntryLink index={entry} visit={visit} /> },
        {
          name: 'Their gateway told',
          of: ({ side, toldAt }) => (side === 'ours' ? <Time at={toldAt} none="not yet" /> : ''),
        },
      ]}
      rows={shown.notes}
      empty="Neither side has signed it yet."
    />
  );
}

/** The file for the other side, as it takes it in. */
const FILE: Page = {
  path: `${AGREEMENTS_AT}/:id/file`,
  action: 'read_registry',
  show: async (visit) => {
    const shown = await read(visit);
    if (shown.file !== null) {
      const body = `${JSON.stringify(shown.file, null, 2)}\n`;
      return { file: { name: fileNameOf(shown), type: 'application/json', body } };
    }
    const back = <a href={agreementAddress(shown.id)}>accept the agreement</a>;
    return {
      ...{ title: 'No file yet', status: 409 },
      body: <p>The file is there once two persons here have accepted. Next: {back}.</p>,
    };
  },
};

const OVER: Page = {
  path: `${AGREEMENTS_AT}/:id/end`,
  action: 'end_agreement',
  show: async (visit) => {
    const { api, form, typed } = visit;
    const shown = await read(visit);
    const { press, word } = wordsFor(shown);
    const { inForce, proposed } = await grantsUnder(api, shown);
    return {
      title: `${word}: ${shown.name}`,
      scripts: LOWERING_SCRIPTS,
      body: (
        <>
          <p>
            This is for good, on both sides: their gateway is told, and no note revives the agreement.{' '}
            {inForce + proposed === 0
              ? 'No grant is under it. '
              : `${counted(inForce, 'grant')} in force under it ${inForce === 1 ? 'ends' : 'end'}, and ${counted(proposed, 'proposal')} under it ${proposed === 1 ? 'is' : 'are'} withdrawn. `}
            What they give us ends with it. To stop only what we give, revoke the grant instead.
          </p>
          {isFinal(shown.status) ? (
            <p>It is over already.</p>
          ) : (
            <WithdrawForm form={form} typed={typed} press={press} />
          )}
          <p>
            Or <a href={agreementAddress(shown.id)}>go back to the agreement</a>.
          </p>
        </>
      ),
    };
  },
  act: async (visit) => {
    const { act } = wordsFor(await read(visit));
    const reason = visit.typed.get('reason')?.trim() ?? '';
    const { id } = await visit.post<ShownAgreement>(
      `${pathOf(visit)}/${act}`,
      reason === '' ? {} : { reason },
    );
    return { goTo: agreementAddress(id), told: 'agreement_over' };
  },
};

const wordsFor = ({ status }: ShownAgreement) =>
  status === 'proposed'
    ? { act: 'reject', word: 'Reject the agreement', press: 'Reject now' }
    : { act: 'end', word: 'End the agreement', press: 'End now' };

// The first pattern that fits an address answers.
export const AGREEMENT_PAGES: readonly Page[] = [FILE, OVER, AGREEMENT];
