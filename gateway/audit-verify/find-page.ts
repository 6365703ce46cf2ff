/** Finds the public page of a gateway, which says in numbers what its log has. */
import { textOf } from './bytes.ts';
import { directorySource } from './directory-source.ts';
import { httpSource, SourceError } from './log-source.ts';
import { type PublicPage, parsePage } from './recount/public-page.ts';

const FILE = 'transparency.json';

/**
 * Reads the page that is given, or the one that the gateway serves beside this log, at `<site>/log`.
 * @param log its address, or a directory
 * @returns the page; `fault` says why none could be read, if none is given
 * @throws SourceError if one is given, and cannot be read
 */
export async function findPage(
  given: string | undefined,
  log: string | undefined,
): Promise<{ readonly page: PublicPage | null; readonly fault: string | null }> {
  if (given !== undefined) return { page: await readPage(given), fault: null };
  const [, site] = /^(https?:.*)\/log\/*$/.exec(log ?? '') ?? [];
  if (site === undefined) return { page: null, fault: null };
  return readPage(`${site}/${FILE}`).then(
    (page) => ({ page, fault: null }),
    (error: Error) => {
      if (error instanceof SourceError) return { page: null, fault: error.message };
      throw error;
    },
  );
}

/** Reads a page. @param from address or file @throws SourceError if it is missing or malformed */
async function readPage(from: string): Promise<PublicPage> {
  const [, folder, file] = /^(?:(.*)\/)?([^/]+)$/.exec(from) ?? [];
  const source = /^https?:\/\//.test(from) ? httpSource(folder ?? '') : directorySource(`${folder ?? '.'}/`);
  const bytes = await source(file ?? '');
  if (bytes === null)
    throw new SourceError(`there is no \`${from}\`; next: give \`/${FILE}\` with --transparency`);
  try {
    return parsePage(textOf(bytes), from);
  } catch (error) {
    throw new SourceError((error as Error).message);
  }
}
