/** An issuer reduced to what the gateway fetches of it: a key set over HTTP, changed by the test. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenAnywhere } from './resource-server.ts';

export interface KeyServer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** What it answers with from now on: a key set, or a whole answer. */
  answer: object | ((request: IncomingMessage, response: ServerResponse) => void);
  /** How many times it was asked. */
  asked: number;
  stop(): Promise<void>;
}

export async function startKeyServer(answer: KeyServer['answer']): Promise<KeyServer> {
  const { server, url } = await listenAnywhere();
  const keyServer: KeyServer = {
    issuer: url,
    jwksUri: `${url}/jwks`,
    answer,
    asked: 0,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  server.on('request', (request, response) => {
    keyServer.asked += 1;
    if (typeof keyServer.answer === 'function') {
      keyServer.answer(request, response);
      return;
    }
    response.setHeader('Content-Type', 'application/jwk-set+json');
    response.end(JSON.stringify(keyServer.answer));
  });
  return keyServer;
}
