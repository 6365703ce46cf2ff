/** Counts what a node learns of its witnesses, and tells the operator of it. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { lastingTrouble } from '../faults/lasting-trouble.ts';
import type { AlarmKind } from './find-contradiction.ts';
import type { PolicyWitness } from './policy.ts';

export interface CosigningLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Told {
  readonly onCosigned: (witness: PolicyWitness) => void;
  readonly onTrouble: (witness: PolicyWitness, why: string) => void;
  readonly onAlarm: (witness: PolicyWitness, kind: AlarmKind, why: string) => void;
  /** True if a witness has seen another log. @param removed names of witnesses that no longer count */
  readonly isAlarmed: (removed: ReadonlySet<string>) => boolean;
}

/** Registers the metrics. @param lag in milliseconds, like `cosignedSize` read whenever somebody asks */
export function tellOfWitnesses(
  registry: Registry,
  log: CosigningLog,
  { cosignedSize, lag }: { readonly lag: () => number; readonly cosignedSize: () => number },
): Told {
  const registers = [registry];
  new Gauge({
    name: 'alpr_log_witness_lag_seconds',
    help: 'For how long the newest entries have been without a quorum of witnesses; 0: all are cosigned.',
    aggregator: 'max',
    registers,
    collect() {
      this.set(lag() / 1000);
    },
  });
  new Gauge({
    name: 'alpr_log_cosigned_size',
    help: 'Entries of the log that a quorum of witnesses has cosigned.',
    aggregator: 'max',
    registers,
    collect() {
      this.set(cosignedSize());
    },
  });
  const answers = new Counter({
    name: 'alpr_log_witness_answers_total',
    help: 'Answers of witnesses, by their names in the policy: cosigned, trouble, or an alarm (forked, ahead).',
    labelNames: ['witness', 'answer'],
    registers,
  });
  const alarms = new Counter({
    name: 'alpr_log_witness_alarms_total',
    help: 'A witness has shown another log, signed: forked (ours does not extend it), or ahead (ours has lost entries).',
    registers,
  });
  const troubles = new Map<string, ReturnType<typeof lastingTrouble>>();
  const alarmed = new Map<string, ReturnType<typeof lastingTrouble>>();
  const of = (kept: typeof troubles, name: string, make: () => ReturnType<typeof lastingTrouble>) => {
    const known = kept.get(name) ?? make();
    kept.set(name, known);
    return known;
  };
  return {
    isAlarmed: (removed) => [...alarmed.keys()].some((name) => !removed.has(name)),
    onCosigned: ({ name }) => {
      answers.inc({ witness: name, answer: 'cosigned' });
      troubles.get(name)?.isOver();
    },
    onTrouble: ({ name }, why) => {
      answers.inc({ witness: name, answer: 'trouble' });
      const words = {
        trouble: 'a witness does not cosign the log; it is asked again',
        end: 'a witness cosigns the log again',
      };
      of(troubles, name, () => lastingTrouble(log, words)).lasts({ witness: name, why });
    },
    onAlarm: ({ name }, kind, why) => {
      answers.inc({ witness: name, answer: kind });
      alarms.inc();
      const trouble =
        'ALARM: a witness has seen another log than this database holds: entries were changed or lost, or the key has signed ' +
        'a fork; next: compare with `audit verify --older`, and with what the witness keeps at <url>/<origin hash>/checkpoint';
      const asError = { warn: (fields: object, message: string) => log.error(fields, message) };
      const words = { trouble, end: '' };
      of(alarmed, name, () => lastingTrouble(asError, words)).lasts({ witness: name, kind, why });
    },
  };
}
