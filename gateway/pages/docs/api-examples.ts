/** An example of each operation, to be copied and run against the demo. */
import type { Role } from '../../../sharing-rules/terms/asker.ts';
import { rolesFor } from '../../../sharing-rules/terms/roles.ts';
import type { Operation } from '../../http/routes/route.ts';
import type { ApiOperation } from './api-document.ts';

/** The demo's clients, as `demo.json` names them. */
const CLIENTS: Readonly<Record<Role, string>> = {
  sharing_admin: 'admin-1',
  reviewer: 'reviewer',
  auditor: 'auditor',
  chief: 'chief',
  records_clerk: 'clerk',
  process_clerk: 'counsel',
};
const PARTNER = 'adams';

/** The times by member's name: the shell puts in the day's, as fixed ones would soon be too old. */
const TIMES: Readonly<Record<string, string>> = {
  from: '-1 day',
  to: 'now',
  expiresAt: '+7 days',
  validUntil: '+1 year',
  dueAt: '+14 days',
  until: '+90 days',
};

type Asked = Pick<Operation, 'action' | 'method' | 'path' | 'scope'>;

/** @returns a line for a shell in the project's directory, while the demo runs */
export function exampleOf(operation: Asked, described: ApiOperation, gatewayUrl: string): string {
  const { method, path } = operation;
  const filled = withSearch(
    path.replace(/\{(\w+)\}/g, (_, name) => parameter(described, name)),
    described,
  );
  const example = described.requestBody?.content['application/json']?.example;
  if (operation.scope === null) {
    const post =
      example === undefined ? '' : `-X POST -H 'Content-Type: application/json' -d ${inShell(example)} `;
    return `curl -s ${post}${gatewayUrl}${filled}`;
  }
  const body = example === undefined ? '' : ` --body ${inShell(example)}`;
  const words = `api ${method.toUpperCase()} ${filled} --as ${clientFor(operation)}${body}`;
  return `npm run --silent gateway -- ${words}`;
}

function clientFor({ action, scope }: Asked): string {
  const [role] = action === undefined || scope === 'either' ? [] : rolesFor(action);
  return role === undefined ? PARTNER : CLIENTS[role];
}

function parameter({ parameters }: ApiOperation, name: string): string {
  return String(parameters.find((one) => one.name === name)?.example ?? `{${name}}`);
}

/** Adds what the URL must ask beside the path; in quotes, since a shell reads `?` in its own way. */
function withSearch(path: string, described: ApiOperation): string {
  const asked = described.parameters
    .filter((one) => one.in === 'query' && one.required === true)
    .map(({ name }) => `${name}=${parameter(described, name)}`);
  return asked.length === 0 ? path : `'${path}?${asked.join('&')}'`;
}

function inShell(body: unknown): string {
  const text = JSON.stringify(body).replaceAll("'", `'\\''`);
  return `'${text.replace(/"(\w+)":"\d{4}-\d\d-\d\dT[^"]*"/g, (whole, name) =>
    TIMES[name] === undefined ? whole : `"${name}":"'"$(date -u -d '${TIMES[name]}' +%FT%TZ)"'"`,
  )}'`;
}
