/** `doctor`: looks at everything that a node needs, before it starts or while it runs. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { jsonOption } from '../../cli/client-options.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { printResult } from '../../cli/print-result.ts';
import { PLAIN_WIDTH } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import type { Environment } from '../../settings/config.ts';
import type { Finding } from './finding.ts';

const HELP = `
Give it the settings of the node (those of \`serve\`). It changes nothing. What
it cannot see from here it says, with who can: a proxy only while no node has
the port, a token of the issuer only with an administrator's CLIENTS_FILE, the
factors of a person only after a sign-in.

It exits with 1 where there is a fault.

Example:
  npm run gateway -- doctor`;

/** @param environment a node's settings, which it examines as `serve` would read them */
export function doctorCommand(environment: Environment): Command {
  return new Command('doctor')
    .addOption(jsonOption('{ holds, findings: [{ check, state, says, next }] }'))
    .addHelpText('after', HELP)
    .action(async ({ json }: { json?: true }) => {
      const { examineAll } = await import('./examine-all.ts');
      const findings = await examineAll(environment);
      if (
        findings[0]?.check === 'settings' &&
        findings[0].state === 'fault' &&
        existsSync(commandConfig().demoFile)
      ) {
        throw new Error(
          'a demo runs here, and sets itself up: give the settings of a real gateway (`serve --help` lists them)',
        );
      }
      const holds = findings.every(({ state }) => state !== 'fault');
      if (!holds) process.exitCode = 1;
      printResult({ holds, findings }, json === true, () => describe(findings));
    });
}

const SIGNS = { holds: '✓', fault: '✗', unchecked: '–' } as const;
const INDENT = ' '.repeat(4);

function describe(findings: readonly Finding[]): string {
  const lines = findings.map(({ check, next, says, state }) => {
    const step = next === undefined ? '' : `\n${INDENT}next: ${wrapped(next, PLAIN_WIDTH - 10, INDENT)}`;
    return `  ${SIGNS[state]} ${wrapped(`${check}: ${says}`, PLAIN_WIDTH - 4, INDENT)}${step}`;
  });
  const faults = findings.filter(({ state }) => state === 'fault').length;
  const left = findings.filter(({ state }) => state === 'unchecked').length;
  const rest = left === 0 ? '' : `, ${left} not looked at`;
  return `${lines.join('\n')}\n${faults === 0 ? 'no fault' : counted(faults, 'fault')}${rest}`;
}
