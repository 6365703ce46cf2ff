/** A stranger who watches the public log learns within a second that a car of interest passed. */
import { type Attack, control } from '../attack.ts';
import { ask, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';

export const attack: Attack = {
  tries: 'a stranger reads the newest entries of a gateway that was configured with nothing',
  run: async (scene) => {
    const seen = await newestEntry(await scene.gateway());
    const [prompt] = [await newestEntry(await scene.gateway({ LOG_ENTRY_DELAY_MS: '0' }))];
    control(prompt.status === 200, `without a delay the entry is not there either: ${prompt.status}`);
    return {
      refused: seen.status !== 200,
      seen: `asked to delay nothing ${prompt.status}; with nothing configured ${seen.status}`,
    };
  },
};

/** As a stranger gets the bundle with an entry that was just made. */
async function newestEntry(target: Awaited<ReturnType<Parameters<Attack['run']>[0]['gateway']>>) {
  const body = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
  const answer = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
  control(readsIn(answer) > 0, 'there was no release');
  const size = (answer.body.receipt.index as number) + 1;
  return ask(target.url, null, 'GET', `/log/tile/entries/000.p/${size}`);
}
