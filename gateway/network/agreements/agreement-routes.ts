/** Agreements with other gateways, for administrators: propose, take in a file, accept by two, reject, end. */
import type pg from 'pg';
import { isFinal } from '../../../sharing-rules/network/agreement-states.ts';
import { requireFound } from '../../faults/errors.ts';
import { validateOptionalReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import type { WithdrawRightDeps } from '../../release/revoke/withdraw-right.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import type { HasWithdrawalSide } from '../../sign-in/withdrawal-side.ts';
import { type AcceptDeps, acceptAgreement } from './accept-agreement.ts';
import { shownAgreement, shownAgreements, validateProposedAgreement } from './agreement.schema.ts';
import { findAgreement, findAgreements } from './agreements-store.ts';
import { composeAgreement } from './compose-agreement.ts';
import { endAgreement } from './end-agreement.ts';
import { type PresentDeps, presentAgreement } from './present-agreement.ts';
import { type Offered, proposeAgreement } from './propose-agreement.ts';

export type AgreementRouteDeps = SignInDeps &
  HasWithdrawalSide &
  AcceptDeps &
  PresentDeps &
  Pick<WithdrawRightDeps, 'inFlight'> & { readonly pool: pg.Pool };

const path = '/v1/agreements';

const listed = admitted(
  {
    method: 'get',
    path,
    id: 'listAgreements',
    action: 'read_registry',
    summary: 'Agreements with other gateways, the newest first.',
    answers: { 200: json('Each with its notes and fingerprints.', shownAgreements) },
  },
  async (_, deps: AgreementRouteDeps) => ({
    agreements: await Promise.all(
      (await findAgreements(deps.pool)).map((row) => presentAgreement(deps, row)),
    ),
  }),
);

const shown = admitted(
  {
    method: 'get',
    path: `${path}/{id}`,
    id: 'readAgreement',
    action: 'read_registry',
    summary: 'One agreement, with the file for the other side once it is accepted here.',
    answers: { 200: json('The agreement.', shownAgreement) },
  },
  async ({ params }, deps: AgreementRouteDeps) =>
    presentAgreement(deps, requireFound(await findAgreement(deps.pool, params.id), 'agreement')),
);

const proposed = admitted(
  {
    method: 'post',
    path,
    id: 'proposeAgreement',
    action: 'propose_agreement',
    side: 'withdrawing',
    summary: 'Propose an agreement, or take in the file of the other side; two persons accept it.',
    body: validateProposedAgreement,
    answers: { 201: json('It waits for two persons here.', shownAgreement, 'Location') },
  },
  async ({ body: { agreement, client, note, terms }, by }, deps: AgreementRouteDeps) => {
    const named = client?.id ?? terms?.clientId;
    const offered: Offered = {
      agreement:
        agreement ?? (await composeAgreement(deps.pool, deps.self, terms as NonNullable<typeof terms>)),
      ...{ note, client: named === undefined ? undefined : { id: named } },
    };
    const row = await proposeAgreement(deps, offered, by);
    return reply(await presentAgreement(deps, row), { location: `${path}/${row.id}` });
  },
);

const accepted = admitted(
  {
    method: 'post',
    path: `${path}/{id}/accept`,
    id: 'acceptAgreement',
    action: 'accept_agreement',
    side: 'withdrawing',
    summary:
      'Accept an agreement; another person accepts it as well. What it replaces ends, with the grants under it.',
    body: validateOptionalReason,
    bodyOptional: true,
    answers: {
      200: json('Accepted here; in force once both sides have accepted.', shownAgreement),
      202: json('Another person must accept it.', shownAgreement),
    },
  },
  async ({ by, params }, deps: AgreementRouteDeps) => {
    const { agreement, isOpen } = await acceptAgreement(deps, params.id, by);
    return reply(await presentAgreement(deps, agreement), { status: isOpen ? 202 : 200 });
  },
  {
    stands: async ({ params }, { pool }) => {
      const found = await findAgreement(pool, params.id);
      return found !== null && !isFinal(found.status);
    },
  },
);

const ending = (word: 'reject' | 'end', summary: string, what: string) =>
  admitted(
    {
      method: 'post',
      path: `${path}/{id}/${word}`,
      id: `${word}Agreement`,
      action: 'end_agreement',
      summary,
      body: validateOptionalReason,
      bodyOptional: true,
      answers: { 200: json(what, shownAgreement) },
    },
    async ({ body: { reason = null }, by, params }, deps: AgreementRouteDeps) => {
      const told = { id: params.id, word, personId: by.personId, reason };
      return presentAgreement(deps, await endAgreement(deps, told));
    },
  );

export const AGREEMENT_ROUTES: readonly Route<AgreementRouteDeps>[] = [
  ...[listed, proposed, shown, accepted],
  ending('reject', 'Reject an agreement that is proposed.', 'Rejected for good.'),
  ending('end', 'End an agreement in force, and the grants under it, now.', 'Ended for good.'),
];
