/** `api`: any request of the API, as a client that signs in for it; how the examples of the documentation are run. */
import { Command } from 'commander';
import { type Connect, GRANTS } from '../cli/client/connect.ts';
import { actAs, type ClientOptions, jsonOption } from '../cli/client-options.ts';
import { printResult } from '../cli/print-result.ts';
import { askForReads } from '../hot-lists/hits/ask-for-reads.ts';

interface ApiOptions extends ClientOptions {
  readonly body?: unknown;
}

export function apiCommand(connect: Connect): Command {
  return new Command('api')
    .argument('<method>', 'e.g. GET', (word: string) => word.toUpperCase())
    .argument('<path>', 'e.g. /v1/agencies?limit=10; `/docs/api` at the gateway has them all')
    .option('--body <json>', 'what to send with it', parseBody)
    .addOption(actAs('admin-1'))
    .addOption(jsonOption('one line'))
    .addHelpText(
      'after',
      `
Examples:
  npm run gateway -- api GET /v1/sharing
  npm run gateway -- api POST /v1/agencies/CO0010100/revoke --body '{"reason":"a test"}'`,
    )
    .action(async (method: string, path: string, { as, body, json }: ApiOptions) => {
      if (!path.startsWith('/'))
        throw new Error(`\`${path}\` is not a path: begin it with a slash, e.g. /v1/agencies`);
      const client = await connect(as, method === 'GET' ? undefined : GRANTS);
      const answer = await client.call<unknown>(method, path, body).catch(askForReads(body, as));
      printResult(answer, json === true, () =>
        typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2),
      );
    });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      'what follows --body is not JSON: put it into single quotes, and names in it into double ones',
    );
  }
}
