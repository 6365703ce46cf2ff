/** One operation of the gateway: what is said of it once, and read by the document, its checks and the router. */
import type { AdministrativeAction } from '../../sharing-rules/terms/roles.ts';
import type { Schema } from './shapes.ts';

export interface Answer {
  readonly what: string;
  /** By media type; null: no JSON that could be described. */
  readonly content: Readonly<Record<string, Schema | null>>;
  /** Names of headers beside those that every such answer can have. */
  readonly headers?: readonly string[];
}

export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With parameters in braces, e.g. `/v1/grants/{id}`. */
  readonly path: string;
  /** The name by which generated clients call it: it stays as it is. */
  readonly id: string;
  /** Segments of the path that are one of a few words, by the name in braces. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly summary: string;
  /** Scope of the access token; `either` is for partners and the owner's people alike; null: for anyone. */
  readonly scope: 'alpr.query' | 'alpr.admin' | 'either' | null;
  /** What the owner's people need a role for; only where administrators may ask. */
  readonly action?: AdministrativeAction;
  /** Whether a repeated POST can name itself so; default: those of administrators. */
  readonly idempotent?: boolean;
  /** Schema that validates the body, as it is compiled. */
  readonly body?: Schema;
  readonly bodyOptional?: boolean;
  /** Whether `If-Match` is heeded. */
  readonly conditional?: boolean;
  /** Schema that validates the parameters of the URL, as it is compiled. */
  readonly search?: Schema;
  /** Answers by status, besides problems. */
  readonly answers: Readonly<Record<number, Answer>>;
}

export function json(what: string, schema: Schema, ...headers: readonly string[]): Answer {
  return { what, content: { 'application/json': schema }, headers };
}
