/** How the commands find the gateway and their credentials: `demo.json`, or a file of the same form in CLIENTS_FILE. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isOfRealGateway } from '../../settings/data-dir.ts';
import { commandConfig } from '../command-config.ts';
import { dataDirAhead, nextCommand, quoted } from '../next-command.ts';
import { faultsOfClientsFile } from './check-clients-file.ts';
import { connectAs, type GatewayClient } from './http-client.ts';
import { bodyOf } from './http-client-answer.ts';
import { findSignIns, type KeptSignIn } from './kept-sign-ins.ts';
import { connectAsPerson, isUsable } from './person-client.ts';
import type { ProofKey } from './proof-key.ts';

/** What the commands need of `demo.json`; an operator's own file has the same members. */
export interface ClientsFile {
  readonly gateway: string;
  readonly issuer: string;
  readonly resource: string;
  readonly logKey: string;
  /** Invented data: commands may fill in what is left out. */
  readonly demo?: true;
  /** The issuer's public client by which persons sign in (`sign-in`). */
  readonly signIn?: { readonly clientId: string };
  readonly clients: readonly {
    readonly name: string;
    readonly ori: string;
    readonly clientId: string;
    readonly privateJwk: Readonly<Record<string, unknown>>;
    readonly scope: string;
    /** Of the demo's own people. */
    readonly roles?: readonly string[];
  }[];
}

/** A client of the gateway, as one of the names in the file. */
export interface Client extends GatewayClient {
  /** Of the client in the file, or of the person who signed in. */
  readonly name: string;
  readonly ori: string;
  /** What its tokens are for, e.g. `alpr.query`. */
  readonly scope: string;
  /** The log's key, against which receipts are held. */
  readonly logKey: string;
  /** PUBLIC_URL of the gateway, under which others reach it. */
  readonly resource: string;
  /** Whether the file is the demo's. */
  readonly isDemo: boolean;
  /** Whether the file names the client by which persons sign in. */
  readonly signsIn?: boolean;
  /** The body of a good answer. @throws GatewayProblem for any other, with what to do next. */
  call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<T>;
}

/** As whom a command acts where nobody is named. */
export interface Acting {
  /** Name of the demo's client. An operator's own file has no such default: its names say nothing to us. */
  readonly otherwise: string;
  /** A right is raised: done as the person who has signed in, where one has. */
  readonly raises?: true;
  /** That a client's tokens are bound to, where a later process goes on with what this one began; default: a new one. */
  readonly proofKey?: ProofKey;
}

/** @param as name of the client, or of a person who has signed in; default: the demo's first administrator */
export type Connect = (as?: string, acting?: Acting) => Promise<Client>;

const FIRST_ADMINISTRATOR = 'admin-1';
const ACTS: Acting = { otherwise: FIRST_ADMINISTRATOR };

/** By any administrator. */
export const RAISES: Acting = { otherwise: FIRST_ADMINISTRATOR, raises: true };

/** By another person than the first administrator. */
export const APPROVES: Acting = { otherwise: 'admin-2', raises: true };

/** @throws Error that says how to get the file. */
export function readClientsFile(): ClientsFile {
  const { clientsFile: path, dataDir, named } = commandConfig();
  if (!existsSync(path)) {
    if (named.CLIENTS_FILE)
      throw new Error(`there is no \`${path}\`: give CLIENTS_FILE the path of your file`);
    throw new Error(
      `there is no \`${path}\`: ${isOfRealGateway(dataDir) ? '' : `start the demo with \`${dataDirAhead(dataDir)}npm start\`, `}` +
        "set CLIENTS_FILE to your own file of clients (see gateway/docs/commands.md), or DATA_DIR to a running demo's",
    );
  }
  refuseWhereOthersRead(path);
  const file = parsed(path);
  const faults = faultsOfClientsFile(file);
  if (faults.length === 0) return file as ClientsFile;
  const lines = faults.map((fault) => `\n  - ${fault}`).join('');
  throw new Error(
    `\`${path}\` cannot be used; correct it (its members are in gateway/docs/commands.md):${lines}`,
  );
}

/** It holds the keys of everybody who acts: as with the gateway's own secrets, none is used that others may have. */
function refuseWhereOthersRead(path: string): void {
  if ((statSync(path).mode & 0o077) === 0) return;
  throw new Error(
    `\`${path}\` holds private keys, and other accounts may read or change it; next: chmod 600 ${quoted(path)} (and if ` +
      'somebody may have read it, exchange the keys at the issuer)',
  );
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // The parser's words repeat what stands at the fault: that may be part of a key.
    if (error instanceof SyntaxError) throw new Error(`\`${path}\` is not JSON: compare it with a backup`);
    throw error;
  }
}

export const connect: Connect = async (as, { otherwise, proofKey, raises = false } = ACTS) => {
  const file = readClientsFile();
  const name = as ?? (file.demo ? otherwise : undefined);
  const person = chooseSignIn(file, { isNamed: as !== undefined, name, raises });
  if (person !== null) return clientOf(await connectAsPerson(person, gatewayUrl(file)), file, person);
  if (name === undefined) throw new Error(nameSomebody(file));
  return connectWith(file, name, gatewayUrl(file), proofKey);
};

function nameSomebody(file: ClientsFile): string {
  const signIn = file.signIn ? `, or sign in: ${nextCommand('sign-in')}` : '';
  return `name with --as who acts, one of ${namesOf(file)}${signIn}`;
}

function namesOf({ clients }: Pick<ClientsFile, 'clients'>): string {
  return clients.map(({ name, ori, scope }) => `${name} (${ori}, ${scope})`).join(', ');
}

/**
 * Whose sign-in to use; null: a client's key. One that has expired is used only where there is no client of the name,
 * and then says so.
 * @throws Error where several have signed in, and none is named
 */
function chooseSignIn(
  file: ClientsFile,
  { isNamed, name, raises }: { isNamed: boolean; name: string | undefined; raises: boolean },
): KeptSignIn | null {
  const kept = findSignIns(file);
  const isClient = file.clients.some((client) => client.name === name);
  const usable = kept.filter((each) => isUsable(each, Date.now()));
  if (isNamed) {
    const named = kept.find((each) => each.name === name) ?? null;
    return isClient && (!raises || named === null || !usable.includes(named)) ? null : named;
  }
  if (isClient && (!raises || usable.length === 0)) return null;
  if (usable.length > 1) {
    const names = usable.map((each) => each.name);
    const others = namesOf({ clients: file.clients.filter((client) => !names.includes(client.name)) });
    throw new Error(
      `several have signed in here: name with --as one of ${names.join(', ')}${others === '' ? '' : `, or a client: ${others}`}`,
    );
  }
  return usable[0] ?? (raises ? (kept[0] ?? null) : null);
}

/** @throws Error naming the clients that there are. */
export async function connectWith(
  file: ClientsFile,
  as: string,
  gatewayUrl: string,
  proofKey?: ProofKey,
): Promise<Client> {
  const known = file.clients.find(({ name }) => name === as);
  if (known === undefined) {
    throw new Error(`there is no client \`${as}\`: name with --as one of ${namesOf(file)}`);
  }
  const { issuer, resource } = file;
  const { clientId, privateJwk, scope } = known;
  const credentials = { issuer, clientId, privateJwk, scope, resource, ...(proofKey && { proofKey }) };
  return clientOf(await connectAs(credentials, gatewayUrl), file, known);
}

export function clientOf(
  client: GatewayClient,
  {
    clients = [],
    demo,
    logKey,
    resource,
    signIn,
  }: Pick<ClientsFile, 'demo' | 'logKey' | 'resource' | 'signIn'> & Partial<Pick<ClientsFile, 'clients'>>,
  { name, ori, scope }: Pick<Client, 'name' | 'ori' | 'scope'>,
): Client {
  return {
    ...client,
    name,
    ori,
    scope,
    logKey,
    resource,
    isDemo: demo === true,
    signsIn: signIn !== undefined,
    call: async <T>(...asked: Parameters<GatewayClient['request']>) =>
      bodyOf(await client.request(...asked), { asked: name, clients }) as T,
  };
}

/** GATEWAY_URL stands above the file: the same clients may be registered at several gateways. */
export function gatewayUrl(file?: Pick<ClientsFile, 'gateway'>): string {
  return commandConfig().gatewayUrl ?? (file ?? readClientsFile()).gateway;
}
