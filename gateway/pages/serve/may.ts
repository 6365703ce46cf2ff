/** Whether somebody's role allows an act, so that nobody is shown a button that could only refuse. */
import { type AdministrativeAction, rolesFor } from '../../../sharing-rules/terms/roles.ts';
import type { Visit } from './page.ts';

export function may({ session }: Pick<Visit, 'session'>, action: AdministrativeAction): boolean {
  const allowed = rolesFor(action);
  return session.person.roles.some((role) => allowed.includes(role));
}
