/** `officer` on the command line, against a running gateway: by the ids that agencies give. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { auditCommand } from '../../../gateway/oversight/audit-search/audit-command.ts';
import { officerCommand } from '../../../gateway/registry/officers/officer-command.ts';
import { runCommand, runCommandForJson } from '../../setup/commands/run-command.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';

const fixture = useDemo('adams', 'aurora');
const run = (line: string) =>
  runCommand(
    officerCommand((...asked) => fixture.demo.connect(...asked)),
    line,
  );

const ask = async (name: 'adams' | 'aurora', id = 'officer-1') => {
  const client = fixture.clients[name];
  const onBehalfOf = { id, name: 'Officer One', ori: client.ori };
  return (await client.request('POST', '/v1/queries', demoQuery(client, fixture.plate, { onBehalfOf })))
    .status;
};

beforeAll(async () => {
  for (const name of ['adams', 'aurora'] as const) expect(await ask(name)).toBe(200);
  expect(await ask('adams', 'officer-2')).toBe(200);
});

describe('the command for officers', () => {
  test('lists them, those of one agency in any writing of its ORI', async () => {
    const listed = await run('list --agency co0010000');
    expect(listed).toMatch(/CO0010000.*officer-1.*Officer One.*active.*never/);
    expect(listed).not.toContain('CO0010100');
  });

  test('suspends one at once, and lets them ask again', async () => {
    expect(await run('suspend officer-2 --reason test')).toMatch(
      /^officer-2 is suspended; effective on every node, log entry \d+/,
    );
    expect(await run('suspend officer-2 --reason test')).toMatch(
      /^officer-2 was suspended already, and this marks it again; effective on every node/,
    );
    expect(await ask('adams', 'officer-2')).toBe(403);
    expect(await run('reinstate officer-2 --reason test')).toMatch(
      /^CO0010000 officer-2: active, log entry \d+\n$/,
    );
    expect(await ask('adams', 'officer-2')).toBe(200);
  });

  test('asks for the agency where several have such an officer', async () => {
    await expect(run('suspend officer-1 --reason test')).rejects.toThrow(
      /^officers of several agencies have the id `officer-1`; give `--agency` too, one of:(\n {2}\w{9} {2}\S{36}){2,}$/,
    );
    await expect(run('suspend nobody --reason test')).rejects.toThrow(
      'no officer who asked has the id `nobody`',
    );
    await expect(run('suspend officer-2 --agency CO0010100 --reason test')).rejects.toThrow(
      'no officer of CO0010100 who asked has the id `officer-2`',
    );
    const today = new Date().toISOString().slice(0, 10);
    expect(
      await run(
        `attest officer-1 --agency CO0010100 --employer CO0010100 --federal-detail no --trained-on ${today}`,
      ),
    ).toBe('CO0010100 officer-1: active\n');
  });

  test('says of one who is reinstated that what is attested still bars them, and what to enter', async () => {
    const attest = 'attest officer-2 --agency CO0010000 --employer CO0010000 --trained-on 2026-06-01';
    const federal =
      /employer_mismatch \(.*\): federal_detail\n {4}the agency attested .* detailed to a federal agency; /;
    expect(await run(`${attest} --federal-detail yes`)).toMatch(federal);
    const reinstated = await run('reinstate officer-2 --reason test');
    expect(reinstated).toMatch(
      /^CO0010000 officer-2: active, log entry \d+\nbut each of their queries is refused, /,
    );
    expect(reinstated).toMatch(federal);
    expect(reinstated).toMatch(
      /\nnext, .*: npm run gateway -- officer attest officer-2 .*--federal-detail no --trained-on …\n$/,
    );
    expect(await ask('adams', 'officer-2')).toBe(403);
    expect(await run(`${attest} --federal-detail no`)).toBe('CO0010000 officer-2: active\n');
    expect(await ask('adams', 'officer-2')).toBe(200);
  });

  test('has ids that an auditor can search by', async () => {
    const audit = (line: string) =>
      runCommand(
        auditCommand((...asked) => fixture.demo.connect(...asked)),
        line,
      );
    expect(await audit('search --officer officer-2 --kind release')).toMatch(/release.*CO0010000/);
    const { entries } = await runCommandForJson(
      auditCommand((...asked) => fixture.demo.connect(...asked)),
      'search --officer officer-2 --kind release',
    );
    const shown = await audit(`show ${entries[0].index}`);
    expect(shown).toMatch(new RegExp(`^query plate number +${fixture.plate}$`, 'm'));
    expect(shown).toMatch(/^query from +20\S+Z$/m);
    expect(shown).toMatch(/^officer +\S.* \(officer-2\)$/m);
    expect(shown).not.toContain('owner input');
    expect(shown).toMatch(/\nall by which it was judged: npm run gateway -- audit show \d+ --json\n$/);
    await expect(audit('search --officer officer-1')).rejects.toThrow('give `--agency` too');
  });
});
