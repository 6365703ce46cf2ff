/** A log that a server of files serves, which may serve it wrongly, and a mirror of it in a directory of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { hashEachOnNode } from '../../../gateway/audit-verify/hash-on-node.ts';
import { httpSource } from '../../../gateway/audit-verify/log-source.ts';
import { type MirrorDirectory, openMirror } from '../../../gateway/audit-verify/mirror-directory.ts';
import { type MirrorReport, mirrorLog } from '../../../gateway/audit-verify/mirror-log.ts';
import { type LogReport, verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { type Served, serveOnLoopback } from '../../setup/serve-on-loopback.ts';
import { signer } from '../audit/sample-log.ts';

export interface MirroredLog {
  /** From which the log is served. */
  readonly origin: string;
  readonly directory: string;
  readonly url: string;
  /** Paths that were asked for since the last time this was read. */
  asked(): string[];
  /** Answers in place of the file; false: serves the file all the same. */
  serveWrongly(answer: (path: string, response: ServerResponse) => boolean | Promise<boolean>): void;
  /** @param wrap what stands between the copying and the directory */
  mirror(wrap?: (opened: MirrorDirectory) => MirrorDirectory, compare?: number): Promise<MirrorReport>;
  /** The mirror alone, by the verifier. */
  verify(): Promise<LogReport>;
}

/** Registers jest's hooks: to be called once, at the top of a file. */
export function useMirroredLog(): MirroredLog {
  let [origin, directory] = ['', ''];
  let server: Served;
  let asked: string[] = [];
  let wrongly: Parameters<MirroredLog['serveWrongly']>[0] = () => false;
  beforeEach(async () => {
    [origin, directory] = [mkdtempSync(join(tmpdir(), 'log-')), mkdtempSync(join(tmpdir(), 'mirror-'))];
    [asked, wrongly] = [[], () => false];
    server = await serveOnLoopback(async ({ url = '' }, response) => {
      const path = url.slice('/log/'.length);
      asked.push(path);
      if (await wrongly(path, response)) return;
      const bytes = await readFile(join(origin, path)).catch(() => null);
      response.writeHead(bytes === null ? 404 : 200).end(bytes);
    });
  });
  afterEach(() => {
    server.close();
    for (const path of [origin, directory]) rmSync(path, { recursive: true });
  });
  return {
    get origin() {
      return origin;
    },
    get directory() {
      return directory;
    },
    get url() {
      return `${server.url}/log`;
    },
    asked: () => asked.splice(0),
    serveWrongly: (answer) => {
      wrongly = answer;
    },
    mirror: async (wrap = (opened) => opened, compare = 0) => {
      const opened = await openMirror(directory);
      const given = {
        source: httpSource(`${server.url}/log`),
        mirror: wrap(opened),
        hashEach: hashEachOnNode,
      };
      return mirrorLog({ ...given, compare, vkey: signer.vkey }).finally(() => opened.close());
    },
    verify: () => verifyLog({ source: directorySource(directory), vkey: signer.vkey }),
  };
}

/** Paths of all files, with what they hold. */
export function filesIn(directory: string): Record<string, string> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(directory, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(directory, path), 'latin1')]));
}
