/** Anyone who has the gateway's own log-in writes a head of the log: no node may sign it. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';

/** Ms in which a node would have looked at it. */
const WATCHED_FOR = 3_000;
const LOOK_EVERY = 100;

export const attack: Attack = {
  tries: 'a root that no node has made is put into the table of heads, to be signed',
  run: async (scene) => {
    const target = await scene.gateway();
    const checkpoint = async () => (await ask(target.url, null, 'GET', '/log/checkpoint')).text;
    const honest = await checkpoint();
    const size = Number(honest.split('\n')[1]);
    control(size > 0, 'there is no signed checkpoint');
    const root = randomBytes(32);
    const client = new pg.Client(target.databases.gatewayUrl);
    await client.connect();
    const written = await client
      .query(`SELECT append_log('{x}', sha256('x'), $1, $2, $3)`, [size + 1, root, [root]])
      .then(
        () => true,
        () => false,
      );
    await client.end();
    if (!written)
      await target.owner.query(`SELECT append_log('{x}', sha256('x'), $1, $2, $3)`, [size + 1, root, [root]]);
    const until = performance.now() + WATCHED_FOR;
    let signed = 0;
    let last = '';
    while (performance.now() < until) {
      last = await checkpoint();
      if (last.includes(root.toString('base64'))) signed += 1;
      await pause(LOOK_EVERY);
    }
    return {
      refused: signed === 0,
      seen: `written by the ${written ? "gateway's role" : 'owner'}; ${signed === 0 ? `never signed, the node answers ${last.split('\n')[1] ?? last}` : `signed ${signed} times`}`,
    };
  },
};
