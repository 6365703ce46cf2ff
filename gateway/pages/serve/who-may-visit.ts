/** Decides if somebody's role allows a page, by the same rule as the API's. */
import { type AdministrativeAction, mayAdminister } from '../../../sharing-rules/terms/roles.ts';
import type { SecondFactorSetting } from '../../sign-in/require-administrator.ts';
import type { Session } from '../session/sessions.ts';

/** Checks the role alone; the page asks for a new sign-in if it needs one. @param action null: anyone */
export function mayVisit(
  { person: { personId, roles } }: Pick<Session, 'person'>,
  action: AdministrativeAction | null,
  { secondFactor }: SecondFactorSetting,
): boolean {
  if (action === null) return true;
  const asker = {
    kind: 'person',
    personId,
    roles,
    mfa: true,
    senderConstrained: true,
    authenticatedAt: null,
  } as const;
  const answer = mayAdminister(asker, action, { secondFactor, now: 0 });
  return answer !== 'role_missing' && answer !== 'person_unknown';
}
