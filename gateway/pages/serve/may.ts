/** Returns true if somebody's role allows an act, so that nobody is shown a button that could only refuse. */
import { type AdministrativeAction, rolesAllow } from '../../../sharing-rules/terms/roles.ts';
import type { Visit } from './page.ts';

export function may({ session }: Pick<Visit, 'session'>, action: AdministrativeAction): boolean {
  return rolesAllow(session.person.roles, action);
}
