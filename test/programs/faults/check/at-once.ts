import { runAtOnce } from '../../../setup/at-once/run-at-once.ts';

await runAtOnce(import.meta.dirname);
