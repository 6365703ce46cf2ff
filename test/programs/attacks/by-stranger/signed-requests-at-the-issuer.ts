/** A stranger has the gateway sign requests at the issuer of its people: each GET that begins a sign-in is one. */
import { get, type IncomingMessage } from 'node:http';
import { type Attack, control } from '../attack.ts';

const BEGUN = 300;
const ENDED = 40;
/** From one address in a minute; it was 17,816. */
const MOST = 120;
const STRANGER = '127.0.8.1';

export const attack: Attack = {
  tries: `one address begins ${BEGUN} sign-ins and ends one of them ${ENDED} times with a code of its own making`,
  run: async (scene) => {
    const { url } = await scene.demo();
    const ask = (path: string, cookie = '') => open(url + path, cookie);
    const first = await ask('/sign-in');
    control(isSigned(first), `a sign-in is not begun: ${first.statusCode}`);
    const underWay = String(first.headers['set-cookie']).split(';')[0] as string;
    const { searchParams } = new URL(String(first.headers.location));
    control(searchParams.has('request_uri'), 'the issuer is not asked by a signed request');
    let signed = 1;
    for (let turn = 0; turn < BEGUN / 10; turn += 1) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/sign-in')));
      signed += answers.filter(isSigned).length;
    }
    const ended = await Promise.all(
      Array.from({ length: ENDED }, () => ask('/sign-in/callback?code=made-up', underWay)),
    );
    const refused = ended.filter(({ statusCode }) => statusCode === 429).length;
    const elsewhere = await open(`${url}/sign-in`, '', '127.0.8.2');
    return {
      refused: signed <= MOST && refused === ENDED && isSigned(elsewhere),
      seen: `${signed} of ${BEGUN + 1} GETs were a signed request at the issuer; ${refused} of ${ENDED} returns were refused unasked; another address ${isSigned(elsewhere) ? 'can sign in' : 'is locked out'}`,
    };
  },
};

function open(url: string, cookie: string, localAddress = STRANGER): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { localAddress, headers: { Cookie: cookie } };
    get(url, options, (answer) => resolve(answer.resume())).once('error', reject);
  });
}

const isSigned = ({ headers, statusCode }: IncomingMessage) =>
  statusCode === 303 && String(headers.location).includes('request_uri=');
