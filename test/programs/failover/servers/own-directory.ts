/** A new directory that only the server's own user may enter. */
import { chown, mkdir } from 'node:fs/promises';
import type { ServerUser } from '../../../../gateway/demo/server-user.ts';

export async function ownDirectory(path: string, { gid, uid }: ServerUser): Promise<string> {
  await mkdir(path, { mode: 0o700 });
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  return path;
}
