/**
 * Gives the case file of a release, in one click. The reads are asked for again, which judges them again; that
 * they are packed is then an entry of the log; and the file leaves as the page with the reads does: under the
 * epoch of their commit.
 */
import type { Receipt } from '../../audit/receipt.ts';
import type { ReleaseAnswer } from '../../query/query.schema.ts';
import { packCaseFile } from '../case-file/pack-case-file.ts';
import { epochOf } from '../serve/epoch-of.ts';
import type { Given, Visit } from '../serve/page.ts';
import { askedFacts, belongsTo } from './asked-facts.tsx';
import type { ShownFormDeps } from './shown-form.tsx';

/** @throws PageProblem where a right ended since the reads were released: nothing was recorded then */
export async function giveCaseFile(
  release: ReleaseAnswer,
  visit: Visit,
  { now, publicUrl, streets }: ShownFormDeps,
): Promise<Given> {
  const path = `/v1/queries/${encodeURIComponent(release.releaseId)}/case-file`;
  const { receipt } = await visit.api.call<{ readonly receipt: Receipt }>('POST', path);
  const { facts } = askedFacts({ release, visit });
  const file = { release, receipt, facts, madeAt: now(), publicUrl, streets };
  return {
    release: { epoch: epochOf(release) },
    file: {
      name: `case-file-${release.receipt.index}.zip`,
      type: 'application/zip',
      body: await packCaseFile({ ...file, belongsTo: belongsTo(release.receipt) }),
    },
  };
}
