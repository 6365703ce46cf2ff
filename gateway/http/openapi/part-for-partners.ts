/** Picks the operations that a partner's program needs: what it may ask, and what it verifies answers with. */
import type { Operation } from '../routes/route.ts';

/** The beginnings of the paths that anyone may ask, and a partner's program does: the rest is for people and others. */
const OPEN = ['/v1/purposes', '/v1/receipts', '/log/', '/.well-known/', '/openapi.json'];

export function isForPartners({ path, scope }: Pick<Operation, 'path' | 'scope'>): boolean {
  if (scope === null) return OPEN.some((start) => path.startsWith(start));
  return scope !== 'alpr.admin' && scope !== 'alpr.ask';
}
