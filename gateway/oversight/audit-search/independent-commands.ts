/** Runs `audit verify` and `audit mirror` as separate processes, so that these programs stay independent. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Command } from 'commander';
import { MIRROR_OPTIONS, VERIFY_OPTIONS } from '../../audit-verify/verify-options.ts';
import { gatewayUrl, readClientsFile } from '../../cli/client/connect.ts';
import { print } from '../../cli/write-out.ts';

/** Passes every option on to the verifier; without any, it checks the running demo's log. */
export function verifyCommand(): Command {
  return handedOn(
    'verify',
    'check the public log from outside: signature, root, and that no release follows a revoke',
  ).action(async (_options: unknown, command: Command) => {
    process.exitCode = await runIndependent('main', verifying(command.args));
  });
}

export function mirrorCommand(): Command {
  return handedOn(
    'mirror',
    'copy the public log at an address into a directory, verify it, and copy what is new each time',
  ).action(async (_options: unknown, command: Command) => {
    process.exitCode = await runIndependent('mirror-main', mirroring(command.args));
  });
}

function handedOn(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments();
}

function verifying(given: readonly string[]): string[] {
  if (given.includes('--help')) {
    print('`npm run gateway -- audit verify` fills in address and --key of the running demo,\n');
    print('or of CLIENTS_FILE, and hands all options on to this program:\n\n');
    return [...given];
  }
  // The program itself tells the user what is wrong with the options.
  const { positionals, values } = parseArgs({
    ...{ args: [...given], options: VERIFY_OPTIONS, allowPositionals: true, strict: false },
  });
  const named =
    positionals.length > 0 || [values.url, values.dir, values.receipt].some((one) => one !== undefined);
  return [
    ...given,
    ...(named ? [] : ['--url', `${gatewayUrl()}/log`]),
    ...(values.key === undefined ? knownKey() : []),
  ];
}

function mirroring(given: readonly string[]): string[] {
  if (given.includes('--help')) {
    print('`audit mirror` fills in --key of the running demo, or of CLIENTS_FILE, and hands\n');
    print('the rest on to this program:\n\n');
    return [...given];
  }
  const { values } = parseArgs({
    ...{ args: [...given], options: MIRROR_OPTIONS, allowPositionals: true, strict: false },
  });
  return [...given, ...(values.key === undefined ? knownKey() : [])];
}

function knownKey(): string[] {
  try {
    return ['--key', readClientsFile().logKey];
  } catch (error) {
    throw new Error(`give the key of the log with --key, or else: ${(error as Error).message}`);
  }
}

/** Runs a program of the verifier and returns its exit code. @param name of the program's file */
function runIndependent(name: string, args: readonly string[]): Promise<number> {
  const inSource = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(
    new URL(`../../audit-verify/${name}.${inSource ? 'ts' : 'js'}`, import.meta.url),
  );
  return new Promise((resolve, reject) => {
    // Passes on the flags of our own loader (`tsx`).
    const child = spawn(process.execPath, [...process.execArgv, file, ...args], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 2));
  });
}
