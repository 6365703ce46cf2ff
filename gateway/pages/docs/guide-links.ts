/** Finds where a guide's link leads on the pages: another guide, its own address, or just a file's name. */
import { posix } from 'node:path';
import { GUIDES, type Guide } from './guides.ts';

/** @param target as it stands in the Markdown of the guide */
export function linkFrom(
  { path }: Pick<Guide, 'path'>,
  target: string,
): { readonly address: string } | { readonly file: string } {
  if (/^(?:https?:|mailto:|[#/])/.test(target)) return { address: target };
  const [relative = '', heading] = target.split('#');
  const file = posix.join(posix.dirname(path), relative);
  const guide = GUIDES.find((one) => one.path === file);
  if (guide === undefined) return { file };
  return { address: `/docs/${guide.name}${heading === undefined ? '' : `#${heading}`}` };
}
