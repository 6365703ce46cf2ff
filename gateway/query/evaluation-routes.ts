/**
 * `POST /access/v1/evaluation`: the dry run as the Authorization API of AuthZEN 1.0 asks for it, for systems that speak no
 * other. It is decided, counted and logged as `/v1/decisions` is. There are no batches: each question is one entry.
 */
import type { Request } from 'express';
import { GatewayError } from '../faults/errors.ts';
import { json, type Route, route } from '../http/routes/route.ts';
import { compileSchema } from '../http/schema.ts';
import { flag, object, text } from '../http/schemas/shapes.ts';
import { behindDoor, bodyOf } from '../sign-in/door.ts';
import { answerDryRun, type DryRunDeps } from './handle-query.ts';
import { dryRunAnswer, type QueryBody, querySchema } from './query.schema.ts';
import { authenticated, type QueryDoorDeps } from './query-door.ts';

const PATH = '/access/v1/evaluation';

const { from, limit, onBehalfOf, plate, purpose, to } = querySchema.properties;
const { number, ...ofPlate } = plate.properties;
const { id: officer, ...ofOfficer } = onBehalfOf.properties;

const strict = <Members extends object>(properties: Members, ...optional: (keyof Members)[]) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name as keyof Members)),
  properties,
});

interface Evaluation {
  readonly subject: {
    readonly id: string;
    readonly properties: { readonly name: string; readonly ori: string };
  };
  readonly resource: { readonly id: string; readonly properties?: object };
  readonly context: Pick<QueryBody, 'purpose' | 'from' | 'to' | 'limit'>;
}

const validateEvaluation = compileSchema<Evaluation>({
  $id: 'Evaluation',
  ...strict({
    subject: strict({ type: { enum: ['officer'] }, id: officer, properties: strict(ofOfficer) }),
    action: strict({ name: { enum: ['query'] } }),
    resource: strict(
      { type: { enum: ['plate'] }, id: number, properties: strict(ofPlate, 'state', 'match') },
      'properties',
    ),
    context: strict({ purpose, from, to, limit }, 'limit'),
  }),
});

/** A body that is wrong is a bad request in AuthZEN, not an unprocessable one. */
function evaluationOf(request: Request): QueryBody {
  try {
    const { context, resource, subject } = bodyOf(declared, request);
    return {
      ...context,
      onBehalfOf: { id: subject.id, ...subject.properties },
      plate: { number: resource.id, ...resource.properties },
    };
  } catch (error) {
    if (!(error instanceof GatewayError && error.status === 422)) throw error;
    throw new GatewayError('malformed', error.message, { status: 400 });
  }
}

const declared = {
  method: 'post',
  path: PATH,
  id: 'evaluateAccess',
  summary:
    'What would be decided of a query, as AuthZEN 1.0 asks: a dry run, which touches no reads and is in the log.',
  scope: 'alpr.query',
  idempotent: false,
  body: validateEvaluation,
  answers: {
    200: json(
      'The decision: `true` only if the reads would be released at once, under the obligations in `context`.',
      {
        $id: 'EvaluatedAccess',
        ...object({ decision: flag, context: { ...dryRunAnswer, $id: 'DryRun' } }),
      },
    ),
  },
} as const;

/** Names of requests that are safe to say again. */
const NAME = /^[\w.:-]{1,128}$/;

export const EVALUATION_ROUTES: readonly Route<DryRunDeps & QueryDoorDeps>[] = [
  behindDoor<typeof declared, Awaited<ReturnType<typeof authenticated>>, DryRunDeps & QueryDoorDeps>(
    declared,
    (request, deps) => namedAsAsked(request, authenticated(request, deps, declared)),
    async ({ by, request, response }, deps) => {
      const answered = async () => answerDryRun({ body: evaluationOf(request), by, request }, deps);
      const context = await namedAsAsked(request, answered());
      response.set('Cache-Control', 'no-store').json({ decision: context.effect === 'permit', context });
    },
  ),
];

/** Names the answer by the asker's own `X-Request-ID`; a fault of the gateway keeps the name in its diagnostics. */
async function namedAsAsked<Result>(request: Request, work: Promise<Result>): Promise<Result> {
  const asked = request.get('X-Request-Id') ?? '';
  const name = () => NAME.test(asked) && request.res?.set('X-Request-Id', asked);
  try {
    const result = await work;
    name();
    return result;
  } catch (error) {
    if (error instanceof GatewayError && error.status < 500) name();
    throw error;
  }
}

export const EVALUATION_METADATA_ROUTES: readonly Route<{ readonly publicUrl: string }>[] = [
  route(
    {
      method: 'get',
      path: '/.well-known/authzen-configuration',
      id: 'readAuthzenConfiguration',
      summary: 'Where decisions can be asked for (AuthZEN 1.0).',
      answers: {
        200: json('Metadata.', {
          $id: 'AuthzenConfiguration',
          ...object({ policy_decision_point: text, access_evaluation_endpoint: text }),
        }),
      },
    },
    (_request, response, { publicUrl }) => {
      response.set('Cache-Control', 'public, max-age=300').json({
        policy_decision_point: publicUrl,
        access_evaluation_endpoint: publicUrl + PATH,
      });
    },
  ),
];
