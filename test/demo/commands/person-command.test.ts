/** `person` on the command line, against a running gateway: anyone who is removed may do nothing from then on. */
import { describe, expect, test } from '@jest/globals';
import { personCommand } from '../../../gateway/registry/identities/identity-command.ts';
import { runCommand, runCommandForJson } from '../../setup/commands/run-command.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';

const fixture = useDemo('adams');
const command = () => personCommand((...asked) => fixture.demo.connect(...asked));

describe('the command for persons', () => {
  test('lists them with their roles, in lines that fit the screen', async () => {
    const listed = await runCommand(command(), 'list --status active');
    expect(listed).toMatch(/sharing_admin.*active/);
    expect(Math.max(...listed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('removes one at once, and with them every client that acts for them', async () => {
    const { persons } = await runCommandForJson(command(), 'list');
    const { id } = persons.find(({ roles }: { roles: string[] }) => roles.includes('reviewer'));
    const reviewer = await fixture.demo.as('reviewer');
    expect((await reviewer.request('GET', '/v1/persons')).status).toBe(200);
    expect(await runCommand(command(), `remove ${id} --reason "left"`)).toMatch(
      new RegExp(`^person ${id} is removed; effective on every node, log entry \\d+`),
    );
    expect((await reviewer.request('GET', '/v1/persons')).status).toBe(401);
    expect(await runCommand(command(), 'list --status removed')).toContain(id);
  });

  test('removes an auditor by two: the first is told what the other types', async () => {
    const { persons } = await runCommandForJson(command(), 'list --status active');
    const { id } = persons.find(({ roles }: { roles: string[] }) => roles.includes('auditor'));
    expect(await runCommand(command(), `remove ${id} --reason "left"`)).toMatch(
      new RegExp(`^proposed, log entry \\d+: .*\n.*person remove ${id}`),
    );
    expect((await (await fixture.demo.as('auditor')).request('GET', '/v1/persons')).status).toBe(200);
  });

  test('removes one by their name, sign-in or number as an employee', async () => {
    const { persons } = await runCommandForJson(command(), 'list --status active');
    const { name } = persons.find(({ roles }: { roles: string[] }) => roles.includes('records_clerk'));
    expect(await runCommand(command(), `remove "${name}" --reason "left"`)).toMatch(
      new RegExp(`^person ${name} is removed; effective on every node, log entry \\d+`),
    );
  });

  test('says so where there is no such person', async () => {
    const nobody = '01234567-0123-0123-0123-0123456789ab';
    await expect(runCommand(command(), `remove ${nobody} --reason test`)).rejects.toThrow(
      'no person has this id',
    );
    await expect(runCommand(command(), 'remove Nobody --reason test')).rejects.toThrow(
      'no person is called `Nobody`',
    );
  });
});
