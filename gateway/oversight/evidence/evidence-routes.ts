/** Gives evidence of one release over HTTP to the records clerk, and logs it before it answers. */
import type { Route } from '../../http/routes/route.ts';
import { admittedByHand } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { evidence, validateEvidenceOrder } from './evidence.schema.ts';
import { evidenceCsv } from './evidence-csv.ts';
import { type EvidenceDeps, makeEvidence } from './make-evidence.ts';
import { presentEvidence } from './present-evidence.ts';

export interface EvidenceRouteDeps extends SignInDeps, EvidenceDeps {}

export const EVIDENCE_ROUTES: readonly Route<EvidenceRouteDeps>[] = [
  admittedByHand(
    {
      method: 'post',
      path: '/v1/evidence',
      id: 'makeEvidence',
      action: 'make_evidence',
      summary:
        'Makes the evidence of one release for a case file, as JSON or CSV. Each request is an entry of the log.',
      // A repeated request makes and logs it again, since an idempotent answer would keep reads outside their store.
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
    async ({ body, by, response }, deps: EvidenceRouteDeps) => {
      const { format = 'json', ...asked } = body;
      const made = await makeEvidence(deps, { ...asked, format, by });
      response.set('Cache-Control', 'no-store');
      if (format === 'csv') {
        response.attachment(`evidence-${asked.index}.csv`).type('text/csv').send(evidenceCsv(made));
      } else response.json(presentEvidence(made));
    },
  ),
];
