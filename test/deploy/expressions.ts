/** What the alerts and the dashboard ask Prometheus, and the metrics and labels that each names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/source-files.ts';
import { readYaml } from './read-yaml.ts';

const ALERTS = 'deploy/prometheus/alerts.yml';
const DASHBOARD = 'deploy/grafana/alpr-gateway.json';

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
}

export interface Expression {
  /** The alert or the panel. */
  readonly of: string;
  readonly text: string;
}

export function readAlerts(): Alert[] {
  const { groups } = readYaml<{ groups: { rules: Alert[] }[] }>(ALERTS);
  return groups.flatMap(({ rules }) => rules);
}

export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(join(ROOT, DASHBOARD), 'utf8'));
}

export function readExpressions(): Expression[] {
  const { annotations, panels } = readDashboard();
  return [
    ...readAlerts().map(({ alert, expr }) => ({ of: alert, text: expr })),
    ...panels.flatMap(({ targets = [], title }) => targets.map(({ expr }) => ({ of: title, text: expr }))),
    ...annotations.list.map(({ expr, name }) => ({ of: name, text: expr })),
  ];
}

/** Words of the language that are neither functions nor metrics. */
const WORDS = new Set(['and', 'or', 'unless', 'by', 'on', 'offset', 'd', 'm', 's']);

/** Metrics that an expression selects, without those that Prometheus makes itself. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replace(/\b(?:by|on)\s*\([^)]*\)/g, ' ')
    .replace(/\b\d[\w.]*/g, ' ');
  const names = [...bare.matchAll(/[a-z_][a-z0-9_]*(?!\w|\s*\()/g)].map(([name]) => name);
  return names.filter((name) => !WORDS.has(name) && name !== 'up');
}

/** The metrics of a node, from its `/metrics`, with the series of a histogram. */
export function metricsOf(text: string): Set<string> {
  const declared = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    declared.flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
    ),
  );
}
