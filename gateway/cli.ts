#!/usr/bin/env node
/** The command line: `npm run gateway -- <command>`. Owner's commands use the databases, all others are clients. */
import { explainFault } from './cli/explain-fault.ts';
import { isToldByCommand, tell } from './cli/write-out.ts';
import { runProgram } from './commands/run-program.ts';

const words = process.argv.slice(2);
const isServer =
  words[0] === 'serve' || words[0] === 'witness' || (words[0] === 'demo' && words[1] !== 'code');
/** The answer was lost, not what was done. */
const DONE_ALL_THE_SAME =
  'next: only the answer is lost: what only shows something can be typed again; of what changes something, check with ' +
  '`sharing` or `grant list` first';
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A server keeps running when nobody reads its output: an exit here would leave behind what it has started.
  if (isServer) return;
  // `| head`: who reads no more wants no more.
  if (error.code === 'EPIPE') process.exit();
  process.exitCode = 1;
  if (isToldByCommand(error)) return;
  tell(`standard output: ${explainFault(error)}\n${DONE_ALL_THE_SAME}`);
});

const failed = await runProgram(words);
// What was opened before the fault would keep the process, and a node's lease.
if (failed !== null) process.exit(failed);
