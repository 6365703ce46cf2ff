/** Serves asks of the owner's own officers and systems; `handle-ask.ts` says what becomes of one. */
import type { Request } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { parseBody } from '../../http/parse-body.ts';
import { json, type PartnerOperation, type Route } from '../../http/routes/route.ts';
import { authenticated } from '../../query/query-door.ts';
import { behindDoor } from '../../sign-in/door.ts';
import { askAnswer, heldAsk, validateAsk, validateNextOf } from './ask.schema.ts';
import type { AskDeps, AskedBy } from './ask-deps.ts';
import { handleCollection, handleNextOf } from './collect-ask.ts';
import { handleAsk } from './handle-ask.ts';

const scope = 'alpr.ask';

const answered = json(
  'What each agency answered; what is `pending` or `held` is collected later.',
  askAnswer,
);
const held = json(
  'Held by our own policy: nothing has left; collect it at `Location`.',
  heldAsk,
  'Location',
  'Retry-After',
);

type Signed = AskedBy['by'];

async function signedIn(request: Request, deps: AskDeps, declared: PartnerOperation): Promise<Signed> {
  return { ...(await authenticated(request, deps, declared)), lacksScope: null };
}

/** Lets a token for queries in as well, so that a partner's ask is refused by the rules, with an entry. */
async function signedInForRules(
  request: Request,
  deps: AskDeps,
  declared: PartnerOperation,
): Promise<Signed> {
  try {
    return await signedIn(request, deps, declared);
  } catch (lacksScope) {
    if (!(lacksScope instanceof GatewayError) || lacksScope.code !== 'forbidden') throw lacksScope;
    const known = await authenticated(request, deps, { ...declared, scope: 'alpr.query' }).catch(() => {
      throw lacksScope;
    });
    return { ...known, lacksScope };
  }
}

export const ASK_ROUTES: readonly Route<AskDeps>[] = [
  behindDoor(
    {
      method: 'post',
      path: '/v1/asks',
      id: 'askAgencies',
      summary:
        'Ask other agencies, and the own store: our own policy first, then each of them under its own.',
      scope,
      body: validateAsk,
      answers: { 200: answered, 202: held },
    } as const,
    signedInForRules,
    (asked, deps) => handleAsk({ ...asked, body: parseBody(asked.request, validateAsk) }, deps),
  ),
  behindDoor(
    {
      method: 'get',
      path: '/v1/asks/{id}',
      id: 'collectAnswers',
      summary: 'Collect what was pending or held; what was answered comes without its reads.',
      scope,
      answers: { 200: answered, 202: held },
    } as const,
    signedIn,
    handleCollection,
  ),
  behindDoor(
    {
      method: 'post',
      path: '/v1/asks/{id}/next',
      id: 'askNextPage',
      summary: 'The next page of one agency: judged, counted and logged again, here and there.',
      scope,
      idempotent: false,
      body: validateNextOf,
      answers: { 200: answered, 202: held },
    } as const,
    signedIn,
    (asked, deps) => handleNextOf({ ...asked, body: parseBody(asked.request, validateNextOf) }, deps),
  ),
];
