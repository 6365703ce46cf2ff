/** One demo for all tests of a file, with the clients that they ask as. */
import { afterAll, beforeAll } from '@jest/globals';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { type RunningDemo, startDemo } from './running-demo.ts';

export interface DemoFixture<Name extends string> {
  readonly demo: RunningDemo;
  /** The first of the sample's plates. */
  readonly plate: string;
  readonly clients: Readonly<Record<Name, Client>>;
}

/** Registers jest's hooks: to be called once, at the top of a file, before hooks of the file's own. */
export function useDemo<Name extends string>(...names: readonly Name[]): DemoFixture<Name> {
  let demo: RunningDemo | undefined;
  let clients = {} as Record<Name, Client>;
  beforeAll(async () => {
    const started = await startDemo();
    demo = started;
    const signedIn = names.map(async (name) => [name, await started.as(name)]);
    clients = Object.fromEntries(await Promise.all(signedIn));
  }, 300_000);
  afterAll(async () => {
    await demo?.stop();
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
