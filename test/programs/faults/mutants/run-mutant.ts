/** Runs the harness on a copy of the source that is built wrongly. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCluster } from '../cluster/cluster.ts';
import type { World } from '../cluster/world.ts';
import { findKind } from '../kinds.ts';
import { type Report, type RunOptions, runKind } from '../run-kind.ts';
import { type Edit, edited } from './edited.ts';
import type { Mutant } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const COPIED = ['gateway', 'sharing-rules', 'migrations', 'package.json', 'tsconfig.json'];

export interface MutantOptions extends RunOptions {
  /** Runs after which a mutant that was not caught counts as a survivor. */
  readonly rounds: number;
}

/**
 * Under the kind of fault that shows it. Resolves to the report of the run, which ends at the first violation it finds; `violations` 0: it survived.
 * @throws Error where an edit does not apply to exactly one place.
 */
export async function runMutant(
  world: World,
  { edits, kind, name }: Mutant,
  { rounds, ...options }: MutantOptions,
): Promise<Report> {
  const source = await mkdtemp(join(tmpdir(), 'alpr-gateway-mutant-'));
  try {
    for (const path of COPIED) await cp(join(ROOT, path), join(source, path), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(source, 'node_modules'));
    for (const edit of edits) await apply(source, edit, name);
    const cluster = await startCluster(world, { source });
    try {
      for (let round = 1; ; round += 1) {
        const report = await runKind(cluster, findKind(kind), options);
        if (report.violations > 0 || round === rounds) return report;
      }
    } finally {
      await cluster.close();
    }
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}

async function apply(source: string, edit: Edit, name: string): Promise<void> {
  const path = join(source, edit.file);
  await writeFile(path, edited(await readFile(path, 'utf8'), edit, name));
}
