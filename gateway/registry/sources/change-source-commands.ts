/** `sources propose`, `approve`, `remove`: two persons register where reads are pushed from, one ends it. */
import { Command, Option } from 'commander';
import { APPROVES, type Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { actAs, asOption, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { VENDOR_NAMES } from '../../reads/pushed/vendors.ts';
import { FEWEST_READS_PER_MINUTE, MOST_BODY_BYTES, SOURCE_DEFAULTS } from './source.schema.ts';
import { SOURCE_METHODS } from './source-secret.ts';
import { pathOf, readSource, SOURCES, type SourceView, toSetUp } from './source-views.ts';

interface ProposeOptions extends ClientOptions {
  readonly vendor: string;
  readonly method: string;
  readonly cameraPrefix: string;
  readonly requestsPerMinute?: string;
  readonly readsPerMinute?: string;
  readonly bodyBytes?: string;
}

const HELP = `
The method is what the vendor can do:
  hmac   it signs: Verkada with its own header, others as Standard
         Webhooks
  basic  it sends a user name, which is the source's, and a password
  path   it only takes an address; the end of it is the secret, so keep
         it out of the logs of proxies

The name of a source that there is gives it new terms and a new secret; the
old one works for one hour more.

Example:
  npm run gateway -- sources propose main-street --vendor rekor_scout \\
    --method path --camera-prefix rekor-`;

export function proposeCommand(connect: Connect): Command {
  const { bodyBytes, readsPerMinute, requestsPerMinute } = SOURCE_DEFAULTS;
  return new Command('propose')
    .description(
      'propose a source of pushed reads, or a new secret for one; another administrator approves it',
    )
    .argument('<name>', 'name of the source: small letters, digits, hyphens')
    .addOption(
      new Option('--vendor <vendor>', 'whose payload it sends').choices(VENDOR_NAMES).makeOptionMandatory(),
    )
    .addOption(
      new Option('--method <method>', 'how it authenticates').choices(SOURCE_METHODS).makeOptionMandatory(),
    )
    .requiredOption(
      '--camera-prefix <text>',
      "before the vendor's camera ids: no source's prefix begins with that of another",
    )
    .option('--requests-per-minute <n>', `cap; default ${requestsPerMinute}`)
    .option('--reads-per-minute <n>', `cap, at least ${FEWEST_READS_PER_MINUTE}; default ${readsPerMinute}`)
    .option('--body-bytes <n>', `largest body, at most ${MOST_BODY_BYTES}; default ${bodyBytes}`)
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(async (name: string, { as, json, ...terms }: ProposeOptions) => {
      const client = await connect(as);
      const { cameraPrefix, method, vendor } = terms;
      const source = await client
        .call<SourceView>('POST', SOURCES, {
          ...{ name, vendor, method, cameraPrefix },
          ...numberOf('requestsPerMinute', terms.requestsPerMinute),
          ...numberOf('readsPerMinute', terms.readsPerMinute),
          ...numberOf('bodyBytes', terms.bodyBytes),
        })
        .catch(nextStep({ 409: `see how they stand: ${nextCommand('sources list', as)}` }));
      printResult(source, json === true, () =>
        [
          `proposed: nothing is taken from ${name} until it is approved`,
          ...nextByAnother(client, `sources approve ${name}`),
        ].join('\n'),
      );
    });
}

function numberOf(member: string, text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text)) throw new Error(`\`${text}\` is not a whole number: write digits only`);
  return { [member]: Number(text) };
}

export function approveCommand(connect: Connect): Command {
  return new Command('approve')
    .description('approve the source that another person proposed; its secret is shown this once')
    .argument('<name>', 'name of the source')
    .addOption(
      asOption(
        'a different person from the one who proposed it (default: who has signed in; in the demo, else admin-2)',
      ),
    )
    .addOption(jsonOption('{ …source, secret }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- sources approve main-street --as admin-2')
    .action(async (name: string, { as, json }: ClientOptions) => {
      const client = await connect(as, APPROVES);
      const list = `see which there are: ${nextCommand('sources list', as)}`;
      const { sources } = await readSource(client, name).catch(nextStep({ 404: list }));
      const waiting = sources.find(({ status }) => status === 'proposed');
      if (waiting === undefined)
        throw new Error(`no source \`${name}\` waits for an approval; next: ${list}`);
      const source = await client.call<SourceView & { readonly secret: string }>(
        'POST',
        `${SOURCES}/${waiting.id}/approve`,
      );
      printResult(source, json === true, () =>
        [
          `approved: ${name} is taken from now on. Set up at the vendor, shown this once:`,
          ...toSetUp(source, source.secret, client.resource.replace(/\/$/, '')).map((line) => `  ${line}`),
        ].join('\n'),
      );
    });
}

export function removeCommand(connect: Connect): Command {
  return new Command('remove')
    .description('take no more reads from a source; what was taken stays')
    .argument('<name>', 'name of the source')
    .addOption(actAs())
    .addOption(jsonOption('{ name, status }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- sources remove main-street')
    .action(async (name: string, { as, json }: ClientOptions) => {
      const client = await connect(as);
      const removed = await client
        .call('DELETE', pathOf(name))
        .catch(nextStep({ 404: `see which there are: ${nextCommand('sources list', as)}` }));
      printResult(removed, json === true, () => `${name}: nothing is taken from it any more, on any node`);
    });
}
