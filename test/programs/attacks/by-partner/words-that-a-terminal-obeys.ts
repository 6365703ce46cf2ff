/** An officer writes escapes and marks of direction into a query: the reviewer's terminal must show what was asked. */
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';

const HONEST = 'sedan stolen from a driveway overnight, seen on Dahlia Street';
/** Rubs out the line above, begins its own in its place, turns the rest around, and breaks a line as a member would. */
const HOSTILE = '\u001b[1A\u001b[2K\u009b2K\rplate number  OTHER01\u202e\u2066\nplate number  OTHER01';
const OBEYED = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

export const attack: Attack = {
  tries: 'an officer writes escapes and marks of direction for the terminal of the reviewer',
  run: async (scene) => {
    const target = await scene.demo();
    const adams = target.as('adams');
    const asks = (justification: string, name?: string) => {
      const body = queryBody({ ori: ADAMS, plate: 'ATK0', justification }) as Record<string, object>;
      const { onBehalfOf, plate, ...rest } = body;
      const named = name === undefined ? onBehalfOf : { ...onBehalfOf, name };
      const partial = { ...rest, plate: { ...plate, match: 'partial' }, onBehalfOf: named };
      return ask(target.url, adams, 'POST', '/v1/queries', partial);
    };
    const shown = async (id: string, ...more: string[]) => {
      const words = ['review', 'show', id, ...more];
      const { code, output } = await scene.command(words, { DATA_DIR: target.dataDir });
      control(code === 0, `the reviewer sees nothing: ${output.slice(0, 300)}`);
      return output;
    };
    const honest = await asks(HONEST);
    control(honest.status === 202, `a part of a plate is not held: ${describe(honest)}`);
    const screen = (await shown(honest.body.queryId)).replace(/\s+/g, ' ');
    control(screen.includes(HONEST), 'the reviewer does not see the words');
    const named = await asks(HONEST, `Officer ${HOSTILE}`);
    const worded = await asks(`${HONEST} ${HOSTILE}`);
    control(worded.status === 202, `such words are not held: ${describe(worded)}`);
    const screens = [await shown(worded.body.queryId), await shown(worded.body.queryId, '--json')];
    const obeyed = screens.filter((screen) => OBEYED.test(screen)).length;
    const members = screens[0]?.match(/^(?:query )?plate number .*$/gm) ?? [];
    return {
      refused: named.status === 422 && obeyed === 0 && members.every((line) => !line.includes('OTHER01')),
      seen:
        `a name with them: ${describe(named)}; of ${screens.length} screens with such words ${obeyed} move the ` +
        `cursor or turn the text; lines that begin as the plate's: ${members.length}`,
    };
  },
};
