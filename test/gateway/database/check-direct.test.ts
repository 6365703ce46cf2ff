/** The gateway's own database is reached straight: what stands in between, and gives sessions other numbers, is refused. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkDirect } from '../../../gateway/database/check-direct.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

/** How the server tells a session's number (BackendKeyData): its kind, its length, then the number. */
const NUMBER = Buffer.from([0x4b, 0, 0, 0, 12]);

let databases: TestDatabases;
let pooler: Server;
const sockets = new Set<Socket>();

/** Passes everything on, as a pooler with one session for each client, which has its own number for it. */
beforeAll(async () => {
  databases = await createTestDatabases();
  pooler = createServer((client) => {
    const database = connect(Number(new URL(databases.gatewayUrl).port), '127.0.0.1');
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.pipe(database);
    database.on('data', (piece) => {
      const at = piece.indexOf(NUMBER);
      if (at >= 0) piece.writeInt32BE(4_711, at + NUMBER.length);
      client.write(piece);
    });
  });
  await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => pooler.close(resolve));
  await databases.drop();
});

test('the server itself is accepted, and a pooler before it is not, with the next step', async () => {
  const direct = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 1 });
  await checkDirect(direct);
  await direct.end();
  const { port } = pooler.address() as { port: number };
  const url = Object.assign(new URL(databases.gatewayUrl), { port: String(port) }).href;
  const pooled = connectPool(url, { applicationName: 'test', max: 1 });
  await expect(checkDirect(pooled)).rejects.toThrow(
    /^DATABASE_URL leads through a connection pooler.*next: name in it PostgreSQL itself/,
  );
  await pooled.end();
});
