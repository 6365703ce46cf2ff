/** A node with an empty DATA_DIR joins a live log: it must not make keys of its own and sign with them. */
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';
import { answers } from '../scene/gateway-node.ts';
import { keyOf } from '../scene/signed-by.ts';

export const attack: Attack = {
  tries: 'a node with an empty DATA_DIR serves a live log with keys of its own',
  run: async (scene) => {
    const target = await scene.gateway();
    const checkpoint = (url: string) => ask(url, null, 'GET', '/log/checkpoint');
    const honest = await checkpoint(target.url);
    control(honest.status === 200, `the checkpoint was not answered: ${honest.status}`);
    const beside = await target.spawn({});
    control(await answers(beside), 'a second node with the same directory does not start');
    control(
      keyOf(honest.text) === keyOf((await checkpoint(beside.url)).text),
      'two nodes sign with two keys',
    );
    await beside.program.stop();
    const node = await target.spawn({ dataDir: await scene.newDirectory() });
    if (!(await answers(node))) {
      const { output } = await node.program.stop();
      return { refused: true, seen: `it refuses to start: ${output.trim().slice(-220)}` };
    }
    const signed = await checkpoint(node.url);
    const sharing = await ask(node.url, null, 'GET', '/readyz');
    const foreign = signed.status === 200 && keyOf(signed.text) !== keyOf(honest.text);
    return {
      refused: !foreign && sharing.status !== 200,
      seen: `it started; /readyz ${sharing.status}; checkpoint ${signed.status}${foreign ? ', signed with another key' : ''}`,
    };
  },
};
