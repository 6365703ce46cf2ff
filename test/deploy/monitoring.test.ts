/**
 * The alerts, the dashboard and the configuration of Prometheus: read by Prometheus' own tool, and complete. That the
 * metrics they name exist is shown by `test/demo/witnesses.test.ts`, on a running gateway.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../setup/source-files.ts';
import { metricsIn, readAlerts, readDashboard, readExpressions } from './expressions.ts';

const FOLDER = join(ROOT, 'deploy/prometheus');
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
if (!hasPromtool)
  process.stderr.write('promtool is not installed: its tests are skipped (apt-get install promtool)\n');

/** Its exit status, and what it wrote. */
function promtool(...words: string[]) {
  const { status, stderr, stdout } = spawnSync('promtool', words, { cwd: FOLDER, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

(hasPromtool ? describe : describe.skip)('promtool', () => {
  test('accepts the alerts, with no lint', () => {
    const { output, status } = promtool('check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yml');
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringMatching(/SUCCESS: \d+ rules found/),
    });
  });

  test('finds each alert silent while all is well, and raised by what it is for', () => {
    const { output, status } = promtool('test', 'rules', 'alerts.test.yml');
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
  });

  test('accepts the configuration that asks every node', () => {
    const { output, status } = promtool('check', 'config', '--lint=all', '--lint-fatal', 'prometheus.yml');
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
  });

  test('reads every expression of the dashboard, and would refuse a broken one', () => {
    const rules = readExpressions().map(({ of, text }, i) => ({
      record: `panel:${i}:x`,
      labels: { of },
      // Grafana puts these in.
      expr: text.replaceAll('$job', 'alpr-gateway').replaceAll('$__rate_interval', '1m'),
    }));
    const checked = (expr: string) =>
      spawnSync('promtool', ['check', 'rules'], {
        input: JSON.stringify({ groups: [{ name: 'panels', rules: [...rules, { record: 'x', expr }] }] }),
        encoding: 'utf8',
      });
    const { status, stderr } = checked('up');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(checked('sum by (').status).not.toBe(0);
  });
});

describe('each alert', () => {
  const alerts = readAlerts();

  test('says how urgent it is, what has happened, and what to do next', () => {
    expect(alerts.length).toBeGreaterThan(20);
    for (const { alert, annotations, labels } of alerts) {
      expect([alert, ['page', 'ticket'].includes(labels.severity ?? '')]).toEqual([alert, true]);
      expect([alert, Object.keys(annotations).sort()]).toEqual([alert, ['next', 'summary']]);
    }
  });

  test('has a name of its own, and is raised in a unit test', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const tested = readFileSync(join(FOLDER, 'alerts.test.yml'), 'utf8');
    expect(names.filter((name) => !new RegExp(`"?${name}\\b`).test(tested))).toEqual([]);
  });

  test('has a row in the operators’ guide', () => {
    const guide = readFileSync(join(ROOT, 'gateway/docs/operating.md'), 'utf8');
    expect(alerts.map(({ alert }) => alert).filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
    const named = [...guide.matchAll(/`(Alpr[A-Z]\w+)`/g)].map(([, name]) => name);
    expect(named.filter((name) => !alerts.some(({ alert }) => alert === name))).toEqual([]);
  });
});

describe('the dashboard', () => {
  test('has a title and something to ask in every panel', () => {
    const panels = readDashboard().panels.filter(({ type }) => type !== 'row');
    expect(panels.length).toBeGreaterThan(25);
    expect(panels.filter(({ targets, title }) => title === '' || !targets?.length)).toEqual([]);
  });

  test('shows every metric that an alert rests on', () => {
    const alerts = readAlerts();
    const isAlert = ({ of }: { of: string }) => alerts.some(({ alert }) => alert === of);
    const of = (rows: { text: string }[]) => new Set(rows.flatMap(({ text }) => metricsIn(text)));
    const expressions = readExpressions();
    const shown = of(expressions.filter((row) => !isAlert(row)));
    const needed = of(expressions.filter(isAlert));
    expect(needed.size).toBeGreaterThan(15);
    expect([...needed].filter((name) => !shown.has(name))).toEqual([]);
  });
});
