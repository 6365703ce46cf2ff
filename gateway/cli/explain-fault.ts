/** Explains to a person why a start or a command failed. */
import { ConfigError } from '../settings/config.ts';
import { quoted } from './next-command.ts';

/** Returns every fault of the configuration, or one sentence. */
export function explainFault(error: unknown): string {
  if (error instanceof ConfigError) {
    return `${error.message}:\n${error.faults.map((fault) => `  - ${fault}`).join('\n')}\nsee the settings in gateway/docs/operating.md`;
  }
  return unusableFile(error) ?? (error instanceof Error ? error.message : String(error));
}

/** Sentences for full disks, whose system fault does not name the file. */
const FULL: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left where it was to be written: make room, or write elsewhere',
  EDQUOT: 'the quota of this account is used up where it was to be written: make room, or write elsewhere',
  EIO: 'the device broke off while it was written to: write elsewhere',
};

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no file',
  EACCES: 'this account may not use the file',
  EISDIR: 'a directory was given where a file is needed',
  ENOTDIR: 'a part of this path is not a directory:',
};

/** Explains an unusable file, since the system's own words do not say what to do. */
function unusableFile(error: unknown): string | null {
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const full = FULL[code ?? ''];
  if (full !== undefined) return full;
  const fault = FILE_FAULTS[code ?? ''];
  // The path of a Unix socket is not a file that anyone named.
  if (fault === undefined || syscall === 'connect') return null;
  const named = `${fault}${path === undefined ? '' : ` \`${path}\``}`;
  if (code !== 'EACCES') return `${named}: check the name, and from which directory it is meant`;
  const look = path === undefined ? 'whose it is' : `with \`ls -ld ${quoted(path)}\` whose it is`;
  return `${named}; next: see ${look}, and run this as that account, or give the file to this one`;
}
