/** Writes `demo.json`, which programs need to use the running demo, as the last step of its start. */
import { join } from 'node:path';
import type { DemoAddresses } from '../cli/database-addresses.ts';
import { writeSecretFile } from '../cli/write-secret-file.ts';
import { CAST, COMMAND_LINE, OWNER_ORI, PEOPLE } from './demo-cast.ts';
import type { DemoKeys } from './demo-keys.ts';
import { SAMPLE_PLATES } from './sample-reads.ts';

export interface DemoFacts {
  readonly gateway: string;
  readonly issuer: string;
  readonly resource: string;
  readonly logKey: string;
  /** Addresses for `ingest`, `migrate` and `hot-list import`. */
  readonly databases: DemoAddresses;
}

/** Writes the file with mode 0600, since it holds private keys, and returns its path. */
export function writeDemoFile(dataDir: string, facts: DemoFacts, keys: DemoKeys): string {
  const path = join(dataDir, 'demo.json');
  const { gateway, issuer, resource, logKey, databases } = facts;
  const clients = CAST.map(({ name, ori, scope, grant, roles }) => ({
    name,
    ori,
    ...(roles === undefined ? {} : { roles }),
    ...keys.clients[name],
    scope,
    ...(grant === undefined ? {} : { grant }),
  }));
  const people = PEOPLE.map(({ login, ori, roles }) => ({ login, ...keys.people[login], ori, roles }));
  const text = {
    demo: true,
    pid: process.pid,
    gateway,
    issuer,
    resource,
    owner: OWNER_ORI,
    clients,
    signIn: { clientId: COMMAND_LINE },
    people,
    plates: SAMPLE_PLATES,
    logKey,
    databases,
  };
  writeSecretFile(path, `${JSON.stringify(text, null, 2)}\n`);
  return path;
}
