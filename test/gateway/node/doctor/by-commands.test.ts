/** Walks an operator from a fault to a ready node by commands alone, and counts them: operators have no pages. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../setup/eventually.ts';
import { programArguments } from '../../../setup/program-arguments.ts';
import { hasRedis } from '../../../setup/test-redis.ts';
import { type DoctorScene, openDoctorScene } from './doctor-scene.ts';

(hasRedis ? describe : describe.skip)(
  'by commands alone (skipped where redis-server is not installed)',
  () => {
    let scene: DoctorScene;
    beforeAll(async () => {
      scene = await openDoctorScene();
    });
    afterAll(() => scene.close());

    const gateway = (...words: string[]) => [
      process.execPath,
      ...programArguments('gateway/cli.ts'),
      ...words,
    ];
    const environment = () => ({ ...process.env, NODE_OPTIONS: '', ...scene.settings });

    test('an operator goes from a fault to a node that is ready', async () => {
      let typed = 0;
      const type = (program: string, ...words: string[]) => {
        typed += 1;
        return new Promise<{ code: number; told: string }>((resolve) => {
          execFile(program, words, { env: environment() }, (error, told) =>
            resolve({ code: Number(error?.code ?? 0), told }),
          );
        });
      };
      const doctor = () => type(...(gateway('doctor') as [string, ...string[]]));
      await chmod(scene.keyFile, 0o644);

      const found = await doctor();
      expect(found).toMatchObject({ code: 1, told: expect.stringMatching(/1 fault, \d not looked at\n$/) });
      // What the doctor says next is typed as it stands.
      const [, step = '', path = ''] = /next:\s+(chmod)\s+600\s+(\S+)/.exec(found.told) ?? [];
      expect((await type(step, '600', path)).code).toBe(0);
      expect(await doctor()).toMatchObject({
        code: 0,
        told: expect.stringMatching(/no fault, \d not looked at\n$/),
      });

      const [program = '', ...serve] = gateway('serve');
      typed += 1;
      const node = spawn(program, serve, { env: environment(), stdio: 'ignore' });
      const ready = async () => (await type('curl', '-sf', `${scene.settings.PUBLIC_URL}/readyz`)).told;
      try {
        await eventually(() => fetch(`${scene.settings.PUBLIC_URL}/readyz`).then(({ ok }) => ok));
        expect(JSON.parse(await ready())).toMatchObject({ status: 'ready' });
      } finally {
        node.kill('SIGTERM');
        await once(node, 'exit');
      }
      expect(typed).toBeLessThanOrEqual(5);
    });
  },
);
