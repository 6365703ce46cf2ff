#!/usr/bin/env node
/** The command line: `npm run gateway -- <command>`. Owner's commands use the databases, all others are clients. */
import { runProgram } from './cli/run-program.ts';

const words = process.argv.slice(2);
const isServer = ['demo', 'serve'].includes(words[0] ?? '');
// `| head`: who reads no more wants no more. A server goes on: an exit here would leave what it has started.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!isServer) process.exit();
});

const failed = await runProgram(words);
// What was opened before the fault would keep the process, and a node's lease.
if (failed !== null) process.exit(failed);
