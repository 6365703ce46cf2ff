/** Takes the notes that other gateways send; a sender that is not registered is refused before its note is read. */
import type { Request } from 'express';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { behindDoor, bodyOf, send, toStored } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import type { HasWithdrawalSide } from '../../sign-in/withdrawal-side.ts';
import { takenNote, validateSignedAgreement } from './agreement.schema.ts';
import { findNotes } from './agreements-store.ts';
import { type AgreementDeps, takeSent } from './propose-agreement.ts';

export type PeerAgreementDeps = SignInDeps & HasWithdrawalSide & AgreementDeps;

const declared = {
  method: 'post',
  path: '/v1/network/agreements',
  id: 'sendAgreement',
  scope: 'alpr.query',
  summary:
    'Tell this gateway, as the gateway of the other party, that an agreement was accepted, rejected or ended.',
  idempotent: false,
  body: validateSignedAgreement,
  answers: { 200: json('How it stands here, with the notes of this side.', takenNote) },
} as const;

const sent = behindDoor<typeof declared, Subject, PeerAgreementDeps>(
  declared,
  (request: Request, { signIn }) => signIn(request, declared.scope),
  async ({ by, request, response }, deps) => {
    const { draining, pool } = deps.lowering;
    try {
      const row = await takeSent({ ...deps, draining, pool }, bodyOf(declared, request), by);
      const ours = (await findNotes(pool, row.id)).filter(({ side }) => side === 'ours');
      const answer = { id: row.id, status: row.status, notes: ours.map(({ note }) => note) };
      send(response, toStored(declared, answer));
    } catch (error) {
      if (error instanceof GatewayError) await recordRefused(deps, by, error);
      throw error;
    }
  },
);

/** Logs a note that cannot be true under the name of the party that sent it; the note has no effect. */
async function recordRefused(
  { lowering: { pool } }: PeerAgreementDeps,
  { agencyId, ori }: Subject,
  { code, message }: GatewayError,
): Promise<void> {
  if (!['malformed', 'forbidden', 'not_found'].includes(code)) return;
  const owner = { refused: code, why: message };
  await inTransaction(pool, (trx) =>
    appendOwnerEvent(trx, { kind: 'agreement', agency: { id: agencyId, ori }, owner }),
  );
}

export const PEER_AGREEMENT_ROUTES: readonly Route<PeerAgreementDeps>[] = [sent];
