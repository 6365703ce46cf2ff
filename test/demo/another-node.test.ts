/** A command reaches one certain node by its own address; its proofs name the gateway's public one all the same. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect as connectTo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyOf, readAnswer } from '../../gateway/cli/client/http-client-answer.ts';
import { credentialsOf } from '../setup/asker.ts';
import { useCli } from '../setup/commands/use-cli.ts';
import { signInAtDemo } from '../setup/demo/sign-in-at-demo.ts';
import { useDemo } from '../setup/demo/use-demo.ts';

const fixture = useDemo();
const cli = useCli();
let directory: string;
let door: Server;
/** Another address of the same gateway, as a node behind a balancer has one. */
let address: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'another-node-'));
  const port = Number(new URL(fixture.demo.file.gateway).port);
  door = createServer((socket) => {
    const onward = connectTo(port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const each of [socket, onward]) each.on('error', () => [socket, onward].map((end) => end.destroy()));
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  address = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
});
afterAll(() => {
  door.close();
  rmSync(directory, { recursive: true });
});

const revoke = ['revoke', 'CO0010000', '--reason', 'a test', '--json'];

describe('a command at another address than the public one', () => {
  test('is carried out there, before or behind its name, or by the environment', async () => {
    const DATA_DIR = fixture.demo.dataDir;
    const ends = [
      await cli([...revoke, '--gateway', address], { DATA_DIR }),
      await cli(['--gateway', `${address}/`, ...revoke], { DATA_DIR }),
      await cli(revoke, { DATA_DIR, GATEWAY_URL: address }),
    ];
    for (const { code, stderr, stdout } of ends) {
      expect([code, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({ index: expect.any(Number) });
    }
  });

  test('is carried out where an operator’s file says so', async () => {
    const CLIENTS_FILE = join(directory, 'clients.json');
    writeFileSync(CLIENTS_FILE, JSON.stringify({ ...fixture.demo.file, gateway: address, demo: undefined }), {
      mode: 0o600,
    });
    const { code, stdout } = await cli(['sharing', '--as', 'auditor'], { CLIENTS_FILE });
    expect(code).toBe(0);
    expect(stdout).toContain(`CLIENTS_FILE=${CLIENTS_FILE} npm run gateway -- halt --reason "…" --as …`);
  });

  test('that does not answer tells how to type the same at another node', async () => {
    door.close();
    const DATA_DIR = fixture.demo.dataDir;
    const asked = [...revoke.slice(0, -1), '--gateway', 'http://127.0.0.1:1', '--as', 'admin-2'];
    const { code, stderr } = await cli(asked, { DATA_DIR });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^the gateway at http:\/\/127\.0\.0\.1:1 gave no answer .*\nNOT KNOWN TO BE IN FORCE/,
    );
    expect(stderr).toContain(
      `DATA_DIR=${DATA_DIR} npm run gateway -- ` +
        "revoke CO0010000 --reason 'a test' --as admin-2 --gateway https://…\n",
    );
  });

  test('with a proof for that address is refused, and told which setting to mend', async () => {
    const { file } = fixture.demo;
    const there = await signInAtDemo({ ...file, gateway: address }, 'admin-1');
    const headers = credentialsOf(there, 'GET', '/v1/sharing');
    const answer = await readAnswer(await fetch(`${file.gateway}/v1/sharing`, { headers }));
    expect(() => bodyOf(answer)).toThrow(
      /^401: .* htu is not the public URL of this request(.|\n)*\nnext: set `resource` in the file of clients to the PUBLIC_URL/,
    );
  });
});
