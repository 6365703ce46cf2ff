/** A hot list for the suite, taken in by the command as an operator would, since no route makes one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../setup/commands/run-cli.ts';
import type { RunningDemo } from '../../setup/demo/running-demo.ts';
import { eventually } from '../../setup/eventually.ts';
import { LIST } from './fitting-bodies.ts';

/**
 * Resolves once there are hits.
 * @throws Error with what the command says where it does not take the list
 */
export async function takeHotList(demo: RunningDemo): Promise<void> {
  const { dataDir, file } = demo;
  const path = join(dataDir, `${LIST}.csv`);
  const rows = file.plates.map((plate, n) => `${plate},CO,Stolen Vehicle,26-01${n},2099-12-31`);
  writeFileSync(path, `plate,state,type,case,expiry\n${rows.join('\n')}\n`);
  const options = ['--layout', 'csv', '--list', LIST, '--purpose', 'stolen_vehicle'];
  const { code, stderr } = await runCli(['hot-list', 'import', path, ...options], { DATA_DIR: dataDir });
  if (code !== 0) throw new Error(`the hot list is not taken in: ${stderr}`);
  const reviewer = await demo.as('reviewer');
  await eventually(async () => {
    const { hits } = await reviewer.call<{ hits: readonly unknown[] }>('GET', '/v1/hits');
    return hits.length > 0;
  }, 60_000);
}
