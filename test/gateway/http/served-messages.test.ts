/** Why Express need not touch a request: both are made as it wants them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import express, { type Express } from 'express';
import { servedMessages } from '../../../gateway/http/served-messages.ts';

/** What an application sees of one request, and whether its server made request and answer as Express wants them. */
async function serve(name: string): Promise<{ seen: unknown; born: boolean }> {
  const messages = servedMessages();
  const app: Express = express().set('name', name);
  app.get('/', (request, response) => {
    response.json({
      name: request.app.get('name'),
      accepts: request.accepts('html', 'json'),
      same: response.app === app,
    });
  });
  messages.adoptedBy(app);
  let born = false;
  const server = createServer(messages, (request, response) => {
    born = Object.getPrototypeOf(request) === app.request && Object.getPrototypeOf(response) === app.response;
    app(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { Accept: 'application/json' } });
    return { seen: await answer.json(), born };
  } finally {
    server.close();
  }
}

test('a request has the prototype of its application from the start, so that Express need not change it', async () => {
  expect(await serve('one')).toEqual({ seen: { name: 'one', accepts: 'json', same: true }, born: true });
});

test('two servers in one process each serve their own application', async () => {
  const [one, two] = await Promise.all([serve('one'), serve('two')]);
  expect([one.seen, two.seen]).toMatchObject([{ name: 'one' }, { name: 'two' }]);
});
