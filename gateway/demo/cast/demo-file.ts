/** Writes `demo.json`, which programs need to use the running demo, as the last step of its start. */
import { join } from 'node:path';
import type { DemoAddresses } from '../../cli/database-addresses.ts';
import { writeSecretFile } from '../../cli/write-secret-file.ts';
import { COMMAND_LINE } from './demo-cast.ts';
import type { DemoKeys } from './demo-keys.ts';
import { SAMPLE_PLATES } from './sample-reads.ts';

export interface DemoFacts {
  readonly gateway: string;
  readonly issuer: string;
  readonly resource: string;
  readonly logKey: string;
  /** Addresses for `ingest`, `migrate` and `hot-list import`. */
  readonly databases: DemoAddresses;
  /** Gateways of other agencies that run beside it. */
  readonly peers: readonly DemoPeer[];
}

export interface DemoPeer {
  readonly ori: string;
  readonly gateway: string;
  readonly issuer: string;
  /** Path of its own `demo.json`. */
  readonly demo: string;
}

/** Writes the file with mode 0600, since it holds private keys, and returns its path. */
export function writeDemoFile(dataDir: string, facts: DemoFacts, keys: DemoKeys): string {
  const path = join(dataDir, 'demo.json');
  const { gateway, issuer, resource, logKey, databases, peers } = facts;
  const clients = keys.cast.clients.map(({ name, ori, scope, grant, roles }) => ({
    name,
    ori,
    ...(roles === undefined ? {} : { roles }),
    ...keys.clients[name],
    scope,
    ...(grant === undefined ? {} : { grant }),
  }));
  const people = keys.cast.people.map(({ login, ori, roles }) => ({
    login,
    ...keys.people[login],
    ori,
    roles,
  }));
  const text = {
    demo: true,
    pid: process.pid,
    gateway,
    issuer,
    resource,
    owner: keys.cast.owner,
    clients,
    signIn: { clientId: COMMAND_LINE },
    people,
    plates: SAMPLE_PLATES,
    logKey,
    databases,
    ...(peers.length === 0 ? {} : { peers }),
  };
  writeSecretFile(path, `${JSON.stringify(text, null, 2)}\n`);
  return path;
}
