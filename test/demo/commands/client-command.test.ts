/** `client` on the command line, against a running gateway: anyone who is removed gets nothing from then on. */
import { describe, expect, test } from '@jest/globals';
import { clientCommand } from '../../../gateway/registry/identities/identity-command.ts';
import { runCommand, runCommandForJson } from '../../setup/commands/run-command.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { eventually } from '../../setup/eventually.ts';

const fixture = useDemo('adams', 'aurora');
const command = () => clientCommand((...asked) => fixture.demo.connect(...asked));

const ask = async (name: 'adams' | 'aurora') => {
  const client = fixture.clients[name];
  return (await client.request('POST', '/v1/queries', demoQuery(client, fixture.plate))).status;
};

describe('the command for clients', () => {
  test('lists them, those of one agency in any writing of its ORI', async () => {
    const listed = await runCommand(command(), 'list --agency co0010000');
    expect(listed).toMatch(/\d+.*CO0010000.*demo-adams.*active/);
    expect(listed).not.toContain('CO0010100');
  });

  test('removes one at once: it is never answered again, and another agency’s is', async () => {
    expect([await ask('adams'), await ask('aurora')]).toEqual([200, 200]);
    const { clients } = await runCommandForJson(command(), 'list --agency CO0010000');
    const { id } = clients.find(({ clientId }: { clientId: string }) => clientId === 'demo-adams');
    expect(await runCommand(command(), `remove ${id} --reason "key lost"`)).toMatch(
      new RegExp(`^client ${id} is removed; effective on every node, log entry \\d+`),
    );
    const seen = new Set<number>();
    await eventually(async () => seen.add(await ask('adams')).has(401));
    expect(seen).not.toContain(200);
    expect(await ask('aurora')).toBe(200);
    expect(await runCommand(command(), 'list --status removed')).toContain('demo-adams');
  });

  test('removes one by its name, in any capitals, and again: that is safe, and is not told as the first time', async () => {
    for (const [name, now] of [
      ['demo-brighton', 'is removed'],
      ['Demo-Brighton', 'was removed already, and this marks it again'],
    ]) {
      expect(await runCommand(command(), `remove ${name} --reason "key lost"`)).toMatch(
        new RegExp(`^client ${name} ${now}; effective on every node, log entry \\d+`),
      );
    }
    expect(await runCommand(command(), 'list --status removed')).toContain('demo-brighton');
  });

  test('says so where there is no such client', async () => {
    await expect(runCommand(command(), 'remove 999 --reason test --as admin-2')).rejects.toThrow(
      /no client has this id\nnext: .*npm run gateway -- client list --as admin-2$/,
    );
    await expect(runCommand(command(), 'remove adams --reason test')).rejects.toThrow(
      /^no client is called `adams`, and it is not a complete id\nnext: .*npm run gateway -- client list$/,
    );
  });
});
