/** What an attack is, and what came of it. */
import type { Scene } from './scene/scene.ts';

export interface Verdict {
  /** Whether the gateway held. */
  readonly refused: boolean;
  /** What was seen, in figures; without personal data. */
  readonly seen: string;
}

/** Each file beside this one that exports an `attack` carries out one; its name is the file's. */
export interface Attack {
  /** What is tried, in one sentence. */
  readonly tries: string;
  /**
   * Shows first that what is attacked works, then attacks it.
   * @throws ControlFailed where the honest way does not work: then nothing was shown
   */
  readonly run: (scene: Scene) => Promise<Verdict>;
}

/** The honest way did not work: the attack would be refused for a wrong reason. */
export class ControlFailed extends Error {}

/** @throws ControlFailed unless it holds */
export function control(holds: boolean, what: string): asserts holds {
  if (!holds) throw new ControlFailed(what);
}
