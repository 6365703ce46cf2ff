/** Counts pushed reads by source and outcome. The owner names the sources: no label is a client's text. */
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
