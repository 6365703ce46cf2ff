/** Promise P2 for pages: after a revoke has returned, no byte of a release is written by a page either. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { h } from 'preact';
import { sendRelease } from '../../../../gateway/pages/serve/send-release.ts';
import { InFlight, type ResponseInFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { Lease } from '../../../../gateway/release/lease/lease.ts';

const AGENCY = 1;
/** Far more than any kernel buffers for a reader that does not read. */
const HUGE = 'read '.repeat(8 * 1024 * 1024);
const PAGE = h('html', {}, h('body', {}, HUGE));

describe('a page with a release in it', () => {
  let server: Server;
  let told: Promise<unknown>;

  const openInFlight = () => {
    const lease = new Lease({ monotonic: () => 0, wall: () => 0 });
    lease.grant(1, lease.moment());
    return new InFlight(lease);
  };

  /** @param epoch of the release that the page shows */
  async function serve(
    epoch: number,
    enter: () => ResponseInFlight | null,
    shown: Parameters<typeof sendRelease>[1] = PAGE,
  ) {
    const app = express();
    app.get('/', (_request, response, next) => {
      told = sendRelease(response, shown, epoch, enter()).catch((error) => {
        next(error);
        return error;
      });
    });
    app.use((_error: unknown, _request: express.Request, response: express.Response, _next: unknown) => {
      response.status(503).send('not sent');
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** A client that reads nothing before it is told to. */
  function ask(port: number) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const whole = async () => {
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      await once(socket, 'close');
      return text;
    };
    return { socket, whole };
  }

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('is cut while it is written, when a revoke raises the bar', async () => {
    const inFlight = openInFlight();
    const port = await serve(5, () => inFlight.enter(AGENCY));
    const { socket, whole } = ask(port);
    await once(socket, 'connect');
    while (inFlight.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(inFlight.setFence(AGENCY, 6)).toEqual({ drained: 1, aborted: 1 });
    await told;
    expect((await whole()).length).toBeLessThan(HUGE.length);
  });

  test('is not begun where the bar rose after the API had answered', async () => {
    const inFlight = openInFlight();
    const port = await serve(5, () => {
      const inFlightResponse = inFlight.enter(AGENCY);
      inFlight.setFence(AGENCY, 6);
      return inFlightResponse;
    });
    const answer = await ask(port).whole();
    expect(answer).toMatch(/^HTTP\/1\.1 503/);
    expect(answer).not.toContain('read ');
  });

  test('as a file that may not leave is answered by a page that a browser shows', async () => {
    const inFlight = openInFlight();
    const file = { name: 'case.zip', type: 'application/zip', body: Buffer.from('read ') };
    const enter = () => {
      const inFlightResponse = inFlight.enter(AGENCY);
      inFlight.setFence(AGENCY, 6);
      return inFlightResponse;
    };
    const port = await serve(5, enter, file);
    const answer = await ask(port).whole();
    expect(answer).toMatch(/^HTTP\/1\.1 503/);
    expect(answer).not.toMatch(/content-disposition/i);
  });

  test('leaves whole where nothing was revoked', async () => {
    const inFlight = openInFlight();
    const port = await serve(5, () => inFlight.enter(AGENCY));
    expect(await ask(port).whole()).toContain(HUGE);
    expect(inFlight.size).toBe(0);
  });

  test('is not shown by a page that did not say that it releases', async () => {
    const port = await serve(5, () => null);
    const answer = await ask(port).whole();
    expect(answer).toMatch(/^HTTP\/1\.1 503/);
    expect(answer).not.toContain('read ');
  });
});
