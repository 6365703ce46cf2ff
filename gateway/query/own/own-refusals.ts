/**
 * `GET /v1/refusals`: what was refused to who asks, to be read again and corrected. It tells what the refusal told, and
 * holds no reads: a refused query never touched them. A person who may not ask sees none.
 */

import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { withWords } from '../../../sharing-rules/terms/reasons.ts';
import { askersReasons } from '../../../sharing-rules/what-to-do.ts';
import { GatewayError } from '../../faults/errors.ts';
import { limitOf } from '../../http/parse-search.ts';
import { pathNumber } from '../../http/path-id.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { refusalDetail } from '../answer.ts';
import { purposeAsSent } from '../parse-incident.ts';
import type { ReadBackDeps } from '../read-back.ts';
import type { ListedRefusal } from './own-refusals.schema.ts';
import { findOwnRefusals, type OwnRefusal } from './own-refusals-store.ts';
import type { HeardAsker, WhoListsDeps } from './who-lists.ts';

export interface OwnRefusalsDeps extends WhoListsDeps, Pick<ReadBackDeps, 'findReceipt'> {}

export async function listOwnRefusals(
  {
    by: { isHeard, subject },
    search: { before, limit: size },
  }: HeardAsker & { readonly search: { readonly before?: string; readonly limit?: string } },
  deps: OwnRefusalsDeps,
): Promise<object> {
  const limit = limitOf(size);
  const page = { limit: limit + 1, ...(before === undefined ? {} : { before: Number(before) }) };
  await upToNow(deps.pool);
  const found = isHeard ? await findOwnRefusals(deps.pool, subject, page) : [];
  const refusals = found.slice(0, limit);
  const next = found.length > limit ? String(refusals.at(-1)?.index) : null;
  return { refusals: refusals.map(present), next };
}

export async function readOwnRefusal(
  { by: { isHeard, subject }, params }: HeardAsker & { readonly params: { readonly index: string } },
  deps: OwnRefusalsDeps,
): Promise<object> {
  const only = Number(pathNumber(params.index, 'refused query of yours'));
  await upToNow(deps.pool);
  const [refusal] = isHeard ? await findOwnRefusals(deps.pool, subject, { only, limit: 1 }) : [];
  if (refusal === undefined) throw new GatewayError('not_found', 'no refused query of yours has this id');
  const { at, index, query } = refusal;
  const reasons = withWords(refusal.reasons, screenWords(query).findings);
  return {
    ...{ index, refusedAt: at.toISOString() },
    // The query in the form in which it can be sent again.
    query: {
      ...{ ...query, purpose: purposeAsSent(query.purpose) },
      ...{ from: new Date(query.from).toISOString(), to: new Date(query.to).toISOString() },
    },
    ...{ detail: refusalDetail(reasons), reasons: askersReasons(reasons, query.purpose) },
    receipt: await deps.findReceipt(index),
  };
}

function present({ at, index, query, reasons }: OwnRefusal): ListedRefusal {
  const { plate, purpose } = query;
  return {
    ...{ index, refusedAt: at.toISOString(), purpose: purpose.code },
    caseNumber: purpose.caseNumber ?? null,
    plate: plate?.number ?? null,
    reasons: reasons.map(({ clause, code, detail }) => ({
      ...{ code, clause },
      ...(detail === undefined ? {} : { detail }),
    })),
  };
}
