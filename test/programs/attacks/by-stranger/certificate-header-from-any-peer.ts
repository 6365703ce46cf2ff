/** Somebody who has a certificate's public text, and a token bound to it, sends that text in the proxy's header, straight to the port. */
import { hash, X509Certificate } from 'node:crypto';
import { request } from 'node:http';
import { CERTIFICATES } from '../../../gateway/identity/certificates.ts';
import { type Attack, ControlFailed, control } from '../attack.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import type { OwnGateway, Scene } from '../scene/scene.ts';

const HEADER = 'client-cert';
/** Of loopback, so that one machine has a proxy and a peer that is none. */
const PROXY = '127.0.0.1';
const STRANGER = '127.0.0.7';

export const attack: Attack = {
  tries: 'a peer that is no proxy hands over a certificate in the header',
  run: async (scene) => {
    const target = await gatewayBehindProxy(scene);
    const certificate = new X509Certificate(CERTIFICATES[0]);
    const cnf = { 'x5t#S256': hash('sha256', certificate.raw, 'base64url') };
    const { token } = target.as('adams', { cnf });
    const body = JSON.stringify(queryBody({ ori: ADAMS, plate: target.plates[0] as string }));
    const handed = { [HEADER]: `:${certificate.raw.toString('base64')}:` };
    const ofProxy = await post(target.url, PROXY, token, handed, body);
    const ofStranger = await post(target.url, STRANGER, token, handed, body);
    const without = await post(target.url, PROXY, token, {}, body);
    control(ofProxy.reads > 0, `the proxy's own request got no reads: ${ofProxy.status}`);
    control(without.reads === 0, 'the token alone is enough');
    return {
      refused: ofStranger.reads === 0 && ofStranger.status === 401,
      seen: `by the proxy ${ofProxy.status}, ${ofProxy.reads} reads; from elsewhere ${ofStranger.status}, ${ofStranger.reads} reads`,
    };
  },
};

/** Where proxies can only be counted, as they once could, one proxy. */
async function gatewayBehindProxy(scene: Scene): Promise<OwnGateway> {
  const settings = { CLIENT_CERTIFICATE_HEADER: HEADER };
  return scene.gateway({ ...settings, TRUSTED_PROXIES: PROXY }).catch((error) => {
    if (!(error instanceof ControlFailed)) throw error;
    return scene.gateway({ ...settings, TRUSTED_PROXIES: '1' });
  });
}

function post(
  url: string,
  localAddress: string,
  token: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ status: number; reads: number }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/v1/queries`, {
      method: 'POST',
      localAddress,
      agent: false,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        ...headers,
      },
    });
    asked.once('error', reject);
    asked.once('response', async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode ?? 0, reads: text.match(/"readId":/g)?.length ?? 0 });
    });
    asked.end(body);
  });
}
