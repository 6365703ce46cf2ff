/** Who holds the log's key shows a public entry that says something else than the detail that it commits to. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { forgeAnswer, forgeLog, forger } from '../scene/forged-log.ts';
import { runProgram } from '../scene/programs.ts';
import { queryBody } from '../scene/query-body.ts';
import type { Scene } from '../scene/scene.ts';

/** The detail is a release with reads. */
const FORGED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a refusal': { kind: 'refusal', effect: 'deny' },
  'a denied release': { effect: 'deny' },
  'a dry run': { kind: 'dry_run' },
  'another agency': { agency: 'CO0019900' },
  'no agency': { agency: null, grant: null },
  'the year 2020': { minute: '2020-01-01T00:00Z' },
  'the next day': { minute: new Date(Date.now() + 86_400_000).toISOString().slice(0, 16).concat('Z') },
  'an unknown kind': { kind: 'gift' },
  'an unknown version': { v: 2 },
};

export const attack: Attack = {
  tries: 'receipts and a log whose public entries do not say what their details say',
  run: async (scene) => {
    const target = await scene.demo();
    const body = queryBody({ ori: ADAMS, plate: target.plates[1] as string });
    const answer = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
    control(answer.status === 200, `there is no release to forge: ${describe(answer)}`);
    const directory = await scene.newDirectory();
    const keys = forger();
    const files = new Map<string, string>();
    for (const [name, changes] of Object.entries({ honest: {}, ...FORGED })) {
      const file = join(directory, `${name.replaceAll(' ', '-')}.json`);
      await writeFile(file, JSON.stringify(forgeAnswer(keys, answer.body, changes)));
      files.set(file, name);
    }
    const believed = (await receiptsBelieved(scene, keys.vkey, [...files.keys()])).map((file) =>
      files.get(file),
    );
    control(believed.includes('honest'), 'an honest receipt under the same key does not verify');
    believed.splice(believed.indexOf('honest'), 1);
    const log = async (name: string, kinds: readonly string[]) => {
      const path = join(directory, name);
      await forgeLog(keys, path, kinds);
      return verify(scene, ['--key', keys.vkey, '--dir', path]);
    };
    control(
      (await log('honest-log', ['log_read'])) === 0,
      'an honest log under the same key does not verify',
    );
    if ((await log('forged-log', ['gift'])) === 0) believed.push('a log with an unknown kind');
    return {
      refused: believed.length === 0,
      seen:
        believed.length === 0
          ? `all ${Object.keys(FORGED).length} receipts and the log are refused`
          : `verified: receipts of ${believed.sort().join(', ')}`,
    };
  },
};

/** The files whose receipts verify. */
async function receiptsBelieved(scene: Scene, vkey: string, files: readonly string[]): Promise<string[]> {
  const words = ['--key', vkey, '--json', ...files.flatMap((file) => ['--receipt', file])];
  const { output } = await runProgram(scene.source, 'gateway/audit-verify/main.ts', words, {}).ended;
  const { receipts } = JSON.parse(output) as { receipts: { file: string; ok: boolean }[] };
  control(receipts.length === files.length, 'the verifier has not looked at every receipt');
  return receipts.filter(({ ok }) => ok).map(({ file }) => file);
}

/** Resolves to the exit code: 0 where it is believed. */
async function verify(scene: Scene, words: readonly string[]): Promise<number | null> {
  const { code } = await runProgram(scene.source, 'gateway/audit-verify/main.ts', words, {}).ended;
  return code;
}
