/** `sources propose`, `approve`, `remove`: two persons register a source of pushed reads, one removes it. */
import { part } from '../../cli/administration/part.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { READS_SOURCE_TERMS } from './source.terms.ts';
import { pathOf, readSource, SOURCES, type SourceView, toSetUp } from './source-views.ts';

const METHODS = `
The method is what the vendor can do:
  hmac   it signs: Verkada with its own header, others as Standard
         Webhooks
  basic  it sends a user name, which is the source's, and a password
  path   it only takes an address; the end of it is the secret, so keep
         it out of the logs of proxies

The name of a source that there is gives it new terms and a new secret; the
old one works for one hour more.
`;

const NAME = ['<name>', 'name of the source'] as const;
const listStep = (as?: string) => `see which there are: ${nextCommand('sources list', as)}`;

export const proposeCommand = part({
  name: 'propose',
  description: 'propose a source of pushed reads, or a new secret for one; another administrator approves it',
  argument: ['<name>', 'name of the source: small letters, digits, hyphens'],
  options: (command) => addTermOptions(command, READS_SOURCE_TERMS),
  notes: METHODS,
  example: `sources propose main-street --vendor rekor_scout \\
    --method path --camera-prefix rekor-`,
  as: 'acts',
  work: async ({ as, client, given, named: name }) => {
    const source = await client
      .call<SourceView>('POST', SOURCES, { name, ...bodyOfOptions(READS_SOURCE_TERMS, given) })
      .catch(nextStep({ 409: `see how they stand: ${nextCommand('sources list', as)}` }));
    const proposed = `proposed: nothing is taken from ${name} until it is approved`;
    const say = () => [proposed, ...nextByAnother(client, `sources approve ${name}`)].join('\n');
    return { result: source, say };
  },
});

export const approveCommand = part({
  name: 'approve',
  description: 'approve the source that another person proposed; its secret is shown this once',
  argument: NAME,
  example: 'sources approve main-street --as admin-2',
  json: '{ …source, secret }',
  as: { approves: 'a different person from the one who proposed it' },
  work: async ({ as, client, named: name }) => {
    const list = listStep(as);
    const { sources } = await readSource(client, name).catch(nextStep({ 404: list }));
    const waiting = sources.find(({ status }) => status === 'proposed');
    if (waiting === undefined) throw new Error(`no source \`${name}\` waits for an approval; next: ${list}`);
    const source = await client.call<SourceView & { readonly secret: string }>(
      'POST',
      `${SOURCES}/${waiting.id}/approve`,
    );
    const setUp = toSetUp(source, source.secret, client.resource.replace(/\/$/, ''));
    const done = `approved: ${name} is taken from now on. Set up at the vendor, shown this once:`;
    return { result: source, say: () => [done, ...setUp.map((line) => `  ${line}`)].join('\n') };
  },
});

export const removeCommand = part({
  name: 'remove',
  description: 'take no more reads from a source; what was taken stays',
  argument: NAME,
  example: 'sources remove main-street',
  json: '{ name, status }',
  as: 'acts',
  work: async ({ as, client, named: name }) => {
    const result = await client.call('DELETE', pathOf(name)).catch(nextStep({ 404: listStep(as) }));
    return { result, say: () => `${name}: nothing is taken from it any more, on any node` };
  },
});
