/** Two nodes on one database are given two names for its log; and one is given a URL for a name. */
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';
import { answers } from '../scene/gateway-node.ts';
import { keyOf } from '../scene/signed-by.ts';

/** The second is not a valid name: the documentation asks for a URL without its scheme. */
const NAMES = ['another.test/log', 'https://log.test/attacks'];

export const attack: Attack = {
  tries: 'a second node signs the same log under another LOG_ORIGIN, or under a URL',
  run: async (scene) => {
    const target = await scene.gateway();
    const honest = keyOf((await ask(target.url, null, 'GET', '/log/checkpoint')).text);
    control(honest !== null, 'there is no signed checkpoint');
    const nodes = await Promise.all(NAMES.map((name) => target.spawn({ environment: { LOG_ORIGIN: name } })));
    const seen: string[] = [];
    let refused = true;
    for (const [i, node] of nodes.entries()) {
      const name = NAMES[i] as string;
      const started = await answers(node);
      const signed = started ? keyOf((await ask(node.url, null, 'GET', '/log/checkpoint')).text) : null;
      if (signed !== null && signed !== honest) refused = false;
      seen.push(
        `${name}: ${started ? `started${signed === null ? '' : ', and signs'}` : 'refuses to start'}`,
      );
    }
    return { refused, seen: seen.join('; ') };
  },
};
