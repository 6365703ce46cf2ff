/** Whoever owns the database makes the public page say what he likes: it must be found by who verifies the log. */
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { BRIGHTON } from '../scene/cast.ts';
import { ready } from '../scene/gateway-node.ts';
import { runProgram } from '../scene/programs.ts';

const RELEASES = 12;
/** Releases that there were not, and a revocation that is forgotten. */
const REWRITE = `
  WITH forgotten AS (DELETE FROM sharing_event WHERE kind = 'revoked' RETURNING index)
  INSERT INTO query_tally (month, purpose, outcome, answers)
  SELECT '2026-01-01', 'stolen_vehicle', 'released', ${RELEASES} FROM forgotten`;

export const attack: Attack = {
  tries: 'the owner of the database rewrites the public page by SQL, and the log verifies',
  run: async (scene) => {
    const options = { LOG_ENTRY_DELAY_MS: '0', LOG_LEVEL: 'info' };
    const target = await scene.gateway(options);
    const key = /"logKey":"([^"]+)"/.exec(target.node.program.output())?.[1] ?? '';
    control(key !== '', 'the node does not say its key');
    const verify = (url: string) =>
      runProgram(scene.source, 'gateway/audit-verify/main.ts', ['--url', `${url}/log`, '--key', key], {})
        .ended;
    const path = `/v1/agencies/${BRIGHTON}/revoke`;
    const revoked = await ask(target.url, target.as('first-admin'), 'POST', path, { reason: 'a test' });
    control(revoked.status === 200, `there was no revocation: ${describe(revoked)}`);
    // A node keeps what it tells for a minute: each page is read from one that has told nothing before.
    const honest = await ready(await target.spawn({}));
    const good = await verify(honest.url);
    control(good.code === 0, `the honest page does not verify: ${good.output.slice(-300)}`);
    const rewriting = await ready(await target.spawn({}));
    const { rowCount } = await target.owner.query(REWRITE);
    control(rowCount === 1, `there was not one revocation to forget: ${rowCount}`);
    const { code, output } = await verify(rewriting.url);
    const faults = output.split('\n').filter((line) => line.startsWith('public page, '));
    return {
      refused: code === 1 && faults.some((line) => line.includes(`says ${RELEASES}`)) && faults.length > 1,
      seen: `audit verify of the rewritten page exits ${code}: ${faults.join('; ') || output.trim().split('\n').at(-1)}`,
    };
  },
};
