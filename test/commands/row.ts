/** What a command that is named somewhere needs to be run as it stands there. */
import { expect } from '@jest/globals';
import { commandsInOutput } from './command-texts.ts';
import type { Scene } from './scene.ts';

/** What the placeholders in a command stand for, e.g. `3f0c…` for the id of a grant. */
export type Placeholders = Readonly<Record<string, string>>;

export interface Row {
  /** As it stands in the text. */
  readonly named: string;
  /** Brings about what has to be there. */
  readonly given?: (scene: Scene) => Promise<Placeholders | undefined>;
  /** What it says, where it is meant to be refused. */
  readonly refused?: RegExp;
  /** More than a command of the gateway: the whole line is the shell's. */
  readonly shell?: true;
  /** Does what a person does in the browser that it asks for. */
  readonly browser?: (scene: Scene, stderr: string) => void;
}

/** A step may print the next one. */
const STEPS = 4;
/** No such option, client, agency or number; something else stands in the way. */
const FAULT = /^error: |^40[49]: |\bunknown\b|there is no|\(see --help\)|^422: /m;
const STACK = /^ {4}at .+:\d+:\d+\)?$/m;

/** What only the person who types it can say: the placeholder itself is refused. */
const ANSWERS: Readonly<Record<string, string>> = {
  '--reason "…"': '--reason "a rehearsal"',
  '--note "…"': '--note "a rehearsal"',
  '--outcome …': '--outcome unfounded',
  '--sample-read …': '--sample-read no',
  '--summary "…"': '--summary "a rehearsal"',
  '--employees-compared …': '--employees-compared no',
  '--vendor-sharing-off …': '--vendor-sharing-off no',
};
const inWords = (line: string) =>
  Object.entries(ANSWERS).reduce((text, [from, to]) => text.replaceAll(from, to), line);

/** @param followed shapes of next steps that were followed already */
export async function runRow(scene: Scene, row: Row, followed: Set<string>): Promise<void> {
  const placeholders = (await row.given?.(scene)) ?? {};
  const line = inWords(
    Object.entries(placeholders).reduce((text, [from, to]) => text.replaceAll(from, to), row.named),
  );
  const { code, stderr, stdout } = row.shell
    ? await scene.typeInShell(line)
    : await scene.type(line, (text) => row.browser?.(scene, text));
  const said = `$ ${line}\n${stdout}${stderr}`;
  expect(said).not.toMatch(STACK);
  if (row.refused === undefined) expect([code, said]).toEqual([0, said]);
  else expect([code, said]).toEqual([1, expect.stringMatching(row.refused)]);
  if (!line.includes('--help')) await follow(scene, stdout + stderr, followed);
}

/** Types what is told as the next step, as it stands. */
export async function follow(
  scene: Scene,
  output: string,
  followed: Set<string>,
  steps = STEPS,
): Promise<void> {
  for (const line of steps === 0 ? [] : commandsInOutput(output).map(inWords)) {
    const shape = line.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>');
    if (followed.has(shape)) continue;
    followed.add(shape);
    const { code, stderr, stdout } = await scene.type(line);
    const said = `$ ${line}\n${stdout}${stderr}`;
    expect(said).not.toMatch(STACK);
    if (code !== 0) expect(stderr).not.toMatch(FAULT);
    if (!line.includes('--help')) await follow(scene, stdout + stderr, followed, steps - 1);
  }
}
