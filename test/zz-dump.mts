import { readFileSync, writeFileSync } from 'node:fs';
const [root, file, out] = process.argv.slice(2) as [string, string, string];
const { judgeReason } = await import(`${root}/test/bench/judge/judge-reason.ts`);
const rows = readFileSync(file, 'utf8').trim().split('\n').map((l) => JSON.parse(l));
const lines: string[] = [];
const t0 = process.cpuUsage();
for (const r of rows) {
  const isHonest = r.group.startsWith('honest');
  const { decision, purpose } = judgeReason({ line: 1, text: r.text, group: r.group, verdict: isHonest ? 'permit' : 'refuse' });
  lines.push(JSON.stringify({ ...r, effect: decision.effect, as: purpose, why: decision.reasons.map((x: any) => `${x.code}:${x.detail ?? ''}:${(x.found ?? []).map((f: any) => f.words).join('|')}`) }));
}
const t = process.cpuUsage(t0);
writeFileSync(out, lines.join('\n') + '\n');
console.log('cpu', (t.user + t.system) / 1e6);
