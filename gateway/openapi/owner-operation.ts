/** Operations of the owner's people, as most of them are written: one answer, and a role that it takes. */
import type { AdministrativeAction } from '../../sharing-rules/terms/roles.ts';
import type { json, Operation } from './operation.ts';
import type { Schema } from './shapes.ts';

const scope = 'alpr.admin';

export const get = (
  id: string,
  action: AdministrativeAction,
  path: string,
  summary: string,
  answer: ReturnType<typeof json>,
  search?: { schema: unknown },
) =>
  ({
    method: 'get',
    path,
    id,
    action,
    summary,
    scope,
    answers: { 200: answer },
    ...(search === undefined ? {} : { search: search.schema as Schema }),
  }) as const;

export const post = (
  id: string,
  action: AdministrativeAction,
  path: string,
  summary: string,
  body: Schema,
  answers: Operation['answers'],
) => ({ method: 'post', path, id, action, summary, scope, body, answers }) as const;
