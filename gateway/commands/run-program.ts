/** Runs one command line, from its words to its exit code. */
import { CommanderError } from 'commander';
import { GatewayProblem } from '../cli/client/http-client-answer.ts';
import { printAnswer } from '../cli/client/print-answer.ts';
import { explainFault } from '../cli/explain-fault.ts';
import { asCommand, giveGateway } from '../cli/given-gateway.ts';
import { tell } from '../cli/write-out.ts';
import { createProgram } from './create-program.ts';

/**
 * @param words as a shell has split them
 * @returns the exit code of a failed command, whose reason has been printed; null if it succeeded
 */
export function runProgram(words: readonly string[]): Promise<number | null> {
  // A store then follows every promise of the process: `serve`, which gets no `--gateway`, must not pay that.
  const names = words.some((word) => word === '--gateway' || word.startsWith('--gateway='));
  return names ? asCommand(() => run(words)) : run(words);
}

async function run(words: readonly string[]): Promise<number | null> {
  let json = false;
  const program = (await createProgram(words)).hook('preAction', (whole, command) => {
    json = command.getOptionValue('json') === true;
    const { gateway } = whole.opts<{ gateway?: string }>();
    if (gateway !== undefined) giveGateway(gateway);
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return null;
  } catch (error) {
    // Commander has printed its own words already; help that was asked for is not a failure.
    if (error instanceof CommanderError) return error.exitCode || null;
    // A refusal is an answer with a receipt: programs get it as it came.
    if (json && error instanceof GatewayProblem)
      await printAnswer(error.answer.body, true, () => '').catch(explain);
    explain(error);
    // A command with codes of its own sets its code before anything can fail.
    return Number(process.exitCode ?? 0) || 1;
  }
}

const explain = (error: unknown) => tell(explainFault(error));
