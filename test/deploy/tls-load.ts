/** A partner's system that asks through the proxy, over TLS, on connections that it keeps. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { generateKeyPair } from '../../gateway/identity/jose/generate-key-pair.ts';
import { type Asker, createProofKey, credentialsOf } from '../setup/asker.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface TlsAsker {
  ask(method: string, path: string, body?: object): Promise<Answer>;
  /** The head alone: the rest comes as it comes. */
  begin(method: string, path: string, body?: object): Promise<IncomingMessage>;
  close(): void;
}

/** @param proven null: it is nobody */
export function tlsAsker(url: string, ca: string, proven: Asker | null): TlsAsker {
  const agent = new Agent({ keepAlive: true, ca });
  const begin: TlsAsker['begin'] = async (method, path, body) => {
    const credentials = proven === null ? {} : credentialsOf(proven, method, path);
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const asked = request(url + path, { agent, method, headers: { ...credentials, ...type } });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  };
  return {
    begin,
    ask: async (method, path, body) => {
      const response = await begin(method, path, body);
      const text = Buffer.concat(await response.toArray()).toString();
      return { status: response.statusCode ?? 0, text };
    },
    close: () => agent.destroy(),
  };
}

/** Whom the token of `grant-as-people.ts` is of. */
export function askerOf(
  url: string,
  ori: string,
  { pair, token }: { readonly token: string; readonly pair: ReturnType<typeof generateKeyPair> },
): Asker {
  const key = createProofKey(pair);
  return { ori, token, proof: (method, path) => key.prove(method, url + path, token) };
}

export interface Load {
  readonly answered: number;
  /** What was not answered by reads, in words. */
  readonly failures: readonly string[];
}

/**
 * Asks until stopped, on connections that are kept.
 * @param rest ms of a connection between an answer and the next query
 */
export function startLoad(
  asker: TlsAsker,
  body: (turn: number) => object,
  { connections, rest }: { readonly connections: number; readonly rest: number },
) {
  const failures: string[] = [];
  let [answered, stopped, turn] = [0, false, 0];
  const askOn = async () => {
    while (!stopped) {
      const told = await asker.ask('POST', '/v1/queries', body(turn++)).then(
        ({ status, text }) => (status === 200 ? null : `${status}: ${text.slice(0, 300)}`),
        (error: NodeJS.ErrnoException) => `${error.code ?? error.message}`,
      );
      if (told === null) answered += 1;
      else failures.push(told);
      await pause(rest);
    }
  };
  const asking = Array.from({ length: connections }, askOn);
  return {
    answered: () => answered,
    stop: async (): Promise<Load> => {
      stopped = true;
      await Promise.all(asking);
      return { answered, failures };
    },
  };
}
