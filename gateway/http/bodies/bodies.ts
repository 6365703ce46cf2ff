/**
 * Reads bodies, by what is known of their senders before the body comes. All bodies of strangers together have one budget
 * of memory, whatever the route, an eighth of it for one address, and five seconds to arrive. Those who are known (by a
 * token that was good before, a session, a password) have a budget of their own, which no stranger can fill.
 */
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { askerAddress } from '../asker-address.ts';
import { itsTurn } from '../while-it-stands.ts';
import { BodyBudget } from './body-budget.ts';
import { collectBody } from './collect-body.ts';
import { formParts } from './form-parts.ts';

const MIB = 1024 * 1024;
/** Bytes at one moment. */
const OF_STRANGERS = 32 * MIB;
const OF_KNOWN = 64 * MIB;
/** Bytes of a body that are not counted: the connections bound these, and a revocation is never refused for others. */
const UNCOUNTED = 4_096;
/** Milliseconds in which a stranger's body must arrive. */
const PATIENCE = 5_000;

interface Reading {
  /** The most bytes. */
  readonly limit: number;
  /** A sender who has shown a secret already, e.g. `source main`; undefined: the request tells. */
  readonly sender?: string | undefined;
}

export class Bodies {
  readonly #isKnown: (request: IncomingMessage) => boolean;
  readonly #known = new BodyBudget(OF_KNOWN, 'this sender');
  readonly #strangers = new BodyBudget(OF_STRANGERS, 'senders who are not known yet');

  /** @param isKnown whether the head of a request tells that its sender was let in before */
  constructor(isKnown: (request: IncomingMessage) => boolean = () => false) {
    this.#isKnown = isKnown;
  }

  /** Makes a step that reads bodies of JSON as bytes, and leaves others unread. */
  json(limit: number): RequestHandler {
    return this.#step('application/json', limit, (bytes) => bytes);
  }

  /** Makes a step that reads forms as text. */
  form(limit: number): RequestHandler {
    return this.#step('application/x-www-form-urlencoded', limit, (bytes) => bytes.toString('utf8'));
  }

  /** Makes a step that reads forms with files as the text of one without: a file's text is its field's. */
  formWithFile(limit: number): RequestHandler {
    return this.#step('multipart/form-data', limit, (bytes, contentType) => {
      const parts = formParts(bytes, contentType) ?? [];
      return `${new URLSearchParams(parts.map(({ content, name }) => [name, content.toString('utf8')]))}`;
    });
  }

  /** @throws GatewayError as `BodyBudget.take`, `collectBody`; `malformed` (415) for one that is compressed */
  async read(request: Request, response: Response, { limit, sender }: Reading): Promise<Buffer> {
    const coding = request.get('Content-Encoding') ?? 'identity';
    if (coding !== 'identity')
      throw new GatewayError('malformed', 'send the body without `Content-Encoding`', { status: 415 });
    const isKnown = sender !== undefined || this.#isKnown(request);
    // Only one body of a connection is read at a time.
    if (!isKnown) await itsTurn(response);
    const budget = isKnown ? this.#known : this.#strangers;
    const from = sender ?? askerAddress(request);
    let held = 0;
    const reserve = (bytes: number) => {
      const more = Math.max(0, bytes - UNCOUNTED) - held;
      if (more <= 0) return;
      budget.take(from, more);
      held += more;
    };
    const release = () => {
      if (held > 0) budget.give(from, held);
      held = 0;
    };
    try {
      const bytes = await collectBody(request, { limit, reserve, patience: isKnown ? null : PATIENCE });
      // Node reports no end of its connection to a queued answer: then the bytes count until they have come.
      if (response.socket === null || response.destroyed) release();
      else response.once('close', release);
      return bytes;
    } catch (error) {
      release();
      throw error;
    }
  }

  #step(type: string, limit: number, shape: (bytes: Buffer, contentType: string) => unknown): RequestHandler {
    return (request, response, next) => {
      if (!request.is(type)) return next();
      this.read(request, response, { limit }).then((bytes) => {
        request.body = shape(bytes, request.get('Content-Type') ?? '');
        next();
      }, next);
    };
  }
}
