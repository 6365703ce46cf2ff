/** Evidence of one release over HTTP, for the records clerk: an entry of the log before it is an answer. */
import { parseBody } from '../../http/parse-body.ts';
import { type Route, route } from '../../http/routes/route.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { evidence, validateEvidenceOrder } from './evidence.schema.ts';
import { evidenceCsv } from './evidence-csv.ts';
import { type EvidenceDeps, makeEvidence } from './make-evidence.ts';
import { presentEvidence } from './present-evidence.ts';

export interface EvidenceRouteDeps extends SignInDeps, EvidenceDeps {}

export const EVIDENCE_ROUTES: readonly Route<EvidenceRouteDeps>[] = [
  route(
    {
      method: 'post',
      path: '/v1/evidence',
      id: 'makeEvidence',
      action: 'make_evidence',
      summary:
        'What was released for a case, once more, for its file: of one log entry, as JSON or CSV. Each time is an entry of the log.',
      scope: 'alpr.admin',
      // Asked for again it is made again, and logged again: reads are not kept beside their store.
      idempotent: false,
      body: validateEvidenceOrder,
      answers: {
        200: {
          what: 'The reads as they are now, whether they are those that left, and the receipts.',
          content: { 'application/json': evidence, 'text/csv': null },
          headers: ['Content-Disposition'],
        },
      },
    },
    async (request, response, deps: EvidenceRouteDeps, { action, body }) => {
      const by = await requireAdministrator(request, deps, action);
      const { format = 'json', ...asked } = parseBody(request, body);
      const made = await makeEvidence(deps, { ...asked, format, by });
      response.set('Cache-Control', 'no-store');
      if (format === 'csv') {
        response.attachment(`evidence-${asked.index}.csv`).type('text/csv').send(evidenceCsv(made));
      } else response.json(presentEvidence(made));
    },
  ),
];
