/** How the commands find the gateway and their credentials: `demo.json`, or a file of the same form in CLIENTS_FILE. */
import { existsSync, readFileSync } from 'node:fs';
import { commandConfig } from './command-config.ts';
import { connectAs, type GatewayClient } from './http-client.ts';
import { bodyOf } from './http-client-answer.ts';
import { findSignIns, type KeptSignIn } from './kept-sign-ins.ts';
import { dataDirAhead } from './next-command.ts';
import { connectAsPerson, isUsable } from './person-client.ts';

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
  }[];
}

/** A client of the gateway, as one of the names in the file. */
export interface Client extends GatewayClient {
  readonly ori: string;
  /** What its tokens are for, e.g. `alpr.query`. */
  readonly scope: string;
  /** The log's key, against which receipts are held. */
  readonly logKey: string;
  /** Whether the file is the demo's. */
  readonly isDemo: boolean;
  /** The body of a good answer. @throws GatewayProblem for any other, with what to do next. */
  call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<T>;
}

/** For what raises a right: done as the person who has signed in, where one has. */
export interface Raising {
  /** Name of the client in their place. */
  readonly otherwise: string;
}

/** @param as name of the client, or of a person who has signed in; default: the first administrator */
export type Connect = (as?: string, raising?: Raising) => Promise<Client>;

const FIRST_ADMINISTRATOR = 'admin-1';

/** By whichever administrator. */
export const RAISES: Raising = { otherwise: FIRST_ADMINISTRATOR };

/** @throws Error that says how to get the file. */
export function readClientsFile(): ClientsFile {
  const { clientsFile: path, dataDir, isNamed } = commandConfig();
  if (!existsSync(path)) {
    throw new Error(
      `there is no \`${path}\`: start the demo with \`${isNamed ? '' : dataDirAhead(dataDir)}npm start\`, ` +
        "set DATA_DIR to a running demo's, or CLIENTS_FILE (see the README)",
    );
  }
  const file = parsed(path) as Partial<ClientsFile>;
  const missing = MEMBERS.filter((member) => !file?.[member]);
  if (missing.length > 0) throw new Error(`\`${path}\` lacks ${missing.join(', ')}: ${MEMBERS_HINT}`);
  return file as ClientsFile;
}

const MEMBERS = ['gateway', 'issuer', 'resource', 'logKey', 'clients'] as const;
const MEMBERS_HINT =
  '`resource` is the PUBLIC_URL of `serve`, `logKey` is in the line with which it is ready';

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // The parser's words repeat what stands at the fault: that may be part of a key.
    if (error instanceof SyntaxError) throw new Error(`\`${path}\` is not JSON: compare it with a backup`);
    throw error;
  }
}

export const connect: Connect = async (as, raising) => {
  const file = readClientsFile();
  const otherwise = raising?.otherwise ?? FIRST_ADMINISTRATOR;
  const person = chooseSignIn(file, as, otherwise, raising !== undefined);
  if (person === null) return connectWith(file, as ?? otherwise, gatewayUrl(file));
  return clientOf(await connectAsPerson(person, gatewayUrl(file)), file, person);
};

/**
 * Whose sign-in to use; null: a client's key. One that has expired is used only where there is no client of the name,
 * and then says so.
 * @throws Error where several have signed in, and none is named
 */
function chooseSignIn(
  file: ClientsFile,
  as: string | undefined,
  otherwise: string,
  raises: boolean,
): KeptSignIn | null {
  const kept = findSignIns(file);
  const isClient = file.clients.some(({ name }) => name === (as ?? otherwise));
  const usable = kept.filter((each) => isUsable(each, Date.now()));
  if (as !== undefined) {
    const named = kept.find((each) => each.name === as) ?? null;
    return isClient && (!raises || named === null || !usable.includes(named)) ? null : named;
  }
  if (isClient && (!raises || usable.length === 0)) return null;
  if (usable.length > 1) {
    throw new Error(
      `several have signed in here: name with --as one of ${usable.map((each) => each.name).join(', ')}`,
    );
  }
  return usable[0] ?? kept[0] ?? null;
}

/** @throws Error naming the clients that there are. */
export async function connectWith(file: ClientsFile, as: string, gatewayUrl: string): Promise<Client> {
  const known = file.clients.find(({ name }) => name === as);
  if (known === undefined) {
    throw new Error(
      `there is no client \`${as}\`: name with --as one of ${file.clients.map(({ name }) => name).join(', ')}`,
    );
  }
  const { issuer, resource } = file;
  const { clientId, privateJwk, scope } = known;
  return clientOf(
    await connectAs({ issuer, clientId, privateJwk, scope, resource }, gatewayUrl),
    file,
    known,
  );
}

export function clientOf(
  client: GatewayClient,
  { demo, logKey }: Pick<ClientsFile, 'demo' | 'logKey'>,
  { ori, scope }: { readonly ori: string; readonly scope: string },
): Client {
  return {
    ...client,
    ori,
    scope,
    logKey,
    isDemo: demo === true,
    call: async <T>(...asked: Parameters<GatewayClient['request']>) =>
      bodyOf(await client.request(...asked)) as T,
  };
}

/** GATEWAY_URL stands above the file: the same clients may be registered at several gateways. */
export function gatewayUrl(file?: Pick<ClientsFile, 'gateway'>): string {
  return commandConfig().gatewayUrl ?? (file ?? readClientsFile()).gateway;
}
