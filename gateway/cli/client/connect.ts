/** Finds the gateway and the commands' credentials, in `demo.json` or a like file in CLIENTS_FILE. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isOfRealGateway } from '../../settings/data-dir.ts';
import { commandConfig } from '../command-config.ts';
import { dataDirAhead, nextCommand, quoted } from '../next-command.ts';
import { faultsOfClientsFile } from './check-clients-file.ts';
import type { GatewayClient } from './http-client.ts';
import { bodyOf } from './http-client-answer.ts';
import { findSignIns, isUsable, type KeptSignIn } from './kept-sign-ins.ts';
import type { ProofKey } from './proof-key.ts';

/** The members of `demo.json` that commands need; an operator's own file has the same ones. */
export interface ClientsFile {
  readonly gateway: string;
  readonly issuer: string;
  readonly resource: string;
  readonly logKey: string;
  /** Present if the data are invented: then commands may fill in what is left out. */
  readonly demo?: true;
  /** The issuer's public client through which persons sign in (`sign-in`). */
  readonly signIn?: { readonly clientId: string };
  readonly clients: readonly {
    readonly name: string;
    readonly ori: string;
    readonly clientId: string;
    readonly privateJwk: Readonly<Record<string, unknown>>;
    readonly scope: string;
    /** Roles of the demo's own people. */
    readonly roles?: readonly string[];
  }[];
}

/** A client of the gateway, as one of the names in the file. */
export interface Client extends GatewayClient {
  /** Name of the client in the file, or of the person who signed in. */
  readonly name: string;
  readonly ori: string;
  /** Scope of its tokens, e.g. `alpr.query`. */
  readonly scope: string;
  /** The log's key, by which receipts are checked. */
  readonly logKey: string;
  /** PUBLIC_URL of the gateway, by which others reach it. */
  readonly resource: string;
  readonly isDemo: boolean;
  /** True if the file names the client through which persons sign in. */
  readonly signsIn?: boolean;
  /** Returns the body of a good answer. @throws GatewayProblem for any other, with what to do next */
  call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<T>;
}

/** Tells who acts in a command if nobody is named. */
export interface Acting {
  /** Name of the demo's client. An operator's own file has no default, since we do not know its names. */
  readonly otherwise: string;
  /** Set if it grants a right: then the person who has signed in acts, if there is one. */
  readonly grants?: true;
  /** Key that a client's tokens are bound to, if a later process continues this one; default: a new one. */
  readonly proofKey?: ProofKey;
}

/** @param as name of the client, or of a person who has signed in; default: the demo's first administrator */
export type Connect = (as?: string, acting?: Acting) => Promise<Client>;

/** Name of the one who acts in the demo if nobody is named. */
export const FIRST_ADMINISTRATOR = 'admin-1';
const ACTS: Acting = { otherwise: FIRST_ADMINISTRATOR };

export const GRANTS: Acting = { otherwise: FIRST_ADMINISTRATOR, grants: true };

/** Grants by another person than the first administrator. */
export const APPROVES: Acting = { otherwise: 'admin-2', grants: true };

/** @throws Error that says how to get the file */
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

/** Refuses a file that others can read: it holds the keys of everybody who acts. */
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
    // The parser's message repeats the text at the fault, which may be part of a key.
    if (error instanceof SyntaxError) throw new Error(`\`${path}\` is not JSON: compare it with a backup`);
    throw error;
  }
}

// The clients of an issuer are loaded when somebody signs in: most of the time of a help text would go into them.
export const connect: Connect = async (as, { otherwise, proofKey, grants = false } = ACTS) => {
  const file = readClientsFile();
  const name = as ?? (file.demo ? otherwise : undefined);
  const person = chooseSignIn(file, { isNamed: as !== undefined, name, grants });
  if (person !== null) {
    const { connectAsPerson } = await import('./person-client.ts');
    return clientOf(await connectAsPerson(person, gatewayUrl(file)), file, person);
  }
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
 * Returns the sign-in to use, or null for a client's key. An expired one is used only if no client has the
 * name, and then reports it.
 * @throws Error if several have signed in, and none is named
 */
function chooseSignIn(
  file: ClientsFile,
  { isNamed, name, grants }: { isNamed: boolean; name: string | undefined; grants: boolean },
): KeptSignIn | null {
  const kept = findSignIns(file);
  const isClient = file.clients.some((client) => client.name === name);
  const usable = kept.filter((each) => isUsable(each, Date.now()));
  if (isNamed) {
    const named = kept.find((each) => each.name === name) ?? null;
    return isClient && (!grants || named === null || !usable.includes(named)) ? null : named;
  }
  if (isClient && (!grants || usable.length === 0)) return null;
  if (usable.length > 1) {
    const names = usable.map((each) => each.name);
    const others = namesOf({ clients: file.clients.filter((client) => !names.includes(client.name)) });
    throw new Error(
      `several have signed in here: name with --as one of ${names.join(', ')}${others === '' ? '' : `, or a client: ${others}`}`,
    );
  }
  return usable[0] ?? (grants ? (kept[0] ?? null) : null);
}

/** @throws Error naming the clients in the file */
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
  const { connectAs } = await import('./http-client.ts');
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

/** Prefers GATEWAY_URL to the file, since the same clients may be registered at several gateways. */
export function gatewayUrl(file?: Pick<ClientsFile, 'gateway'>): string {
  return commandConfig().gatewayUrl ?? (file ?? readClientsFile()).gateway;
}
