/** `ADMIN_PORT`: a port of their own for the owner's people, on every worker. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../gateway/demo/free-port.ts';
import { type Asker, credentialsOf } from '../setup/asker.ts';
import { runCli } from '../setup/commands/run-cli.ts';
import { type RunningDemo, startDemo } from '../setup/demo/running-demo.ts';
import { signInAtDemo } from '../setup/demo/sign-in-at-demo.ts';

let demo: RunningDemo;
let adminUrl: string;
/** The same person, with proofs for the address of either port. */
let there: Asker;
let here: Asker;

beforeAll(async () => {
  const port = await freePort();
  adminUrl = `http://127.0.0.1:${port}`;
  demo = await startDemo({ ADMIN_PORT: String(port), WEB_CONCURRENCY: '2' });
  there = await signInAtDemo({ ...demo.file, gateway: adminUrl }, 'admin-1');
  here = await signInAtDemo(demo.file, 'admin-1');
}, 300_000);
afterAll(() => demo.stop(), 300_000);

function ask(
  asker: Asker | null,
  method: string,
  url: string,
  path: string,
  body?: object,
): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: {
      ...(asker === null ? {} : credentialsOf(asker, method, path)),
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe("the port of the owner's people", () => {
  test('takes a revocation, with a proof for its own address', async () => {
    const answer = await ask(there, 'POST', adminUrl, '/v1/agencies/CO0010100/revoke', { reason: 'a test' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ index: expect.any(Number) });
  });

  test('takes a proof for the public address as well, which a proxy may have in front of both', async () => {
    expect((await ask(here, 'GET', adminUrl, '/v1/sharing')).status).toBe(200);
    expect((await ask(there, 'GET', demo.file.gateway, '/v1/sharing')).status).toBe(401);
  });

  test.each([
    ...['/healthz', '/readyz', '/.well-known/oauth-protected-resource'],
    ...['/', '/transparency', '/transparency.json', '/docs'],
  ])('has `%s`', async (path) => {
    expect((await ask(null, 'GET', adminUrl, path)).status).toBe(200);
  });

  test('leads to the public address for what reads the public log', async () => {
    const { headers, status } = await fetch(`${adminUrl}/verify`, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([303, `${demo.file.gateway}/verify`]);
  });

  test.each([
    ['POST', '/v1/queries'],
    ['GET', '/log/checkpoint'],
  ])('has no `%s %s`, which are not for them', async (method, path) => {
    expect([404, 405]).toContain(
      (await ask(null, method, adminUrl, path, method === 'POST' ? {} : undefined)).status,
    );
  });

  test('is where the commands ask, if they are told so', async () => {
    const told = { DATA_DIR: demo.dataDir, GATEWAY_URL: adminUrl };
    const { code, stdout } = await runCli(['sharing', '--json'], told);
    expect({ code, state: JSON.parse(stdout) }).toMatchObject({ code: 0, state: { halted: false } });
  });
});
