/** Finds the user that the embedded PostgreSQL runs as, and checks which places that user can reach. */
import { execFileSync, spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** `uid` and `gid` for `child_process`; empty if the gateway's own user will do. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

const NAME = 'postgres';

/**
 * Returns the user `postgres` for root, as which PostgreSQL refuses to run; creates it if missing.
 * @throws Error if root may not create that user
 */
export function findServerUser(): ServerUser {
  if (userInfo().uid !== 0) return {};
  return lookUp() ?? create();
}

/** True if the user can pass through every directory on the way to `path`, and through `path` itself. */
export function canReach(user: ServerUser, path: string): boolean {
  return spawnSync('test', ['-x', path], { ...user, cwd: '/' }).status === 0;
}

function lookUp(): ServerUser | undefined {
  const id = (flag: string) => spawnSync('id', [flag, NAME], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function create(): ServerUser {
  const how = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME];
  try {
    execFileSync('useradd', how, { stdio: 'pipe' });
  } catch (cause) {
    const message = `postgresql does not run as root, and the user \`${NAME}\` could not be created: run \`useradd ${how.join(' ')}\` first, or start as another user`;
    throw new Error(message, { cause });
  }
  const user = lookUp();
  if (!user) throw new Error(`the user \`${NAME}\` was created but cannot be found with \`id\``);
  return user;
}
