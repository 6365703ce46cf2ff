/** Says who may ask for an operation, in the words of its description. */
import { rolesFor } from '../../../sharing-rules/terms/roles.ts';
import type { Operation } from '../routes/route.ts';

const PARTNER = "a partner's system or officer, with a token of the scope `alpr.query`";
const RECORDS_OFFICE =
  "a client of an agency's records office, which two administrators let answer, with a token of the scope `alpr.records`";

const PUSHED = '/v1/reads/';

export function whoMayAsk({ action, path, scope }: Pick<Operation, 'action' | 'path' | 'scope'>): string {
  if (path.startsWith(PUSHED)) return 'For a registered source, by its secret; no token is needed.';
  if (scope === null) return 'For anyone; no token is needed.';
  if (scope === 'alpr.query') return `For ${PARTNER}.`;
  if (scope === 'alpr.records') return `For ${RECORDS_OFFICE}.`;
  const roles = action === undefined ? [] : rolesFor(action).map((role) => `\`${role}\``);
  const administrator = `a person of the owner's with the role ${roles.join(' or ')}, with a token of the scope \`alpr.admin\``;
  if (scope === 'records_or_admin') return `For ${RECORDS_OFFICE}; and for ${administrator}.`;
  return scope === 'either' ? `For ${PARTNER}; and for ${administrator}.` : `For ${administrator}.`;
}
