/** `client test` and `issuer test`: what a sign-in lacks, asked from the gateway. */
import { part } from '../../cli/administration/part.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { findListedId } from '../../cli/client/find-listed.ts';
import { tableOfRows } from '../../cli/table-of.ts';
import type { IdentityTerms, IdentityView } from './identity.terms.ts';
import { type TestedSignIn, TICK_COLUMNS } from './sign-in-test.schema.ts';

export const testCommand = <View extends IdentityView>(
  connect: Connect,
  terms: IdentityTerms<View>,
  example: string,
) =>
  part(connect, {
    name: 'test',
    description: 'ask the issuer what it publishes, and tell what a sign-in lacks; no secret is used',
    argument: [`<${terms.what}>`, terms.argument],
    example,
    json: '{ issuer, clientId, ready, ticks }',
    as: 'asks',
    work: async ({ as, client, named }) => {
      const id = await findListedId<View>(client, terms, named, as);
      const result = await client.call<TestedSignIn>('POST', `/v1/${terms.member}/${id}/test`);
      const sum = result.ready
        ? 'nothing stands in the way of a sign-in'
        : 'people or systems cannot sign in yet';
      return { result, say: () => `${tableOfRows(TICK_COLUMNS, result.ticks)}\n${sum}` };
    },
  });
