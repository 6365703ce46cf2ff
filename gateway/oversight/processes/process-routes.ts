/** The register of served process over HTTP: kept by a process clerk, read by auditors and the Chief too. */
import { DUTIES, type Duty } from '../../../sharing-rules/served-process.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { pageOf } from '../../http/page-of.ts';
import { limitOf } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { page } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { finishDuty, refuseProcess } from './change-process.ts';
import { presentProcess } from './present-process.ts';
import {
  type ShownProcess,
  shownProcess,
  validateDone,
  validateProcess,
  validateProcessSearch,
} from './process.schema.ts';
import { findProcess, findProcesses, type ProcessRow } from './processes-store.ts';
import { type ProcessDeps, registerProcess } from './register-process.ts';

export interface ProcessRouteDeps extends SignInDeps, ProcessDeps {}

const path = '/v1/processes';

async function present(pool: ProcessDeps['pool'], process: ProcessRow): Promise<ShownProcess> {
  return presentProcess(process, await readNow(pool));
}

const registered = admitted(
  {
    method: 'post',
    path,
    id: 'registerProcess',
    action: 'register_process',
    summary:
      'Register a served process with its duties. Of persons and plates only codes are kept; an administrative warrant of immigration is refused at once.',
    body: validateProcess,
    answers: { 201: json('Registered.', shownProcess, 'Location') },
  },
  async ({ body, by }, deps: ProcessRouteDeps) => {
    const id = await registerProcess(deps, body, by);
    const process = (await findProcess(deps.pool, id)) as ProcessRow;
    return reply(await present(deps.pool, process), { location: `${path}/${id}` });
  },
);

const listed = admitted(
  {
    method: 'get',
    path,
    id: 'listProcesses',
    action: 'read_processes',
    summary: 'Served processes, what is overdue or due first on top.',
    search: validateProcessSearch,
    answers: { 200: json('A page.', { $id: 'Processes', ...page('processes', shownProcess) }) },
  },
  async ({ search: { limit: size, ...filter } }, { pool }: ProcessRouteDeps) => {
    const limit = limitOf(size);
    const found = pageOf(await findProcesses(pool, { ...filter, limit: limit + 1 }), limit);
    const now = await readNow(pool);
    return { processes: found.page.map((one) => presentProcess(one, now)), next: found.next };
  },
);

const shown = admitted(
  {
    method: 'get',
    path: `${path}/{id}`,
    id: 'readProcess',
    action: 'read_processes',
    summary: 'One served process and its duties.',
    answers: { 200: json('The process.', shownProcess) },
  },
  async ({ params }, { pool }: ProcessRouteDeps) => {
    const id = pathId(params.id, 'process');
    return present(pool, requireFound(await findProcess(pool, id), 'process'));
  },
);

const done = admitted(
  {
    method: 'post',
    path: `${path}/{id}/duties/{duty}/done`,
    id: 'finishDuty',
    action: 'see_to_process',
    summary: 'Say that a duty was done.',
    body: validateDone,
    bodyOptional: true,
    answers: { 200: json('Done.', shownProcess) },
  },
  async ({ body: { note = null }, by, params }, deps: ProcessRouteDeps) => {
    const id = pathId(params.id, 'process');
    return present(deps.pool, await finishDuty(deps, { id, by, note, duty: dutyOf(params.duty) }));
  },
);

const refused = admitted(
  {
    method: 'post',
    path: `${path}/{id}/refused`,
    id: 'refuseProcess',
    action: 'see_to_process',
    summary: 'Say that nothing is given under a process, and why. A copy that the state gets stays due.',
    body: validateReason,
    answers: { 200: json('Refused.', shownProcess) },
  },
  async ({ body: { reason }, by, params }, deps: ProcessRouteDeps) => {
    const id = pathId(params.id, 'process');
    return present(deps.pool, await refuseProcess(deps, { id, by, reason }));
  },
);

export const PROCESS_ROUTES: readonly Route<ProcessRouteDeps>[] = [registered, listed, shown, done, refused];

function dutyOf(text: string): Duty {
  const duty = DUTIES.find((one) => one === text);
  if (duty === undefined)
    throw new GatewayError('not_found', `no duty has this name: write ${DUTIES.join(', ')}`);
  return duty;
}
