/** Returns who looks at a page about misuse, as the decisions about reports need it. */
import type { Visit } from '../../serve/page.ts';

export function readerOf({ session }: Pick<Visit, 'session'>) {
  const { personId, roles } = session.person;
  return { personId: personId ?? '', roles };
}
