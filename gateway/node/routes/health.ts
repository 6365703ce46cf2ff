/** `/healthz`: the process answers. `/readyz`: it could release now, or why not. Neither tells anything secret. */
import type { Response, Router } from 'express';
import { strictRouter } from '../../http/strict-router.ts';

/** One thing the gateway cannot do without: resolves if it is there, rejects otherwise. */
export type Check = () => Promise<unknown>;

const PATIENCE = 2_000;

/**
 * @param checks by public name, e.g. `log`, `reads`: without one of them nothing is released
 * @param lesser what queries do not need, e.g. `jobs`: named as degraded, and the node is ready all the same
 */
export function healthRoutes(
  checks: Readonly<Record<string, Check>>,
  lesser: Readonly<Record<string, Check>> = {},
): Router {
  const router = strictRouter();
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response: Response) => {
    const [failing, degraded] = await Promise.all([failingOf(checks), failingOf(lesser)]);
    const status = failing.length === 0 ? 'ready' : 'not ready';
    response
      .status(failing.length === 0 ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        status,
        ...(failing.length === 0 ? {} : { failing }),
        ...(degraded.length === 0 ? {} : { degraded }),
      });
  });
  return router;
}

async function failingOf(checks: Readonly<Record<string, Check>>): Promise<string[]> {
  const names = Object.keys(checks);
  const settled = await Promise.all(names.map((name) => holds(checks[name] as Check)));
  return names.filter((_, i) => !settled[i]);
}

async function holds(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), PATIENCE);
  });
  try {
    await Promise.race([check(), late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
