/** `npm start`: the demo. With words after it, the command line: none is passed over. */
import { explainFault } from './cli/explain-fault.ts';
import { tell } from './cli/write-out.ts';
import { loadDemo } from './demo/load-demo.ts';

// `npm start | head`, or to a full disk: the demo goes on, and takes its servers with it when it is stopped.
process.stdout.on('error', () => undefined);

try {
  const [word, ...more] = process.argv.slice(2);
  const words = [word, ...more];
  const isDemo = word === undefined || words.every((one) => one === '--history' || one === '--peer');
  if (!isDemo) await import('./cli.ts');
  else
    await (await loadDemo()).runDemo(process.env, {
      history: words.includes('--history'),
      peer: words.includes('--peer'),
    });
} catch (error) {
  tell(explainFault(error));
  // What was opened before the fault would keep the process, and its lease.
  process.exit(1);
}
