/**
 * Keeps what a later command needs to go on with a query: the cursor of the next page, and the key that it is
 * bound to. A file of mode 0600 below `DATA_DIR/next-pages`, named after the release that the page follows.
 * The gateway seals the cursor, so that nothing in the file tells who asked, or for what.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProofKey } from '../../cli/client/proof-key.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { writeSecretFile } from '../../cli/write-secret-file.ts';
import { CURSOR_LIFETIME } from '../page-cursor.ts';

export interface KeptNextPage {
  /** Name of the client that asked. */
  readonly as: string;
  readonly cursor: string;
  readonly proofKey: ProofKey;
  /** Milliseconds at which the gateway stops taking the cursor. */
  readonly expiresAt: number;
}

/** Matches a release's id alone, so that no other file is read. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const directory = () => join(commandConfig().dataDir, 'next-pages');
const pathOf = (releaseId: string) => join(directory(), `${releaseId}.json`);

/** @throws the system's error where it cannot be written */
export function keepNextPage(releaseId: string, page: KeptNextPage): void {
  mkdirSync(directory(), { recursive: true, mode: 0o700 });
  writeSecretFile(pathOf(releaseId), `${JSON.stringify(page)}\n`);
}

/** Returns the kept page; null where none is kept, or its time is over. @param now ms */
export function findNextPage(releaseId: string, now: number): KeptNextPage | null {
  if (!ID.test(releaseId) || !existsSync(pathOf(releaseId))) return null;
  const kept = parsed(pathOf(releaseId));
  return kept !== null && now < kept.expiresAt ? kept : null;
}

export function forgetNextPage(releaseId: string): void {
  rmSync(pathOf(releaseId), { force: true });
}

/** Removes pages whose time is over, and in time the draft of a killed command. @param now ms */
export function forgetEndedPages(now: number): void {
  if (!existsSync(directory())) return;
  for (const name of readdirSync(directory())) {
    const path = join(directory(), name);
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - written >= CURSOR_LIFETIME) rmSync(path, { force: true });
  }
}

function parsed(path: string): KeptNextPage | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KeptNextPage;
  } catch {
    return null;
  }
}
