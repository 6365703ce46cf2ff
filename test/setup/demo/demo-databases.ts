/**
 * The databases of a demo that has not begun yet, with their tables and the sample of reads: made once a run and copied,
 * as making them takes longer than all else that a demo does when it starts.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Below a demo's data. */
const POSTGRES = 'postgres';

/**
 * The data directory of a demo that is to start. The first of a run is empty: where one demo is all that is asked for,
 * a copy would cost more. So is that of one who comes while the databases to copy are being made.
 */
export async function newDemoData(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'demo-'));
  const run = process.env.TEST_RUN_DIR;
  if (run !== undefined && !isFirst(join(run, 'demo-asked-for'))) await copyDatabases(run, dataDir);
  return dataDir;
}

async function copyDatabases(run: string, dataDir: string): Promise<void> {
  const made = join(run, 'demo-databases');
  if (!existsSync(made)) {
    if (!isFirst(`${made}.new`)) return;
    await makeDatabases(join(`${made}.new`, POSTGRES));
    renameSync(`${made}.new`, made);
  }
  // By the program: it keeps whose the files are, and PostgreSQL takes none but its own user's.
  await promisify(execFile)('cp', ['-a', join(made, POSTGRES), join(dataDir, POSTGRES)]);
}

async function makeDatabases(dataDir: string): Promise<void> {
  // Loaded here only: one process of a run needs them.
  const [{ startEmbeddedPostgres }, { provisionDatabases }, { takeSampleReads }] = await Promise.all([
    import('../../../gateway/demo/embedded-postgres.ts'),
    import('../../../gateway/demo/provision-databases.ts'),
    import('../../../gateway/demo/cast/sample-reads.ts'),
  ]);
  const postgres = await startEmbeddedPostgres({ dataDir, port: 0 });
  try {
    const { readsOwnerUrl } = await provisionDatabases(postgres);
    await takeSampleReads(readsOwnerUrl, { seed: 'demo', now: Date.now() });
  } finally {
    await postgres.stop();
  }
}

/** Whether nobody of this run has come here before. */
function isFirst(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o711 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}
