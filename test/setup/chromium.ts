/** The Chromium of this machine, for playwright-core. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The first that is there; undefined for none. Without a window to draw, the same browser takes a third of the processor.
 */
export const CHROMIUM = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, name)))
  .find((path) => existsSync(path));

/** Root needs the first; the others keep Chromium from asking for what this machine or network has not. */
export const CHROMIUM_FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
];
