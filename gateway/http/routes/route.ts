/**
 * A route is declared once, beside its handler: the router, its checks, and the document are made from the declaration.
 */
import type { ValidateFunction } from 'ajv';
import type { Request, Response } from 'express';
import { type AdministrativeAction, effectOf } from '../../../sharing-rules/terms/roles.ts';
import type { Schema } from '../schemas/shapes.ts';

export interface Answer {
  readonly what: string;
  /** The schemas by media type; null for content that is not describable JSON. */
  readonly content: Readonly<Record<string, Schema | null>>;
  /** Names of headers beside those that every such answer can have. */
  readonly headers?: readonly string[];
}

/** Describes any route: its checks, its handler's types and the document are made from it. */
interface Described {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** The path with parameters in braces, e.g. `/v1/grants/{id}`. */
  readonly path: string;
  /** Express's own pattern, or several, where it answers to more than the path. */
  readonly mountedAt?: string | string[];
  /** The name by which generated clients call it: it stays as it is. */
  readonly id: string;
  /** The words that a segment of the path may be, by the name in braces. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly summary: string;
  /** A repeated request can name itself by an `Idempotency-Key`; default: a POST with a token that not only reads. */
  readonly idempotent?: boolean;
  readonly body?: ValidateFunction;
  readonly bodyOptional?: boolean;
  /** Declares a body that is not JSON: text of this media type, which the handler parses. */
  readonly text?: { readonly type: string; readonly schema: Schema; readonly example: string };
  /** `If-Match` is heeded. */
  readonly conditional?: boolean;
  /** Validates the parameters of the URL. */
  readonly search?: ValidateFunction;
  /** The path of the POST by which plates, cases and officers are asked for: they have no place in this URL. */
  readonly personalBy?: string;
  /** Answers by status, besides problems. */
  readonly answers: Readonly<Record<number, Answer>>;
}

/** An operation that is open to anyone; `route` says so. */
interface Public extends Described {
  readonly scope?: never;
  readonly action?: never;
}

/** An operation for partners' systems and officers, for their records offices, or for the owner's own who ask. */
export interface PartnerOperation extends Described {
  /** `query_or_ask` takes a token for queries here or one for asking other agencies. */
  readonly scope: 'alpr.query' | 'alpr.records' | 'alpr.ask' | 'query_or_ask';
  readonly action?: never;
  readonly side?: never;
}

/** An operation for the owner's people, by a token of `alpr.admin`. */
export interface OwnerOperation extends Described {
  /** Opens it to partners too, or to records offices. */
  readonly scope?: 'either' | 'records_or_admin';
  /** The act that needs a role; the connections and the second factor follow from it, too. */
  readonly action: AdministrativeAction;
  /**
   * The connections on which it waits, if not those of its act: `withdrawing` if what it replaces ends, `ordinary`
   * if it ends no right in force, and must not keep a halt waiting.
   */
  readonly side?: 'withdrawing' | 'ordinary';
}

/** An operation that takes a token: `gateway/sign-in/door.ts` makes its route. */
export type SignedOperation = PartnerOperation | OwnerOperation;

/** Any operation as the document and the router know it; null is the scope of what is open to anyone. */
export interface Operation extends Described, Pick<OwnerOperation, 'side'> {
  readonly scope: PartnerOperation['scope'] | NonNullable<OwnerOperation['scope']> | 'alpr.admin' | null;
  readonly action?: AdministrativeAction;
}

/** Returns the scope of an operation with a token: only one that names its act may leave it out. */
export function scopeOf({ scope }: SignedOperation) {
  return scope ?? 'alpr.admin';
}

/** Tells whether a repeated request gets its first answer, and is not carried out again. */
export function isIdempotent({
  action,
  method,
  scope,
  idempotent = method === 'post' && scope !== null && !(action && effectOf(action) === 'reads'),
}: Pick<Operation, 'action' | 'idempotent' | 'method' | 'scope'>): boolean {
  return idempotent;
}

/** An operation with what carries it out. It holds nothing of a node: the document is made from it alone. */
export type Route<Deps> = Operation & {
  readonly handle: (request: Request, response: Response, deps: Deps) => Promise<void> | void;
};

/** Joins what all of these routes need. */
export type DepsOf<R> = (R extends Route<infer Deps> ? (deps: Deps) => void : never) extends (
  deps: infer All,
) => void
  ? All
  : never;

/** The names in braces of a path; any, where the path is put together. */
type NamesIn<Path extends string> = string extends Path
  ? string
  : Path extends `${string}{${infer Name}}${infer Rest}`
    ? Name | NamesIn<Rest>
    : never;

/** Gives the text that may stand in a path for one of its names: a word of its choices, or any. */
type TextFor<Declared extends Described, Name extends string> = Declared extends {
  readonly choices: { readonly [Chosen in Name]: readonly (infer Word)[] };
}
  ? Word
  : string;

/** The parameters that stand in the declared path. */
export type ParamsOf<Declared extends Described> = {
  readonly [Name in NamesIn<Declared['path']>]: TextFor<Declared, Name>;
};

/**
 * Makes the route of what anyone may ask; it answers by hand.
 * @param handle is given the declaration, so that it repeats nothing of it
 */
export function route<const Declared extends Public, Deps>(
  declared: Declared,
  handle: (
    request: Request<ParamsOf<Declared>>,
    response: Response,
    deps: Deps,
    route: Declared,
  ) => Promise<void> | void,
): Route<Deps> {
  return {
    ...declared,
    scope: null,
    handle: (request, response, deps) =>
      handle(request as Request<ParamsOf<Declared>>, response, deps, declared),
  };
}

export function json(what: string, schema: Schema, ...headers: readonly string[]): Answer {
  return { what, content: { 'application/json': schema }, headers };
}

/** Describes an answer that is not JSON. */
export function file(what: string, ...types: readonly string[]): Answer {
  return { what, content: Object.fromEntries(types.map((type) => [type, null])) };
}

/** Returns the schema that the validator was compiled from: the document describes what validates. */
export function schemaOf({ schema }: ValidateFunction): Schema {
  return schema as Schema;
}
