/** `issuer` on the command line, against a running gateway: with the issuer go all who sign in by it. */
import { describe, expect, test } from '@jest/globals';
import { issuerCommand } from '../../../gateway/registry/identities/identity-command.ts';
import { runCommand, runCommandForJson } from '../../setup/commands/run-command.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { eventually } from '../../setup/eventually.ts';

const fixture = useDemo('adams', 'auditor');
const command = () => issuerCommand((...asked) => fixture.demo.connect(...asked));

const ask = async () => {
  const { adams } = fixture.clients;
  return (await adams.request('POST', '/v1/queries', demoQuery(adams, fixture.plate))).status;
};

describe('the command for issuers', () => {
  test('lists them, and what a removal would take', async () => {
    expect(await runCommand(command(), 'list')).toMatch(/\d+ +http:\S+ +yes +\d+ +\d+ +active/);
  });

  test('says so where there is no such issuer', async () => {
    await expect(runCommand(command(), 'remove 999 --reason test')).rejects.toThrow('no issuer has this id');
  });

  test('removes the last one, says what that means, and nobody is answered any more', async () => {
    expect(await ask()).toBe(200);
    const [{ id, issuer }] = (await runCommandForJson(command(), 'list')).issuers;
    const said = await runCommand(command(), `remove ${issuer} --reason "key lost"`);
    expect(said).toMatch(new RegExp(`^issuer ${issuer} is removed; effective on every node, log entry \\d+`));
    expect(said).toContain('NOBODY CAN SIGN IN ANY MORE');
    const seen = new Set<number>();
    await eventually(async () => seen.add(await ask()).has(401));
    expect(seen).not.toContain(200);
    expect((await fixture.clients.auditor.request('GET', '/v1/issuers')).status).toBe(401);
    for (const named of [id, issuer]) {
      await expect(runCommand(command(), `remove ${named} --reason "again"`)).rejects.toThrow(
        'if your own sign-in is by this issuer, it is removed already',
      );
    }
  });
});
