/**
 * Every test of the rules in one module graph, so that the rules and their word lists are loaded once and not once a
 * file: `npm run test:rules`. `npm test` runs the same files one by one.
 */
import { readdirSync } from 'node:fs';

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .sort();
// Relative to this file, whatever the directory is called.
for (const path of files) await import(`./${path}`);
