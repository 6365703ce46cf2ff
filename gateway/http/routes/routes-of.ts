/** The paths that an operation stands for, as the router has them. */
import type { Operation } from './route.ts';

/** One for each of the words that a segment may be; `/v1/hot-lists/{collection}/{id}` is several. */
export function routesOf({ choices = {}, path }: Pick<Operation, 'choices' | 'path'>): string[] {
  return Object.entries(choices).reduce(
    (routes, [name, words]) =>
      routes.flatMap((route) => words.map((word) => route.replace(`{${name}}`, word))),
    [path],
  );
}
