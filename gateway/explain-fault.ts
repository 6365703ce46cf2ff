/** What a person reads when starting failed. */
import { ConfigError } from './config.ts';

/** Every fault of the configuration, or the one sentence. */
export function explainFault(error: unknown): string {
  if (error instanceof ConfigError) {
    return `${error.message}:\n${error.faults.map((fault) => `  - ${fault}`).join('\n')}\nsee the README's table of settings`;
  }
  return error instanceof Error ? error.message : String(error);
}
