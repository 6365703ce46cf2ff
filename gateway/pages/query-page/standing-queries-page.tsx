/** `/query/standing`: an officer's own standing queries, and taking one back. */

import type { ownStandingQueries } from '../../hot-lists/hits/standing-query.schema.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import { minuteOf } from '../../http/schemas/terms.ts';
import { listedPage } from '../console/registry/listed-page.tsx';

interface Standing
  extends Omit<TypeOf<typeof ownStandingQueries>['standingQueries'][number], 'plate' | 'purpose'> {
  readonly plate: { readonly number: string };
  readonly purpose: { readonly code: string; readonly caseNumber: string };
}

export const STANDING_ADDRESS = '/query/standing';

export const STANDING_QUERIES = listedPage<Standing>({
  ...{ path: STANDING_ADDRESS, action: null, api: '/v1/standing-queries', member: 'standingQueries' },
  title: 'Standing queries',
  columns: () => ({
    plate: ({ plate }) => plate.number,
    purpose: ({ purpose }) => purpose.code,
    case: ({ purpose }) => purpose.caseNumber,
    'until (UTC)': ({ expiresAt }) => minuteOf(expiresAt),
    'in force': ({ inForce }) => (inForce ? 'yes' : 'no'),
  }),
  empty: 'No query of yours waits for reads. Next: enter one.',
  above: () => <a href={`${STANDING_ADDRESS}/enter`}>Enter a standing query</a>,
  idOf: ({ entry }) => String(entry),
  calledOf: ({ plate }) => `the query for ${plate.number}`,
  acts: [
    {
      ...{ act: 'take-back', press: 'Take back', action: null },
      isFor: ({ inForce }) => inForce,
      before: 'You are not told of this plate any more.',
      carryOut: async ({ api }, entry) => {
        await api.call('DELETE', `/v1/hot-lists/own/entries/${encodeURIComponent(entry)}`);
        return { goTo: STANDING_ADDRESS };
      },
    },
  ],
});
