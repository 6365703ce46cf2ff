/** Every test of the rules, with the rules and their word lists loaded once: `npm run test:rules`. */
import { runAtOnce } from '../setup/at-once/run-at-once.ts';

await runAtOnce(import.meta.dirname);
