/** Agreements with other gateways: how each stands, what comes next, and what the other side needs to know of us. */
import { minuteOf } from '../../../http/schemas/terms.ts';
import type { ShownAgreement } from '../../../network/agreements/agreement.schema.ts';
import { AGREEMENT_STATUS_WORDS, AGREEMENT_TERMS } from '../../../network/agreements/agreement.terms.ts';
import {
  NEXT_WORDS,
  nextStepOf,
  type OwnMetadata,
  partyFacts,
} from '../../../network/agreements/agreement-facts.ts';
import { fingerprint } from '../../../network/agreements/present-agreement.ts';
import { Facts } from '../../layout/facts.tsx';
import { may } from '../../serve/may.ts';
import { AGREEMENTS_AT, agreementAddress } from '../registry/addresses.ts';
import { listedPage } from '../registry/listed-page.tsx';

export const AGREEMENTS = listedPage<ShownAgreement>({
  ...{ path: AGREEMENTS_AT, action: 'read_registry', api: '/v1/agreements', member: 'agreements' },
  title: 'Agreements with other gateways',
  columns: () => ({
    agency: ({ ori }) => ori,
    page: ({ id }) => <a href={agreementAddress(id)}>Open this agreement</a>,
    status: ({ status }) => AGREEMENT_STATUS_WORDS[status],
    next: (one) => NEXT_WORDS[nextStepOf(one)],
    'until (UTC)': ({ agreement }) => minuteOf(agreement.until),
  }),
  empty: 'There is none. Next: take in the file that the other side has sent, or propose one.',
  idOf: ({ id }) => id,
  calledOf: ({ name }) => name,
  acts: [],
  above: (visit) => (
    <>
      <p>
        An agreement says what two departments give each other. Two people on each side accept it, and either
        side can end it. It shares nothing by itself: a grant does. See also{' '}
        <a href="/console/peers">the other gateways</a> with which one is in force.
      </p>
      {may(visit, 'propose_agreement') ? (
        <div class="acts">
          <a class="usa-button" href={`${AGREEMENTS_AT}/take`}>
            Take in a file
          </a>
          <a class="usa-button usa-button--outline" href={`${AGREEMENTS_AT}/propose`}>
            Propose an agreement
          </a>
        </div>
      ) : null}
    </>
  ),
  below: async ({ api }) => {
    const { body, status } = await api.ask('GET', '/.well-known/oauth-protected-resource');
    return status === 200 ? <OfUs {...(body as OwnMetadata)} /> : null;
  },
});

function OfUs(said: OwnMetadata) {
  const facts = partyFacts(said);
  return (
    <>
      <h2>What the other side needs of us</h2>
      <p>
        Send them this if they propose the agreement: their form asks for it by these names. None of it is
        secret.
      </p>
      <Facts
        of={[
          [AGREEMENT_TERMS.partner.label, said.alpr_ori],
          ...facts.map(([{ label }, value]) => [label, <code>{value}</code>] as const),
          ['Its fingerprint, to read out by phone', <code>{fingerprint(facts[2][1])}</code>],
          [
            AGREEMENT_TERMS.clientId.label,
            'your engineer knows its name: by it our gateway signs in at theirs',
          ],
        ]}
      />
    </>
  );
}
