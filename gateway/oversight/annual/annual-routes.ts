/** Serves the annual report (C.R.S. 24-74), in full to those who oversee the sharing, or as the public may see it. */
import { GatewayError } from '../../faults/errors.ts';
import type { Route } from '../../http/routes/route.ts';
import { admittedByHand } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import type { PacedReading } from '../audit-search/paced-reading.ts';
import { annualReport, validateAnnualSearch } from './annual.schema.ts';
import { annualCsv } from './annual-tables.ts';
import { readAnnual } from './read-annual.ts';

export type AnnualRouteDeps = SignInDeps &
  Parameters<typeof readAnnual>[0] & { readonly reading: PacedReading };

export const ANNUAL_ROUTES: readonly Route<AnnualRouteDeps>[] = [
  admittedByHand(
    {
      method: 'get',
      path: '/v1/reports/annual/{year}',
      id: 'readAnnualReport',
      action: 'read_log',
      summary:
        'Requests, answers, refusals, agreements, certifications and misuse of a year beside the year before; ' +
        '`form=public` withholds small counts as `/transparency` does. The year that runs is told until today.',
      search: validateAnnualSearch,
      answers: {
        200: {
          what: 'The report. `entries` counts the public log: `audit verify --year` counts the same.',
          content: { 'application/json': annualReport, 'text/csv': null },
          headers: ['Content-Disposition'],
        },
      },
    },
    async ({ by, params, response, search }, deps: AnnualRouteDeps) => {
      if (!/^20\d\d$/.test(params.year)) {
        throw new GatewayError('not_found', '`year` is not a year: write it as YYYY, e.g. 2026');
      }
      const { form = 'full', format = 'json' } = search;
      const order = { year: Number(params.year), form };
      const report = await deps.reading(by.personId, () => readAnnual(deps, order));
      response.set('Cache-Control', 'no-store');
      if (format === 'json') response.json(report);
      else response.attachment(`annual-${order.year}-${form}.csv`).type('text/csv').send(annualCsv(report));
    },
  ),
];
