/** One demo for all tests of a file, or of a folder's files that share one, with the clients that they ask as. */
import { afterAll, beforeAll } from '@jest/globals';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { borrowDemo, type RunningDemo } from './running-demo.ts';

export interface DemoFixture<Name extends string> {
  readonly demo: RunningDemo;
  /** The first of the sample's plates. */
  readonly plate: string;
  readonly clients: Readonly<Record<Name, Client>>;
}

interface Lender {
  readonly take: () => Promise<RunningDemo>;
  readonly giveBack: () => Promise<unknown>;
}

/** Registers jest's hooks: to be called once, at the top of a file, before hooks of the file's own. */
export function useDemo<Name extends string>(...names: readonly Name[]): DemoFixture<Name> {
  let demo: Promise<RunningDemo> | undefined;
  const take = () => {
    demo = borrowDemo();
    return demo;
  };
  return lendDemo({ take, giveBack: async () => (await demo)?.stop() }, names);
}

let shared: Promise<RunningDemo> | undefined;
/** Files that use it and have not ended. All of a folder are read before the first of their tests is run. */
let sharing = 0;

/**
 * As `useDemo`, where files of a folder that are run at once have one demo for all of them: starting it takes more of
 * the processor than the tests of a small file. For tests that end nobody's access and expect nothing of the log's
 * other entries.
 */
export function useSharedDemo<Name extends string>(...names: readonly Name[]): DemoFixture<Name> {
  sharing += 1;
  const take = () => {
    shared ??= borrowDemo();
    return shared;
  };
  const giveBack = async () => {
    sharing -= 1;
    if (sharing === 0) await (await shared)?.stop();
  };
  return lendDemo({ take, giveBack }, names);
}

function lendDemo<Name extends string>(
  { giveBack, take }: Lender,
  names: readonly Name[],
): DemoFixture<Name> {
  let demo: RunningDemo | undefined;
  let clients = {} as Record<Name, Client>;
  beforeAll(async () => {
    const started = await take();
    demo = started;
    const signedIn = names.map(async (name) => [name, await started.as(name)]);
    clients = Object.fromEntries(await Promise.all(signedIn));
  }, 300_000);
  afterAll(async () => {
    await giveBack();
  }, 60_000);
  return {
    get demo() {
      return demo as RunningDemo;
    },
    get plate() {
      return (demo as RunningDemo).file.plates[0] as string;
    },
    get clients() {
      return clients;
    },
  };
}
