/** The operator mistypes the password of Redis: the node goes on without jobs, and no password is printed. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, ControlFailed, control } from '../attack.ts';
import { ask, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';

const PASSWORD = 'wr0ng-redis-passw0rd';
/** Ms; it died within one of being ready. */
const LIVES_FOR = 4_000;

export const attack: Attack = {
  tries: 'a node is started with a wrong password of Redis',
  run: async (scene) => {
    const redis = await refusingRedis();
    try {
      const { port } = redis.address() as { port: number };
      const url = `redis://gateway:${PASSWORD}@127.0.0.1:${port}/0`;
      const settings = { REDIS_URL: url, LOG_LEVEL: 'debug' };
      const target = await scene.gateway(settings).catch(({ message }) => new ControlFailed(message));
      if (target instanceof ControlFailed) return diedAtStart(target.message);
      await pause(LIVES_FOR);
      const { databases, dataDir, node } = target;
      const lives = node.program.running();
      const query = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
      const answer = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', query);
      const { output } = await node.program.stop();
      const secrets = secretsOf(databases, dataDir);
      control(secrets.length >= 5, 'the configuration has hardly a secret');
      const printed = secrets.filter((secret) => output.includes(secret)).length;
      return {
        refused: lives && readsIn(answer) > 0 && printed === 0,
        seen: `${lives ? 'it lives' : 'it died after it was ready'}; a query got ${readsIn(answer)} reads; ${printed} of ${secrets.length} secrets printed`,
      };
    } finally {
      redis.close();
    }
  },
};

/** Other attacks show that without a Redis it starts. */
const diedAtStart = (words: string) => ({
  refused: false,
  seen: `it died while it started; the password was ${words.includes(PASSWORD) ? '' : 'not '}printed`,
});

function secretsOf(urls: object, dataDir: string): string[] {
  const passwords = (Object.values(urls) as string[]).map((url) => new URL(url).password);
  const files = readdirSync(join(dataDir, 'secrets'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ name }) => readFileSync(join(dataDir, 'secrets', name), 'utf8').split('\n'))
    .filter((line) => line.length > 20 && !line.startsWith('-----'));
  return [...new Set([PASSWORD, ...passwords, ...files])];
}

/** Answers as Redis does anyone who gave a wrong password (RESP). */
async function refusingRedis(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // A command is an array of bulk strings: its name is the first.
      const names = [...bytes.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)].map(
        ([, name]) => name,
      );
      for (const name of names) {
        socket.write(
          /^(auth|hello)$/i.test(name ?? '')
            ? '-WRONGPASS invalid username-password pair or user is disabled.\r\n'
            : '-NOAUTH Authentication required.\r\n',
        );
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
