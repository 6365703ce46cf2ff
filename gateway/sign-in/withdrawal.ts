/**
 * The door of what always takes a right away, by the steps of `door.ts`: who asks is settled first; what then fails
 * ends in a node that has stopped. Nothing waits for the proof to be used up but the COMMIT.
 */
import type { ActWith, AdministrativeAction } from '../../sharing-rules/terms/roles.ts';
import { answerOnce } from '../http/idempotency/answer-once.ts';
import type { StoredAnswer } from '../http/idempotency/idempotency-store.ts';
import type { OwnerOperation, Route } from '../http/routes/route.ts';
import { orStop, type WithdrawRightDeps } from '../release/revoke/withdraw-right.ts';
import { type Answered, type Asked, behindDoor, bodyOf, send, toStored } from './door.ts';
import { ADMIN_SCOPE, administratorOf, type Grantor } from './require-administrator.ts';
import type { SignedIn } from './sign-in.ts';
import type { HasWithdrawalSide } from './withdrawal-side.ts';

/** The person who withdraws, and what must be fulfilled before the COMMIT. */
export interface WithdrawnBy {
  readonly personId: string;
  readonly provided: Promise<void>;
  /** Returns the same person if the act grants a right too. @throws GatewayError `forbidden` */
  readonly grantor: (action: AdministrativeAction) => Grantor;
}

interface Withdrawing extends OwnerOperation {
  readonly method: 'post';
  readonly scope?: never;
  readonly action: ActWith<'withdraws'>;
}

/** A node gives these to the door and to the handler. */
export type WithdrawalDeps = WithdrawRightDeps & HasWithdrawalSide;

/**
 * Makes the route of a withdrawal.
 * @param stands tells whether it is withdrawn still, for a repeated `Idempotency-Key`
 */
export function withdrawal<const Declared extends Withdrawing, Deps extends WithdrawalDeps>(
  declared: Declared,
  withdraw: (asked: Asked<Declared, WithdrawnBy>, deps: Deps) => Promise<Answered<Declared>>,
  stands: (
    asked: Omit<Asked<Declared, unknown>, 'body'>,
    deps: Deps,
    answer: Pick<StoredAnswer, 'status'>,
  ) => Promise<boolean>,
): Route<Deps> {
  return behindDoor<Declared, SignedIn, Deps>(
    declared,
    (request, { lowering }) => lowering.signInAhead(request, ADMIN_SCOPE),
    async ({ by: { claimed, subject }, request, response, ...known }, deps) => {
      const { secondFactor } = deps.lowering;
      const grantor = (action: AdministrativeAction) => administratorOf(subject, action, { secondFactor });
      const answered = orStop(deps, async () => {
        try {
          const administrator = grantor(declared.action);
          if (request.get('Idempotency-Key') !== undefined) await claimed;
          const by = { personId: administrator.personId, provided: claimed, grantor };
          const work = async () => {
            const answer = await withdraw({ ...known, by, body: bodyOf(declared, request) }, deps);
            await claimed;
            return toStored(declared, answer);
          };
          return await answerOnce(deps, request, {
            holder: subject,
            work,
            stands: (before) => stands({ ...known, by }, deps, before),
          });
        } catch (error) {
          // An asker whose proof was used before is told that, and nothing else.
          await claimed;
          throw error;
        }
      });
      send(response, await answered);
    },
  );
}
