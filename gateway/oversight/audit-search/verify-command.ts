/** `audit verify`: the independent verifier, run as a program of its own so that it stays one. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { gatewayUrl, readClientsFile } from '../../cli/client/connect.ts';

/** Every option goes to the verifier; without any, the running demo's log is checked. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check the public log from outside: signature, root, and that no release follows a revoke')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_options: unknown, command: Command) => {
      process.exitCode = await runVerifier(withDefaults(command.args));
    });
}

function withDefaults(given: readonly string[]): string[] {
  if (given.includes('--help')) {
    process.stdout.write('`npm run gateway -- audit verify` fills in --url and --key of the running demo,\n');
    process.stdout.write('or of CLIENTS_FILE, and hands all options on to this program:\n\n');
    return [...given];
  }
  const args = [...given];
  const names = (...options: string[]) => options.some((option) => args.includes(option));
  if (!names('--url', '--dir', '--receipt')) {
    args.push('--url', `${gatewayUrl()}/log`);
  }
  if (!names('--key')) args.push('--key', readClientsFile().logKey);
  return args;
}

function runVerifier(args: readonly string[]): Promise<number> {
  const inSource = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(`../../audit-verify/main.${inSource ? 'ts' : 'js'}`, import.meta.url));
  return new Promise((resolve, reject) => {
    // Our own loader's flags (`tsx`) go along.
    const child = spawn(process.execPath, [...process.execArgv, file, ...args], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 2));
  });
}
