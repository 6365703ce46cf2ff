/** Where attacks are carried out: one demo that those share who leave it as it was, and gateways of one's own for the others. */
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import type { DatabaseUrls } from '../../../../gateway/demo/provision-databases.ts';
import type { Asker } from '../../../setup/asker.ts';
import type { Members } from '../../../setup/mint.ts';
import { type Cast, createCast, type MemberName } from './cast.ts';
import { type Databases, startDatabases } from './databases.ts';
import { fillTemplate, PLATES, TEMPLATE_NODE } from './fill-template.ts';
import { type GatewayNode, type NodeOptions, ready, spawnNode } from './gateway-node.ts';
import { type Ended, type Environment, runProgram } from './programs.ts';
import { type SharedDemo, startSharedDemo } from './shared-demo.ts';

/** A gateway that can be attacked: its address, its database's owner, and who plays. */
export interface Target {
  readonly url: string;
  /** As the owner of the gateway's database. */
  readonly owner: pg.Pool;
  readonly readsOwnerUrl: string;
  /** With reads of the last day. */
  readonly plates: readonly string[];
  as(name: MemberName, changes?: Members): Asker;
}

export interface OwnGateway extends Target {
  readonly databases: DatabaseUrls;
  readonly dataDir: string;
  readonly node: GatewayNode;
  /** Another node beside it, or, where it has ended, after it; not waited for. */
  spawn(options: Partial<Pick<NodeOptions, 'dataDir' | 'databases' | 'environment'>>): Promise<GatewayNode>;
}

export interface Scene {
  readonly source: string;
  /** Begins what most attacks need; what fails is told to anyone who needs it first. */
  prepare(): void;
  demo(): Promise<SharedDemo>;
  /** A copy of a small registry with grants for Adams and Aurora, and a node on it that is ready. */
  gateway(environment?: Environment): Promise<OwnGateway>;
  /** As `gateway`, with what `prepare` did to the databases before the node started. */
  gatewayOn(databases: DatabaseUrls, environment?: Environment, dataDir?: string): Promise<OwnGateway>;
  copyDatabases(of?: DatabaseUrls): Promise<DatabaseUrls>;
  newDirectory(): Promise<string>;
  /** With the keys, and the last head, of the node that the databases were first made with. */
  copyOfDataDir(): Promise<string>;
  /** What was registered, in the form that `register` takes. */
  registration(): object;
  /** Of the PostgreSQL behind the gateways of our own. */
  databasePid(): Promise<number>;
  /** The same demo and databases for an attack at the same time, which ends its own gateways. */
  beside(): Scene;
  /** Ends the gateways of the attack that is over; the demo stays. */
  endAttack(): Promise<void>;
  /** A command of the gateway, to its end. */
  command(words: readonly string[], environment: Environment): Promise<Ended>;
  close(): Promise<void>;
}

type Ending = () => Promise<unknown>;

/** The last first. */
async function endAll(these: Ending[]): Promise<void> {
  for (const one of these.splice(0).reverse()) await one().catch(() => undefined);
}

/** What all attacks share; each is begun by who needs it first. */
interface Shared {
  readonly source: string;
  readonly cast: Cast;
  databases(): Promise<Databases>;
  demo(): Promise<SharedDemo>;
  close(): Promise<void>;
}

/** @param source the checkout that is attacked */
export async function openScene(source: string): Promise<Scene> {
  const cast = await createCast();
  const closing: Ending[] = [() => cast.close()];
  let databases: Promise<Databases> | undefined;
  let demo: Promise<SharedDemo> | undefined;
  return sceneOn({
    source,
    cast,
    databases: () => {
      databases ??= startDatabases(source).then(async (started) => {
        closing.push(() => started.close());
        await fillTemplate(source, cast, started);
        return started;
      });
      return databases;
    },
    demo: () => {
      demo ??= startSharedDemo(source, cast).then((started) => {
        closing.push(() => started.close());
        return started;
      });
      return demo;
    },
    close: () => endAll(closing),
  });
}

function sceneOn(shared: Shared): Scene {
  const { cast, databases, demo, source } = shared;
  const ofAttack: Ending[] = [];
  const newDirectory = async () => mkdtemp(join((await databases()).directory, 'node-'));
  const copyOfDataDir = async () => {
    const dataDir = await newDirectory();
    await cp(join((await databases()).directory, TEMPLATE_NODE), dataDir, { recursive: true });
    // The copy stands for a gateway of its own that was never restored: where its log was seen is not said.
    const path = join(dataDir, 'log-head.json');
    const { database: _, ...head } = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify(head));
    return dataDir;
  };

  const gatewayOn: Scene['gatewayOn'] = async (pair, environment = {}, ofNode?: string) => {
    const dataDir = ofNode ?? (await copyOfDataDir());
    const port = await freePort();
    const options = { source, databases: pair, dataDir, port, environment };
    const node = spawnNode(options);
    ofAttack.push(() => node.program.stop());
    await ready(node);
    const owner = new pg.Pool({ connectionString: pair.gatewayOwnerUrl, max: 4 });
    owner.on('error', () => undefined);
    ofAttack.push(() => owner.end());
    return {
      ...{ url: node.url, owner, databases: pair, dataDir, node, plates: PLATES },
      readsOwnerUrl: pair.readsOwnerUrl,
      as: (name, changes) => cast.as(name, node.url, changes),
      spawn: async (changes) => {
        const next = spawnNode({ ...options, port: await freePort(), publicUrl: node.url, ...changes });
        ofAttack.push(() => next.program.stop());
        return next;
      },
    };
  };

  return {
    source,
    demo,
    newDirectory,
    copyOfDataDir,
    gatewayOn,
    prepare: () => {
      for (const one of [demo(), databases()]) one.catch(() => undefined);
    },
    gateway: async (environment) => gatewayOn(await (await databases()).copy(), environment),
    copyDatabases: async (of) => (await databases()).copy(of),
    registration: () => cast.registration(false),
    databasePid: async () => (await databases()).pid,
    command: (words, environment) => runProgram(source, 'gateway/cli.ts', words, environment).ended,
    beside: () => sceneOn(shared),
    endAttack: () => endAll(ofAttack),
    close: async () => {
      await endAll(ofAttack);
      await shared.close();
    },
  };
}
