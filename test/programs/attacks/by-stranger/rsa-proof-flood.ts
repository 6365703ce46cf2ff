/** A stranger sends proofs signed with the largest RSA keys, on administrators' paths: each costs the node as much as it lets it. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { base64url, hashOf, seconds } from '../../../setup/mint.ts';
import { cpuOf } from '../../bench/query/cpu-of-processes.ts';
import { type Attack, control } from '../attack.ts';
import { administrationOf } from '../scene/administration.ts';
import { isGood, median, ms, revokeOften } from '../scene/measure.ts';
import { requestOf } from '../scene/raw-flood.ts';
import { LARGEST, rsaJwk } from '../scene/rsa-jwk.ts';
import type { OwnGateway } from '../scene/scene.ts';
import { startFlood } from '../scene/start-flood.ts';

const REVOKES = 5;
const CONNECTIONS = 200;
/** Ms for which each kind is sent. */
const SENT_FOR = 2_500;
/** How much dearer one may be than one with a small key, and a revoke slower than when it is calm. */
const DEARER = 3;
const SLOWER = 15;
const PATH = '/v1/sharing/halt';

export const attack: Attack = {
  tries: `${CONNECTIONS} connections send proofs with RSA keys of 8,192 bits, without a good token`,
  run: async (scene) => {
    const target = await scene.gateway();
    const calm = await revokeOften(administrationOf(target), REVOKES);
    control(calm.every(isGood), 'a revoke fails while nobody floods');
    const small = await underProofs(target, smallJwk(), 'ES256', 64);
    const large = await underProofs(target, rsaJwk(), 'PS256', LARGEST / 8);
    const least = Math.min(small.answered, large.answered);
    control(least >= CONNECTIONS, `a flood got only ${least} answers`);
    const failed = small.failed + large.failed;
    const slower = Math.max(small.p50, large.p50) / median(calm);
    return {
      refused: failed === 0 && large.cost <= DEARER * small.cost && slower <= SLOWER,
      seen:
        `one refused with RSA 8,192 costs ${ms(large.cost)} of CPU (${large.answered}), with P-256 ${ms(small.cost)} (${small.answered}); ` +
        `revoke p50 ${ms(median(calm))} calm, ${ms(small.p50)} under P-256, ${ms(large.p50)} under RSA, ${failed} failed`,
    };
  },
};

/** What a refusal costs, and revokes meanwhile. */
async function underProofs(target: OwnGateway, jwk: object, alg: string, signatureSize: number) {
  const pid = target.node.program.child.pid as number;
  const token = target.as('adams').token.replace(/[^.]+$/, randomBytes(64).toString('base64url'));
  const requests = Array.from({ length: 20 }, () => {
    const header = base64url({ typ: 'dpop+jwt', alg, jwk });
    const claims = { jti: randomUUID(), htm: 'POST', htu: target.url + PATH, iat: seconds() };
    const signature = randomBytes(signatureSize);
    // Below any modulus of that length.
    signature[0] = 0;
    const payload = base64url({ ...claims, ath: hashOf(token) });
    const DPoP = `${header}.${payload}.${signature.toString('base64url')}`;
    return requestOf('POST', PATH, { Authorization: `DPoP ${token}`, DPoP });
  });
  const options = { gateway: target.url, connections: CONNECTIONS, outstanding: 2, requests };
  const flooding = await startFlood(options);
  try {
    const before = cpuOf(pid);
    await pause(SENT_FOR);
    const answered = await flooding.answered();
    const cost = ((cpuOf(pid) - before) * 1_000) / Math.max(answered, 1);
    const revokes = await revokeOften(administrationOf(target), REVOKES);
    const failed = revokes.filter((answer) => !isGood(answer)).length;
    return { answered, cost, failed, p50: median(revokes) };
  } finally {
    await flooding.stop();
  }
}

function smallJwk(): object {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  return { kty, crv, x, y };
}
