/** The clock of a node is ahead for a moment, while it fetches the keys of an issuer, and then right again. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import type { Asker } from '../../../setup/asker.ts';
import { makeJws, proofClaims, publicPart, seconds } from '../../../setup/mint.ts';
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import { shiftedClock } from '../scene/shifted-clock.ts';

const MINUTE = 60_000;
/** Ms: within the life of a token. */
const AHEAD = 50 * MINUTE;
/** Ms that go by afterwards: longer than keys are kept without asking for them again. */
const LAPSE = 6 * MINUTE;
const TRIES = 30;

export const attack: Attack = {
  tries: 'a glitch of the clock keeps a withdrawn key of an issuer good, and locks out who has the new one',
  run: async (scene) => {
    const [withdrawn, next] = [generateKeyPair(), generateKeyPair()];
    let keys = [withdrawn.publicJwk];
    let asked = 0;
    const issuer = createServer((_request, response) => {
      asked += 1;
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }));
    });
    await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
    try {
      const clock = shiftedClock(join(await scene.newDirectory(), 'clock'));
      const target = await scene.gateway(clock.environment);
      const { port } = issuer.address() as AddressInfo;
      await target.owner.query(`UPDATE identity_issuer SET jwks_uri = $1 WHERE issuer LIKE '%/partners'`, [
        `http://127.0.0.1:${port}/jwks`,
      ]);
      let ahead = 0;
      /** As the issuer signs for Adams with one of its keys; proofs by the clock of the node. */
      const by = ({ privateJwk, publicJwk }: typeof next): Asker => {
        const proofKey = generateKeyPair();
        const claims = JSON.parse(
          Buffer.from(target.as('adams').token.split('.')[1] as string, 'base64url').toString(),
        );
        const header = { typ: 'at+jwt', alg: 'ES256', kid: publicJwk.kid };
        const token = makeJws(header, { ...claims, cnf: { jkt: proofKey.publicJwk.kid } }, privateJwk);
        const proofHeader = { typ: 'dpop+jwt', alg: 'ES256', jwk: publicPart({ ...proofKey.publicJwk }) };
        const proof: Asker['proof'] = (method, path) => {
          const iat = seconds() + Math.floor(ahead / 1_000);
          const made = { ...proofClaims(method, target.url + path, token), iat };
          return makeJws(proofHeader, made, proofKey.privateJwk);
        };
        return { ori: ADAMS, token, proof };
      };
      const body = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
      const query = async (who: Asker) => (await ask(target.url, who, 'POST', '/v1/queries', body)).status;
      const until = async (holds: () => Promise<boolean>) => {
        for (let i = 0; i < TRIES; i += 1) {
          if (await holds()) return true;
          await pause(250);
        }
        return false;
      };
      const [old, renewed] = [by(withdrawn), by(next)];
      control(
        await until(async () => (await query(old)) === 200),
        'the key does not work while it is published',
      );

      const before = asked;
      ahead = AHEAD;
      clock.set({ wall: AHEAD, lapse: 0 });
      const fetched = await until(async () => (await query(old)) === 200 && asked > before);
      control(fetched, 'the keys were not fetched while the clock was ahead');
      keys = [next.publicJwk];
      ahead = LAPSE;
      clock.set({ wall: 0, lapse: LAPSE });
      const isLetIn = await until(async () => (await query(renewed)) === 200);
      const isStopped = await until(async () => (await query(old)) === 401);
      return {
        refused: isLetIn && isStopped,
        seen: `six minutes later the withdrawn key is ${isStopped ? 'refused' : 'good'}, who has the new one is ${isLetIn ? 'let in' : 'locked out'}`,
      };
    } finally {
      issuer.closeAllConnections();
      issuer.close();
    }
  },
};
