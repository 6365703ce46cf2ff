#!/usr/bin/env node
/** The command line: `npm run gateway -- <command>`. Owner's commands use the databases, all others are clients. */
import { runProgram } from './cli/run-program.ts';
import { explainFault } from './explain-fault.ts';

const words = process.argv.slice(2);
const isServer = ['demo', 'serve'].includes(words[0] ?? '');
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A server goes on, whoever reads its words: an exit here would leave what it has started.
  if (isServer) return;
  // `| head`: who reads no more wants no more.
  if (error.code === 'EPIPE') process.exit();
  process.exitCode = 1;
  process.stderr.write(`standard output: ${explainFault(error)}\n`);
});

const failed = await runProgram(words);
// What was opened before the fault would keep the process, and a node's lease.
if (failed !== null) process.exit(failed);
