/** Pushed reads by source and outcome. The names of sources are the owner's: what an asker writes is never a label. */
import { Counter, type Registry } from 'prom-client';
import type { TakePushDeps } from '../../registry/sources/take-push.ts';

export function countPushesOf(registry: Registry): TakePushDeps['onOutcome'] {
  const outcomes = new Counter({
    name: 'alpr_pushed_reads_total',
    help: 'Pushed reads: taken, known, set_aside; and pushes: no_read, refused (wrong secret), limited (beyond a cap).',
    labelNames: ['source', 'outcome'],
    registers: [registry],
  });
  return (source, counts) => {
    for (const { count, outcome } of counts) outcomes.inc({ source, outcome }, count);
  };
}
