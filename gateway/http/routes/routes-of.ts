/** The paths that an operation stands for, as the router has them. */
import type { Operation } from './route.ts';

export interface PathServed {
  readonly path: string;
  /** The words that stand in it for the names of the operation's choices. */
  readonly words: Readonly<Record<string, string>>;
}

type Template = Pick<Operation, 'choices' | 'path'>;

/** Lists a path for each word that a segment may be; `/v1/hot-lists/{collection}/{id}` is several. */
export function pathsServed({ choices = {}, path }: Template): PathServed[] {
  return Object.entries(choices).reduce<PathServed[]>(
    (served, [name, words]) =>
      served.flatMap((one) =>
        words.map((word) => ({
          path: one.path.replace(`{${name}}`, word),
          words: { ...one.words, [name]: word },
        })),
      ),
    [{ path, words: {} }],
  );
}

export function routesOf(template: Template): string[] {
  return pathsServed(template).map(({ path }) => path);
}
