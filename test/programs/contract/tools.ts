/** Spectral and Prism, which only this suite uses: 400 packages, so that they are none of the project's own. */
import { join } from 'node:path';
import { installPinned } from '../../setup/install-pinned.ts';

export interface Tools {
  readonly spectral: string;
  readonly prism: string;
}

/** @throws Error with what npm says where they cannot be installed */
export async function installTools(): Promise<Tools> {
  const program = await installPinned(join(import.meta.dirname, 'tools'), '.data-contract');
  return { spectral: program('spectral'), prism: program('prism') };
}
