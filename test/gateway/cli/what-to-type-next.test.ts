/** What the command line says to type next: on the same data, and where else to go when nobody answers. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connect } from '../../../gateway/cli/client/connect.ts';
import { describeWithdrawal } from '../../../gateway/cli/client/describe-withdrawal.ts';
import { GatewayProblem, NoAnswer } from '../../../gateway/cli/client/http-client-answer.ts';
import { nextStep } from '../../../gateway/cli/client/next-step.ts';
import { byItsRole, nextByAnother } from '../../../gateway/cli/client/who-else.ts';
import { asCommand, giveGateway } from '../../../gateway/cli/given-gateway.ts';
import { nextCommand } from '../../../gateway/cli/next-command.ts';
import { describeSignIn } from '../../../gateway/commands/sign-in-command.ts';
import { grantCommand } from '../../../gateway/registry/grants/grant-command.ts';
import { revokeCommand } from '../../../gateway/registry/grants/revoke-command.ts';
import { officerCommand } from '../../../gateway/registry/officers/officer-command.ts';
import { haltCommand } from '../../../gateway/registry/sharing/sharing-commands.ts';
import { runCommand } from '../../setup/commands/run-command.ts';

const NAMES = ['DATA_DIR', 'CLIENTS_FILE', 'GATEWAY_URL'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);

function setEnvironment(given: Readonly<Record<string, string | undefined>>): void {
  for (const name of NAMES) {
    if (given[name] === undefined) delete process.env[name];
    else process.env[name] = given[name];
  }
}
afterEach(() => setEnvironment(Object.fromEntries(before)));

describe('a command to type next', () => {
  test.each([
    [{}, ''],
    [{ DATA_DIR: '.data' }, ''],
    [{ DATA_DIR: '.data2' }, 'DATA_DIR=.data2 '],
    [{ DATA_DIR: "/tmp/it's mine" }, "DATA_DIR='/tmp/it'\\''s mine' "],
    [
      { DATA_DIR: '.data2', CLIENTS_FILE: 'my clients.json' },
      "DATA_DIR=.data2 CLIENTS_FILE='my clients.json' ",
    ],
    [{ GATEWAY_URL: 'https://gateway.example' }, 'GATEWAY_URL=https://gateway.example '],
  ])('with %j acts on the same data', (environment, ahead) => {
    setEnvironment(environment);
    expect(nextCommand('resume')).toBe(`${ahead}npm run gateway -- resume`);
    expect(nextCommand('resume', 'jane doe')).toBe(`${ahead}npm run gateway -- resume --as 'jane doe'`);
  });
});

describe('a command with --gateway', () => {
  test('names the same node to type next, and no other command that runs beside it does', async () => {
    setEnvironment({ GATEWAY_URL: 'https://gateway.example' });
    const node = (name: string) =>
      asCommand(async () => {
        await Promise.resolve();
        giveGateway(`https://${name}.example`);
        await new Promise((resolve) => setTimeout(resolve, 10));
        return nextCommand('resume');
      });
    expect(await Promise.all([node('a'), node('b'), asCommand(async () => nextCommand('resume'))])).toEqual(
      ['a', 'b', 'gateway'].map((name) => `GATEWAY_URL=https://${name}.example npm run gateway -- resume`),
    );
    expect(process.env.GATEWAY_URL).toBe('https://gateway.example');
  });
});

describe('what takes a right away and is not answered', () => {
  const unanswered = (error: Error): Connect => {
    const call = async () => Promise.reject(error);
    return async () => ({ call }) as unknown as Awaited<ReturnType<Connect>>;
  };
  const officer = '01234567-0123-0123-0123-0123456789ab';
  const lowering = [
    ['revoke', revokeCommand, 'CO0010000 --reason x'],
    ['grant revoke', grantCommand, `revoke ${officer} --reason x`],
    ['officer suspend', officerCommand, `suspend ${officer} --reason x`],
    ['halt', haltCommand, '--reason x'],
  ] as const;

  test.each(lowering)('by `%s` is not told as done, but where else to go', async (name, command, line) => {
    setEnvironment({ DATA_DIR: '.data2' });
    const run = runCommand(command(unanswered(new NoAnswer('gave no answer (reset)'))), line);
    const said = await run.catch((error: Error) => error.message);
    expect(said).toMatch(/^gave no answer \(reset\)\nNOT KNOWN TO BE IN FORCE\. Repeat it, which is safe\./);
    expect(said).toContain(`by its own address: DATA_DIR=.data2 npm run gateway -- ${name} `);
    expect(said.includes('stop all sharing, there: DATA_DIR=.data2 npm run gateway -- halt')).toBe(
      name !== 'halt',
    );
    expect(said).toContain("stop the gateway's processes");
  });

  test('is sent to another node, not to the one that is dead', async () => {
    setEnvironment({ GATEWAY_URL: 'https://dead.example', DATA_DIR: '.data2' });
    const run = runCommand(revokeCommand(unanswered(new NoAnswer('no answer'))), 'CO0010000 --reason x');
    const said: string = await run.then(String, (error: Error) => error.message);
    expect(said).not.toContain('dead.example');
    expect(said.match(/DATA_DIR=\.data2 npm run gateway -- .* --gateway https:\/\/…$/gm)).toHaveLength(2);
  });

  test('names who acts in what to type next, where that had to be said', async () => {
    const run = runCommand(
      revokeCommand(unanswered(new NoAnswer('no answer'))),
      'CO0010000 --reason x --as jane',
    );
    await expect(run).rejects.toThrow('npm run gateway -- halt --reason "…" --as jane --gateway https://…\n');
  });

  test('nor where a gateway that has stopped answers; a refusal is one', async () => {
    const answered = (status: number) => {
      const problem = new GatewayProblem(`${status}: so`, { status, headers: new Headers(), body: {} });
      return runCommand(haltCommand(unanswered(problem)), '--reason x');
    };
    await expect(answered(503)).rejects.toThrow('NOT KNOWN');
    await expect(answered(403)).rejects.toThrow(/^403: so$/);
  });
});

test('a step that a command knows stands in place of the general one', () => {
  const problem = new GatewayProblem('404: none\nnext: check the name', {
    status: 404,
    headers: new Headers(),
    body: {},
  });
  expect(() => nextStep({ 404: 'see the list' })(problem)).toThrow(/^404: none\nnext: see the list$/);
  expect(() => nextStep({ 409: 'see the list' })(problem)).toThrow(problem);
});

test('anyone who signs in is told how to end that sign-in, and no other on the same machine', () => {
  setEnvironment({ CLIENTS_FILE: '/etc/alpr/clients.json' });
  expect(describeSignIn('jane')).toMatch(
    /\nto end it: CLIENTS_FILE=\/etc\/alpr\/clients.json npm run gateway -- sign-out --as jane$/,
  );
});

test('nodes that were waited out are counted in words that fit their number', () => {
  const lowered = (expiredNodes: number) =>
    describeWithdrawal({ index: 7, drained: 0, aborted: 0, expiredNodes } as Parameters<
      typeof describeWithdrawal
    >[0]);
  expect(lowered(0)).not.toContain('silent');
  expect(lowered(1)).toMatch(/; 1 silent node was waited out$/);
  expect(lowered(2)).toMatch(/; 2 silent nodes were waited out$/);
});

describe('who may do the next step', () => {
  test('is the other administrator of the demo, and for an operator to say elsewhere', () => {
    setEnvironment({});
    const next = (known: Parameters<typeof nextByAnother>[0]) => nextByAnother(known, 'grant approve 3f0c');
    const command = 'npm run gateway -- grant approve 3f0c';
    expect(next({ isDemo: true, name: 'admin-1' })).toEqual([
      `next, by another administrator: ${command} --as admin-2`,
    ]);
    expect(next({ isDemo: true, name: 'admin-2' })[0]).toMatch(/ --as admin-1$/);
    const own = 'next, by another administrator, with their own name in place of the last `…`:';
    expect(next({ isDemo: false, name: 'jane' })).toEqual([own, `  ${command} --as …`]);
    expect(next({ isDemo: false, name: 'jane', signsIn: true })).toEqual([
      own,
      '  npm run gateway -- sign-in',
      `  ${command} --as …`,
    ]);
  });

  test('is the person of its role in the demo, and elsewhere one whose name is written there', () => {
    setEnvironment({});
    const halt = 'npm run gateway -- halt';
    expect(byItsRole({ isDemo: true, name: 'auditor' }, 'halt')).toBe(halt);
    expect(byItsRole({ isDemo: false, name: 'jane' }, 'halt')).toBe(`${halt} --as …`);
  });
});
