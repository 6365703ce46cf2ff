/** Operations of the owner's people, as most of them are written: one answer, and a role that it takes. */
import type { ValidateFunction } from 'ajv';
import type { AdministrativeAction } from '../../sharing-rules/terms/roles.ts';
import type { json, Operation } from '../http/routes/route.ts';

const scope = 'alpr.admin';

export const get = (
  id: string,
  action: AdministrativeAction,
  path: string,
  summary: string,
  answer: ReturnType<typeof json>,
  search?: ValidateFunction,
) =>
  ({
    method: 'get',
    path,
    id,
    action,
    summary,
    scope,
    answers: { 200: answer },
    ...(search === undefined ? {} : { search }),
  }) as const;

export const post = (
  id: string,
  action: AdministrativeAction,
  path: string,
  summary: string,
  body: ValidateFunction,
  answers: Operation['answers'],
) => ({ method: 'post', path, id, action, summary, scope, body, answers }) as const;
