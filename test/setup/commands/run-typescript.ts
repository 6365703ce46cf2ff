/** How a process of its own runs TypeScript: anyone who starts one does not always run under tsx itself (jest does not). */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Flags of node. */
export const RUN_TYPESCRIPT = [
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
] as const;
