/** Two versions of the gateway on one machine, each built by its own `npm run build`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export interface Version {
  /** The commit, or `this` for the directory as it is. */
  readonly name: string;
  readonly directory: string;
  /** Whether a node of it leaves a proxy's idle connections open for a while when it stops. */
  readonly isPatientWithProxies: boolean;
  /** Names of its steps of both schemas. */
  readonly migrations: readonly string[];
}

const git = (source: string, ...words: string[]) =>
  execFileSync('git', ['-C', source, ...words], { encoding: 'utf8', maxBuffer: 2 ** 28 }).trim();

/**
 * The newest version with an older schema: what stands before the last commit that added a migration. Where that was a
 * baseline, the schema is the same, and the upgrade shows that a database of the steps is taken as it is.
 */
export function versionBefore(source: string): string {
  const commit = git(source, 'log', '--diff-filter=A', '--format=%h', '-1', '--', 'migrations');
  if (commit === '') throw new Error('the history has no migration: name a version with --from');
  return `${commit}^`;
}

/** @throws Error where it cannot be taken from the history, or not be built */
export function checkOut(source: string, ref: string, directory: string): Version {
  const name = git(source, 'rev-parse', '--short', ref);
  mkdirSync(directory, { recursive: true });
  const archive = execFileSync('git', ['-C', source, 'archive', name], { maxBuffer: 2 ** 30 });
  execFileSync('tar', ['--extract', '--directory', directory], { input: archive });
  // All packages but the gateway itself, whose version differs.
  const lock = (at: string) => {
    const { packages } = JSON.parse(readFileSync(join(at, 'package-lock.json'), 'utf8'));
    return JSON.stringify({ ...packages, '': null });
  };
  const installed = join(source, 'node_modules');
  // Packages that this version alone has do no harm to the other.
  if (lock(source) === lock(directory)) symlinkSync(installed, join(directory, 'node_modules'));
  else npm(directory, 'ci', '--no-fund', '--no-audit');
  return build(name, directory);
}

export function build(name: string, directory: string): Version {
  npm(directory, 'run', '--silent', 'build');
  const migrations = ['gateway', 'reads']
    .map((schema) => join('migrations', schema))
    .filter((folder) => existsSync(join(directory, folder)))
    .flatMap((folder) => readdirSync(join(directory, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => /\/\d{3}-.*\.ts$/.test(file));
  const listening = readFileSync(join(directory, 'gateway/node/listen.ts'), 'utf8');
  return { name, directory, migrations, isPatientWithProxies: listening.includes('proxyIdle') };
}

function npm(directory: string, ...words: string[]): void {
  const { status, stderr, stdout } = spawnSync('npm', words, { cwd: directory, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${words.join(' ')} in ${directory} failed:\n${stdout}${stderr}`);
}
