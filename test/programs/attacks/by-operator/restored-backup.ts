/** The operator restores a backup from before a revocation, on a new host or under a new name of the log. */
import { cp } from 'node:fs/promises';
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { answers } from '../scene/gateway-node.ts';
import { queryBody } from '../scene/query-body.ts';

export const attack: Attack = {
  tries:
    'a backup from before a revocation is served from an empty directory, from that of the same moment, or under a new LOG_ORIGIN',
  run: async (scene) => {
    const target = await scene.gateway();
    const plate = target.plates[0] as string;
    const asks = (url: string) =>
      ask(url, target.as('adams'), 'POST', '/v1/queries', queryBody({ ori: ADAMS, plate }));
    const shared = await asks(target.url);
    control(readsIn(shared) > 0, `there is nothing to revoke: ${describe(shared)}`);
    await target.node.program.stop();
    const [backup, second, third] = [
      await scene.copyDatabases(target.databases),
      await scene.copyDatabases(target.databases),
      await scene.copyDatabases(target.databases),
    ];
    const takenTogether = await scene.newDirectory();
    await cp(target.dataDir, takenTogether, { recursive: true });
    const live = await target.spawn({});
    control(await answers(live), 'the live node did not start again');
    const revoke = { reason: 'attack suite' };
    const revoked = await ask(
      live.url,
      target.as('first-admin'),
      'POST',
      `/v1/agencies/${ADAMS}/revoke`,
      revoke,
    );
    control(revoked.status === 200, `it could not be revoked: ${describe(revoked)}`);
    control(readsIn(await asks(live.url)) === 0, 'a revoked partner gets reads of the live database');
    await live.program.stop();
    const restored = {
      'an empty directory': await target.spawn({ databases: backup, dataDir: await scene.newDirectory() }),
      'the directory of that moment': await target.spawn({ databases: third, dataDir: takenTogether }),
      'a new LOG_ORIGIN': await target.spawn({
        databases: second,
        environment: { LOG_ORIGIN: 'log.test/restored' },
      }),
    };
    const seen: string[] = [];
    let released = 0;
    for (const [where, node] of Object.entries(restored)) {
      if (await answers(node)) {
        const answer = await asks(node.url);
        released += readsIn(answer);
        seen.push(`from ${where} ${describe(answer)}, ${readsIn(answer)} reads`);
      } else seen.push(`from ${where} the node refuses to start`);
    }
    return { refused: released === 0, seen: seen.join('; ') };
  },
};
