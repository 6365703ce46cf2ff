/**
 * Reads passwords from files, which containers and systemd pass so that neither the environment nor the list
 * of processes shows them: `DATABASE_URL_FILE` names a file with the value of `DATABASE_URL`.
 */
import { readFileSync } from 'node:fs';
import { ConfigError, type Environment } from './config.ts';

/** The settings that a node takes from files. */
export const IN_FILES_OF_NODES = [
  ...['DATABASE_URL', 'READS_DATABASE_URL', 'OWNER_READS_DATABASE_URL', 'REDIS_URL', 'NOTICE_SMTP_URL'],
] as const;
/** The settings that the commands of the databases' owners take from files. */
export const IN_FILES_OF_OWNERS = ['OWNER_DATABASE_URL', 'OWNER_READS_DATABASE_URL'] as const;

/**
 * Adds what the files hold for these settings, without a final line break. An empty path counts as not set.
 * @throws ConfigError that names each file that cannot be read, or whose setting is given as well
 */
export function withSecretFiles(environment: Environment, names: readonly string[]): Environment {
  const faults: string[] = [];
  const found: Record<string, string> = {};
  for (const name of names) {
    const path = environment[`${name}_FILE`];
    if (!path) continue;
    if (environment[name]) {
      faults.push(`${name} and ${name}_FILE are both set: unset one of them`);
      continue;
    }
    try {
      found[name] = readFileSync(path, 'utf8').trimEnd();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      faults.push(
        `${name}_FILE names \`${path}\`, which cannot be read (${code}): see that it is there, and its mode`,
      );
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return { ...environment, ...found };
}
