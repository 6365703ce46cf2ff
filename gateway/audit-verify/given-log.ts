/** The one log that the verifier is given: an address, or a directory. */
import { existsSync } from 'node:fs';
import { directorySource } from './directory-source.ts';
import { httpSource, type LogSource } from './log-source.ts';

export interface GivenLog {
  /** Null where none is given. */
  readonly source: LogSource | null;
  /** Null where it is a directory. */
  readonly address: string | null;
}

interface Arguments {
  readonly url?: string | undefined;
  readonly dir?: string | undefined;
  /** Without the name of an option. */
  readonly given: readonly string[];
}

/** @throws Error where more than one is given, or a directory that is not there */
export function givenLog({ dir, given, url }: Arguments): GivenLog {
  const logs = [...given, ...[url, dir].filter((log) => log !== undefined)];
  if (logs.length > 1) throw new Error(`give one log, not both \`${logs[0]}\` and \`${logs[1]}\``);
  const [log] = logs;
  if (log === undefined) return { source: null, address: null };
  const isAddress = log === url || (log !== dir && /^https?:\/\//.test(log));
  if (isAddress) return { source: httpSource(log), address: log };
  if (existsSync(log)) return { source: directorySource(log), address: null };
  throw new Error(
    `there is no directory \`${log}\`: check the name; the address of a log begins with https://`,
  );
}
