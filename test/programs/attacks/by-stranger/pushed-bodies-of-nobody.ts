/** Strangers push bodies under a source's name with a signature, which is wrong once all has come, and end none of them. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, control } from '../attack.ts';
import { administrationOf } from '../scene/administration.ts';
import { ask } from '../scene/ask.ts';
import { isGood, median, ms, revokeOften } from '../scene/measure.ts';

const PUSHES = 120;
const REVOKES = 5;
const MIB = 1024 * 1024;
/** Of MiB: what strangers may add to the resident memory. */
const MOST_GROWTH = 160;
/** Of ms that the flood has to arrive. */
const ARRIVING = 4_000;
/** Of ms, for a revoke and for `/healthz`; on a machine with much else to do, so many times a calm revoke. */
const LONGEST = 1_000;
const SLOWER = 15;
/** As many as one query may have: kept as they come, they would take 18 MiB. */
const DRIBBLED = 60_000;
const DRIBBLING = 16;

export const attack: Attack = {
  tries: `${PUSHES} strangers push 4 MiB each under a name that no source has, ${DRIBBLING} send chunks of one byte`,
  run: async (scene) => {
    const databases = await scene.copyDatabases();
    const target = await scene.gatewayOn(databases, { OWNER_READS_DATABASE_URL: databases.readsOwnerUrl });
    const administration = administrationOf(target);
    const calm = await revokeOften(administration, 2);
    control(calm.every(isGood), 'a revoke fails while nobody pushes');
    const longest = Math.max(LONGEST, SLOWER * median(calm));
    const port = Number(new URL(target.url).port);
    const refused = await firstLineOf(push(port, '127.0.6.250', Buffer.from('{}'), 2));
    control(refused.startsWith('HTTP/1.1 401'), `a push of nobody is answered ${refused}`);
    const resident = () => residentOf(target.node.program.child.pid as number);
    const before = resident();
    const body = Buffer.alloc(4 * MIB - 1, ' ');
    const sockets = Array.from({ length: PUSHES }, (_, i) =>
      push(port, `127.0.6.${1 + (i % 200)}`, body, body.length + 1),
    );
    const dribbling = Array.from({ length: DRIBBLING }, (_, i) => dribble(port, `127.0.7.${1 + i}`));
    try {
      await Promise.race([Promise.all(sockets.map(hasSent)), pause(ARRIVING)]);
      const alive = await ask(target.url, null, 'GET', '/healthz');
      const grown = (resident() - before) / MIB;
      const during = await revokeOften(administration, REVOKES);
      const failed = during.filter((answer) => !isGood(answer)).length;
      return {
        refused:
          failed === 0 &&
          grown <= MOST_GROWTH &&
          Math.max(alive.ms, median(during)) <= longest &&
          isGood(alive),
        seen: `resident +${Math.round(grown)} MiB, /healthz ${ms(alive.ms)}, revoke p50 ${ms(median(during))}, ${failed} of ${during.length} failed`,
      };
    } finally {
      for (const socket of [...sockets, ...dribbling]) socket.destroy();
    }
  },
};

function open(port: number, localAddress: string): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  return socket.on('error', () => undefined);
}

/** @param length that is told; the connection stays as it is where the body is shorter */
function push(port: number, from: string, body: Buffer, length: number): Socket {
  const socket = open(port, from);
  const signature = `${Math.floor(Date.now() / 1_000)}|${'0'.repeat(64)}`;
  socket.write(
    `POST /v1/reads/nobody HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n` +
      `Verkada-Signature: ${signature}\r\nContent-Length: ${length}\r\n\r\n`,
  );
  socket.write(body);
  return socket;
}

/** Resolves when all is in the hands of the kernels, or refused. */
function hasSent(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed || socket.writableLength === 0) resolve();
    else socket.once('drain', resolve).once('close', resolve);
  });
}

function dribble(port: number, from: string): Socket {
  const socket = open(port, from);
  socket.write(
    'POST /v1/queries HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n',
  );
  socket.write('1\r\n \r\n'.repeat(DRIBBLED));
  return socket;
}

function firstLineOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (bytes) => resolve(String(bytes).split('\r\n', 1)[0] ?? ''));
    socket.once('close', () => resolve('with the end of the connection'));
  });
}

/** Bytes. */
function residentOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}
