/** What the sample configuration of nginx does, shown with the machine's nginx and a program in the place of the nodes. */
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../gateway/demo/free-port.ts';
import { certificateThumbprint } from '../../gateway/identity/read-credentials.ts';
import { eventually } from '../setup/eventually.ts';
import { type Certificate, makeCertificate } from './certificates.ts';
import { NGINX, type RunningNginx, startNginx } from './start-nginx.ts';

const FORGED = ':Zm9yZ2Vk:';

let nginx: RunningNginx;
let node: Server;
let directory: string;
let own: Certificate;
let partner: Certificate;
let stranger: Certificate;
let [port, plainPort, deadPort] = [0, 0, 0];
/** Certificates that the asker knows. */
let trusted: string[];
/** What the node does with the next request. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const echo: typeof answer = ({ headers, httpVersion }, response) => {
  response.end(JSON.stringify({ headers, httpVersion }));
};

beforeAll(async () => {
  if (NGINX === undefined) return;
  directory = mkdtempSync(join(tmpdir(), 'nginx-'));
  chmodSync(directory, 0o755);
  own = makeCertificate(directory, 'gateway');
  trusted = [own.certificate];
  const authority = makeCertificate(directory, 'authority');
  partner = makeCertificate(directory, 'partner', authority);
  stranger = makeCertificate(directory, 'stranger');
  node = createServer((asked, response) => answer(asked, response));
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
  [port, plainPort, deadPort] = [await freePort(), await freePort(), await freePort()];
  nginx = await startNginx({
    directory,
    files: ['deploy/nginx/alpr.conf', 'deploy/nginx/nodes.conf'],
    replaced: {
      'listen 443': `listen 127.0.0.1:${port}`,
      'listen 80': `listen 127.0.0.1:${plainPort}`,
      'server 127.0.0.1:8080': `server 127.0.0.1:${deadPort}`,
      'server 127.0.0.1:8090': `server 127.0.0.1:${(node.address() as AddressInfo).port}`,
      '/etc/nginx/alpr/server.pem': own.certificateFile,
      '/etc/nginx/alpr/server-key.pem': own.keyFile,
      '/etc/nginx/alpr/partners-ca.pem': authority.certificateFile,
    },
    port,
  });
}, 60_000);
afterAll(async () => {
  await nginx?.stop();
  node?.closeAllConnections();
  node?.close();
});

/** Asks over TLS; resolves when the head of the answer is there. */
async function ask(path: string, options: RequestOptions = {}, body = ''): Promise<IncomingMessage> {
  const asked = request({ host: '127.0.0.1', port, path, ca: trusted, agent: false, ...options });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

async function echoed(options: RequestOptions) {
  answer = echo;
  const response = await ask('/v1/queries', options);
  return JSON.parse(String(Buffer.concat(await response.toArray()))) as {
    headers: Record<string, string>;
    httpVersion: string;
  };
}

(NGINX === undefined ? describe.skip : describe)('nginx in front of the nodes', () => {
  test('passes on the certificate that it has verified, in a form that the gateway reads', async () => {
    const { headers } = await echoed({ cert: partner.certificate, key: partner.key });
    const told = certificateThumbprint(headers['x-client-cert'] ?? '', Date.now());
    const pem = encodeURIComponent(partner.certificate);
    expect(told).not.toBeNull();
    expect(told).toBe(certificateThumbprint(pem, Date.now()));
  });

  test.each(['X-Client-Cert', 'x-client-cert', 'X_Client_Cert'])(
    'strips the header %s that came from outside',
    async (name) => {
      const { headers } = await echoed({ headers: { [name]: FORGED } });
      expect(Object.keys(headers).filter((key) => /client.cert/.test(key))).toEqual([]);
      const signed = await echoed({
        headers: { [name]: FORGED },
        cert: partner.certificate,
        key: partner.key,
      });
      expect(JSON.stringify(signed.headers)).not.toContain(FORGED);
    },
  );

  test('passes on no certificate of an authority that it does not know', async () => {
    answer = echo;
    const response = await ask('/v1/queries', { cert: stranger.certificate, key: stranger.key });
    expect(response.statusCode).toBe(400);
  });

  test('tells the node from where a request came, whatever the asker says', async () => {
    const { headers, httpVersion } = await echoed({
      headers: { 'X-Forwarded-For': '203.0.113.9', Forwarded: 'for=203.0.113.9', 'X-Forwarded-Host': 'evil' },
    });
    expect(httpVersion).toBe('1.1');
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    expect([headers.forwarded, headers['x-forwarded-host']]).toEqual([undefined, undefined]);
  });

  test('keeps its connections to the nodes', async () => {
    const ports = new Set<number | undefined>();
    answer = (asked, response) => {
      ports.add(asked.socket.remotePort);
      response.end('ok');
    };
    for (let i = 0; i < 5; i += 1) await (await ask('/')).toArray();
    expect(ports.size).toBe(1);
  });

  test('asks the next node where one does not answer, also what may be sent only once', async () => {
    let count = 0;
    answer = (asked, response) => {
      asked.resume().once('end', () => response.end(String(++count)));
    };
    for (let i = 0; i < 4; i += 1) {
      const response = await ask('/v1/queries', { method: 'POST' }, '{}');
      expect([response.statusCode, String(Buffer.concat(await response.toArray()))]).toEqual([
        200,
        `${i + 1}`,
      ]);
    }
  });

  test('sends no query twice: one that a node has taken and not answered is told to the asker', async () => {
    let count = 0;
    answer = (asked) => {
      count += 1;
      asked.socket.resetAndDestroy();
    };
    expect((await ask('/v1/queries', { method: 'POST' }, '{}')).statusCode).toBe(502);
    expect(count).toBe(1);
  });

  test('keeps nothing back: what a node has written arrives, and what it cuts ends', async () => {
    let cut: () => void = () => undefined;
    answer = (asked, response) => {
      response.writeHead(200, { 'Content-Length': 1_000_000 });
      response.write('the first read');
      cut = () => asked.socket.resetAndDestroy();
    };
    const response = await ask('/v1/queries', { method: 'POST' }, '{}');
    const ended = new Promise((resolve) => response.once('close', resolve).once('error', resolve));
    expect(String((await once(response, 'data'))[0])).toBe('the first read');
    cut();
    await ended;
    expect(response.complete).toBe(false);
  });

  test('does not show the figures, and takes no larger body than it keeps in memory', async () => {
    answer = echo;
    expect((await ask('/metrics')).statusCode).toBe(404);
    const large = 'x'.repeat(2 * 2 ** 20);
    const headers = { 'Content-Length': large.length };
    expect((await ask('/v1/queries', { method: 'POST', headers }, large)).statusCode).toBe(413);
  });

  test('without TLS sends a browser to TLS, and refuses a program that tells a token', async () => {
    const url = `http://127.0.0.1:${plainPort}/console`;
    const page = await fetch(url, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([301, 'https://127.0.0.1/console']);
    expect((await fetch(url, { method: 'POST' })).status).toBe(403);
  });

  test('changes its certificate while it is asked: no request fails', async () => {
    answer = echo;
    const next = makeCertificate(directory, 'next');
    const seen = new Set<string>();
    trusted.push(next.certificate);
    const askOnce = async () => {
      const response = await ask('/');
      seen.add(String((response.socket as TLSSocket).getPeerCertificate().subject.CN));
      await response.toArray();
      return response.statusCode;
    };
    expect(await askOnce()).toBe(200);
    copyFileSync(next.certificateFile, own.certificateFile);
    copyFileSync(next.keyFile, own.keyFile);
    nginx.reload();
    await eventually(async () => {
      expect(await askOnce()).toBe(200);
      return seen.has('next');
    });
    expect([...seen]).toEqual(['gateway', 'next']);
  });

  test('writes no search, no header, no body and no secret at the end of an address into its log', async () => {
    answer = echo;
    await (
      await ask('/v1/agencies?plate=ZQX7913', { headers: { Authorization: 'DPoP secret-token' } })
    ).toArray();
    expect(nginx.log()).toContain('"GET /v1/agencies HTTP/1.1" 200');
    expect(nginx.log()).not.toMatch(/ZQX7913|secret-token/);
    await (await ask('/v1/reads/main-street/the-secret-of-the-source')).toArray();
    expect(nginx.log()).toContain('/v1/reads/main-street/- HTTP/1.1" 200');
    expect(nginx.log()).not.toContain('the-secret');
  });
});
