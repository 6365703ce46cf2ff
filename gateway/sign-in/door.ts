/**
 * The door of every route that takes a token. What its declaration says is what a request meets, in this order; a
 * handler sees nobody who has not passed:
 *
 * 1. Side: an act that takes a right away has connections of its own (`withdrawal-side.ts`).
 * 2. Sign-in: a token of the declared scope, counted, its proof used up.
 * 3. Role: the declared act allows the person's role and second factor.
 * 4. Search: the parameters of the URL.
 * 5. Once: a repeated `Idempotency-Key` gets its first answer.
 * 6. Body: JSON that fits its schema.
 * 7. Work: the handler.
 * 8. Send: the declared status, and what the handler says beside the body.
 *
 * An act that always takes a right away uses `withdrawal.ts` instead: there a failure stops the node.
 */
import type { ValidateFunction } from 'ajv';
import type { Request, Response } from 'express';
import type pg from 'pg';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { type ActWith, effectOf } from '../../sharing-rules/terms/roles.ts';
import { GatewayError } from '../faults/errors.ts';
import { answerOnce, type KeyHolder } from '../http/idempotency/answer-once.ts';
import type { StoredAnswer } from '../http/idempotency/idempotency-store.ts';
import { parseBody, parsedBody } from '../http/parse-body.ts';
import { parseSearch, refusePersonal } from '../http/parse-search.ts';
import { Reply, type ReplyHead } from '../http/routes/reply.ts';
import {
  isIdempotent,
  type Operation,
  type ParamsOf,
  type Route,
  type SignedOperation,
  scopeOf,
} from '../http/routes/route.ts';
import { type Administrator, requireAdministrator, type SignInDeps } from './require-administrator.ts';
import type { HasWithdrawalSide } from './withdrawal-side.ts';

/** The asker, of the kinds that the declared scope lets in. */
export type ByOf<Declared extends SignedOperation> = Declared extends { readonly action: string }
  ? Declared extends { readonly scope: string }
    ? PartnerOrOwner
    : Administrator
  : Subject;

export type PartnerOrOwner =
  | { readonly kind: 'partner'; readonly subject: Subject }
  | { readonly kind: 'owner'; readonly administrator: Administrator };

type Validated<Declared, Name extends string> = Declared extends {
  readonly [Member in Name]: ValidateFunction<infer Valid>;
}
  ? Valid
  : undefined;

/** A request behind the door. */
export interface Asked<Declared extends SignedOperation, By = ByOf<Declared>> {
  readonly by: By;
  readonly params: ParamsOf<Declared>;
  readonly search: Validated<Declared, 'search'>;
  readonly body: Validated<Declared, 'body'>;
  /** The `ETag` of `If-Match`; null: the state may be any. */
  readonly ifMatch: string | null;
}

/** The arguments of a handler that answers by itself. */
export interface AskedByHand<Declared extends SignedOperation, By = ByOf<Declared>>
  extends Asked<Declared, By> {
  readonly request: Request;
  readonly response: Response;
}

type IsUnion<Type, Whole = Type> = Type extends unknown ? ([Whole] extends [Type] ? false : true) : never;

/** The body, where its status is the only one for success. */
export type Answered<Declared extends SignedOperation> =
  IsUnion<Extract<keyof Declared['answers'], 200 | 201 | 202>> extends true ? Reply : object;

/** Says how a repeated `Idempotency-Key` is answered. */
export interface Repeat<Declared extends SignedOperation, Deps> {
  /** Tells whether what the first answer says is so still; default: it is. */
  readonly stands?: (asked: Asked<Declared>, deps: Deps, answer: StoredAnswer) => Promise<boolean>;
  /** Adds to an answer that is sent what must not be kept in the database, e.g. a secret. */
  readonly complete?: (
    kept: string,
    asked: Omit<Asked<Declared>, 'body'>,
    deps: Deps,
  ) => Promise<string> | string;
}

/** A node gives these to the door, beside what the handler needs. */
export type DoorDeps<Declared extends SignedOperation> = SignInDeps &
  (Declared extends { readonly side: 'ordinary' }
    ? unknown
    : Declared extends { readonly side: 'withdrawing' } | { readonly action: ActWith<'withdraws'> }
      ? HasWithdrawalSide
      : unknown);

/** Keeps the first answer of a POST. */
type Keeping<Declared> = Declared extends { readonly method: 'post' } ? { readonly pool: pg.Pool } : unknown;

/** Makes a route whose handler answers with a body, or with a `reply` where it says more. */
export function admitted<const Declared extends SignedOperation, Deps>(
  declared: Declared,
  work: (asked: Asked<Declared>, deps: Deps) => Promise<Answered<Declared>>,
  { complete = (kept) => kept, stands }: Repeat<Declared, Deps> = {},
): Route<Deps & DoorDeps<Declared> & Keeping<Declared>> {
  return behindDoor<Declared, ByOf<Declared>, Deps & DoorDeps<Declared> & Keeping<Declared>>(
    declared,
    signIn,
    async ({ request, response, ...known }, deps) => {
      const whole = (): Asked<Declared> => ({ ...known, body: bodyOf(declared, request) });
      const run = async () => toStored(declared, await work(whole(), deps));
      const answer: SentAnswer = isIdempotent({ ...declared, scope: scopeOf(declared) })
        ? await answerOnce(deps as unknown as { readonly pool: pg.Pool }, request, {
            holder: holderOf(known.by),
            work: run,
            stands: stands && ((before) => stands(whole(), deps, before)),
          })
        : await run();
      send(response, { ...answer, body: await complete(answer.body, known, deps) });
    },
  );
}

function holderOf(by: Administrator | PartnerOrOwner | Subject): KeyHolder {
  if (by.kind === 'partner') return by.subject;
  return by.kind === 'owner' ? by.administrator : by;
}

/** Makes a route whose handler answers by itself: what streams, is a file, or is a release. Nothing of it is kept. */
export function admittedByHand<const Declared extends SignedOperation, Deps>(
  declared: Declared,
  serve: (asked: AskedByHand<Declared>, deps: Deps) => Promise<void>,
): Route<Deps & DoorDeps<Declared>> {
  return behindDoor<Declared, ByOf<Declared>, Deps & DoorDeps<Declared>>(declared, signIn, (asked, deps) =>
    serve({ ...asked, body: bodyOf(declared, asked.request) }, deps),
  );
}

/**
 * Makes a route with a sign-in of its own.
 * @param serve is given the request before its body was looked at: see `bodyOf`
 */
export function behindDoor<const Declared extends SignedOperation, By, Deps>(
  declared: Declared,
  signedIn: (request: Request, deps: Deps, declared: Declared) => Promise<By>,
  serve: (asked: Omit<AskedByHand<Declared, By>, 'body'>, deps: Deps) => Promise<void>,
): Route<Deps> {
  return {
    ...declared,
    scope: scopeOf(declared),
    handle: async (request, response, given) => {
      const deps = onSideOf(declared, given);
      const by = await signedIn(request, deps, declared);
      if (declared.personalBy !== undefined) refusePersonal(request, declared.personalBy);
      const search = (
        declared.search === undefined ? undefined : parseSearch(request, declared.search)
      ) as Validated<Declared, 'search'>;
      const params = request.params as ParamsOf<Declared>;
      await serve({ by, params, search, ifMatch: matchOf(request), request, response }, deps);
    },
  };
}

/** Returns the connections of what takes a right away, for an act that may: nothing else has them. */
function onSideOf<Deps>({ action, side }: SignedOperation, deps: Deps): Deps {
  const withdraws = action !== undefined && effectOf(action) === 'withdraws';
  if ((side ?? (withdraws ? 'withdrawing' : 'ordinary')) === 'ordinary') return deps;
  return { ...deps, ...(deps as HasWithdrawalSide).lowering };
}

/** @throws GatewayError whatever sign-in throws; `forbidden` where the role does not allow the act */
async function signIn<Declared extends SignedOperation>(
  request: Request,
  deps: SignInDeps,
  declared: Declared,
): Promise<ByOf<Declared>> {
  return (await admit(request, deps, declared)) as ByOf<Declared>;
}

async function admit(
  request: Request,
  deps: SignInDeps,
  declared: SignedOperation,
): Promise<Administrator | PartnerOrOwner | Subject> {
  const { action, scope } = declared;
  if (action === undefined) return deps.signIn(request, scope);
  if (scope === undefined) return requireAdministrator(request, deps, action);
  const partners = scope === 'either' ? 'alpr.query' : 'alpr.records';
  try {
    return { kind: 'partner', subject: await deps.signIn(request, partners) };
  } catch (error) {
    // Only the scope was missing, and the proof is not used up: it may be an administrator's token.
    if (!(error instanceof GatewayError) || error.code !== 'forbidden') throw error;
    return { kind: 'owner', administrator: await requireAdministrator(request, deps, action) };
  }
}

function matchOf(request: Request): string | null {
  const header = request.get('If-Match');
  return header === undefined || header === '*' ? null : header;
}

/** @throws GatewayError `malformed` for a body that is wrong, one of another media type included */
export function bodyOf<Declared extends SignedOperation>(
  { body, bodyOptional = false }: Declared,
  request: Request,
): Validated<Declared, 'body'> {
  if (body === undefined) return undefined as Validated<Declared, 'body'>;
  const isAbsent = bodyOptional && sendsNothing(request);
  const parsed = isAbsent ? parsedBody(Buffer.from('{}'), body) : parseBody(request, body);
  return parsed as Validated<Declared, 'body'>;
}

function sendsNothing(request: Request): boolean {
  const length = request.get('Content-Length') ?? '0';
  return request.get('Transfer-Encoding') === undefined && length === '0';
}

export interface SentAnswer extends StoredAnswer, Pick<ReplyHead, 'etag'> {
  readonly replayed?: true;
}

/** Returns the handler's answer with the status that is declared for it. */
export function toStored({ answers, id }: Pick<Operation, 'answers' | 'id'>, answered: object): SentAnswer {
  const { body, head } = answered instanceof Reply ? answered : { body: answered, head: {} };
  const [declared] = Object.keys(answers)
    .map(Number)
    .filter((one) => one < 300);
  const { etag, location = null, status = declared } = head;
  if (status === undefined) throw new Error(`\`${id}\` declares no answer for success`);
  return { status, body: JSON.stringify(body), location, ...(etag === undefined ? {} : { etag }) };
}

export function send(response: Response, { body, etag, location, replayed, status }: SentAnswer): void {
  if (replayed) response.set('Idempotency-Replayed', 'true');
  if (location !== null) response.location(location);
  if (etag !== undefined) response.set('ETag', etag);
  response.status(status).set('Cache-Control', 'no-store').type('application/json').send(body);
}
