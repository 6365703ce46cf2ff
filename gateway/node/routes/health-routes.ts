/** Serves `/healthz`: it answers, and `/readyz`: it could release now, or why not. Neither tells secrets. */
import { READS_SOURCES, type ReadsSourceName } from '../../../sharing-rules/terms/reads-sources.ts';
import type { Durability } from '../../database/durability.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { list, object, oneOf, text } from '../../http/schemas/shapes.ts';

/** A check of one thing the gateway cannot do without: resolves if it is there, rejects otherwise. */
export type Check = () => Promise<unknown>;

const PATIENCE = 2_000;
const readsSource = oneOf(...READS_SOURCES);

export interface HealthDeps {
  /** The checks by public name, e.g. `log`, `reads`: if one fails, nothing is released. */
  readonly checks: Readonly<Record<string, Check>>;
  /** The checks that queries do not need, e.g. `jobs`: named as degraded; the node is still ready. */
  readonly lesserChecks?: Readonly<Record<string, Check>>;
  /** The source that the check `reads` asks, as `READS_SOURCE` names it. */
  readonly readsSource: ReadsSourceName;
  /** Tells on how many servers the commits are. */
  readonly commitsAre: () => Durability;
}

/** `held` by a second server; `asynchronous`: one that may lack the newest follows; `alone`: none follows. */
export const commits = oneOf('held', 'asynchronous', 'alone');

const alive = route(
  {
    method: 'get',
    path: '/healthz',
    id: 'checkHealth',
    summary: 'The process answers.',
    answers: { 200: json('It does.', { $id: 'Health', ...object({ status: oneOf('ok') }) }) },
  },
  (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  },
);

const ready = route(
  {
    method: 'get',
    path: '/readyz',
    id: 'checkReadiness',
    summary: 'It could release now, or what is missing.',
    answers: {
      200: json('Ready; what queries do not need may be missing, and is named.', {
        $id: 'Ready',
        ...object({ status: oneOf('ready'), readsSource, commits, degraded: list(text) }, 'degraded'),
      }),
      503: json('Not ready.', {
        $id: 'NotReady',
        ...object(
          { status: oneOf('not ready'), readsSource, failing: list(text), commits, degraded: list(text) },
          'degraded',
        ),
      }),
    },
  },
  async (_request, response, { checks, commitsAre, lesserChecks = {}, readsSource: source }: HealthDeps) => {
    const [failing, degraded] = await Promise.all([failingOf(checks), failingOf(lesserChecks)]);
    const isReady = failing.length === 0;
    response
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        status: isReady ? 'ready' : 'not ready',
        readsSource: source,
        ...(isReady ? {} : { failing }),
        commits: commitsAre(),
        ...(degraded.length === 0 ? {} : { degraded }),
      });
  },
);

export const HEALTH_ROUTES: readonly Route<HealthDeps>[] = [alive, ready];

/** Runs all checks. `needed` is true if nothing is released without it. */
export async function lookAtChecks({ checks, lesserChecks = {} }: HealthDeps) {
  const [failing, degraded] = await Promise.all([failingOf(checks), failingOf(lesserChecks)]);
  return [
    ...Object.keys(checks).map((name) => ({ name, needed: true, holds: !failing.includes(name) })),
    ...Object.keys(lesserChecks).map((name) => ({ name, needed: false, holds: !degraded.includes(name) })),
  ];
}

/** Names of those that do not hold. */
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
