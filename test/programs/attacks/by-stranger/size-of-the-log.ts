/** A driver watches the public log from a phone: does it grow as the car passes a camera, the plate is wanted. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, control } from '../attack.ts';
import { ask, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';

/** Seconds: far shorter than by default, and far longer than the attack takes between two looks. */
const BEAT = 5;
const LOOKS = 6;

export const attack: Attack = {
  tries: 'a stranger asks for whatever tells the size of the log before and after a query, within a second',
  run: async (scene) => {
    const target = await scene.gateway({ LOG_HEAD_EVERY_S: String(BEAT), LOG_ENTRY_DELAY_MS: '0' });
    const query = async () => {
      const body = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
      const answer = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
      control(readsIn(answer) > 0, 'there was no release');
      return answer.body.receipt.index as number;
    };
    const read = async (path: string) => {
      // As a phone on the street comes in, behind the proxy.
      const headers = { 'x-forwarded-for': '203.0.113.7' };
      const response = await fetch(target.url + path, { headers });
      return `${response.status} ${await response.text()}`;
    };
    const sizeShown = async () => Number((await read('/log/checkpoint')).split('\n')[1]);
    const look = async (next: number) => {
      const width = next + 1;
      const paths = [
        ...['/log/checkpoint', '/log/published', `/v1/receipts/${next}`, '/verify.json'],
        ...[`/log/tile/0/000.p/${width}`, `/log/tile/entries/000.p/${width}`],
      ];
      const [found, figures] = [await Promise.all(paths.map(read)), await read('/metrics')];
      const size = /^alpr_log_size\S* (\d+)/m.exec(figures)?.[1] ?? 'none';
      return [...paths.map((path, i) => [path.replace(/\d+$/, 'N'), found[i]]), ['/metrics', size]] as const;
    };
    const index = await query();
    await until(async () => (await sizeShown()) > index, 3 * BEAT);
    const told = new Set<string>();
    let beats = 0;
    for (let turn = 0; turn < LOOKS; turn += 1) {
      const shown = await sizeShown();
      const next = (await query()) + 1;
      const before = await look(next);
      await query();
      const after = await look(next);
      // A beat in between grows it whatever happens.
      if ((await sizeShown()) !== shown && beats < 2) {
        beats += 1;
        turn -= 1;
        continue;
      }
      for (const [i, [path, text]] of after.entries()) if (before[i]?.[1] !== text) told.add(path as string);
    }
    return {
      refused: told.size === 0,
      seen:
        told.size === 0
          ? `${LOOKS} queries, and nothing public moved`
          : `a query moves ${[...told].join(', ')}`,
    };
  },
};

/** @throws ControlFailed where it does not come in so many seconds */
async function until(holds: () => Promise<boolean>, seconds: number): Promise<void> {
  const end = performance.now() + 1_000 * seconds;
  while (performance.now() < end) {
    if (await holds()) return;
    await pause(100);
  }
  control(false, `the public head does not follow within ${seconds} s`);
}
