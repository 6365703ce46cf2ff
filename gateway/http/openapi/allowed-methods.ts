/** Tells which methods a path takes: from the published document, so that it reveals nothing new. */
import type { Operation } from '../routes/route.ts';
import { routesOf } from '../routes/routes-of.ts';

/**
 * Returns the methods of a path: HEAD beside GET (RFC 9110 §9.3.2), unless an answer can be a release; none
 * for an unknown path. An exact path goes before a pattern: `/v1/hot-lists/jobs` is not the list `jobs`.
 */
export function allowedMethods(operations: readonly Operation[]): (path: string) => string[] {
  const served = operations.flatMap((operation) =>
    routesOf(operation).map((path) => ({
      path,
      pattern: patternOf(path),
      methods: methodsOf(operation.method, path),
    })),
  );
  return (path) => {
    const exact = served.filter((one) => one.path === path);
    const found = exact.length > 0 ? exact : served.filter(({ pattern }) => pattern.test(path));
    return found.flatMap(({ methods }) => methods);
  };
}

function methodsOf(method: string, path: string): string[] {
  return method === 'get' && !path.startsWith('/v1/') ? ['GET', 'HEAD'] : [method.toUpperCase()];
}

/** Makes the pattern of a path; of its parameters only the rest of a tile's path has several segments. */
function patternOf(path: string): RegExp {
  const plain = path.replaceAll('.', '\\.');
  return new RegExp(`^${plain.replace(/\{(\w+)\}/g, (_, name) => (name === 'rest' ? '.+' : '[^/]+'))}$`);
}
