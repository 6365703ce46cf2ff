/**
 * `GET /v1/refusals`: what was refused to who asks, to be read again and corrected. It tells what the refusal told, and
 * holds no reads: a refused query never touched them. A person who may not ask sees none.
 */
import type { ValidateFunction } from 'ajv';
import type { Request, Response } from 'express';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { withWords } from '../../../sharing-rules/terms/reasons.ts';
import { askersReasons } from '../../../sharing-rules/what-to-do.ts';
import { GatewayError } from '../../faults/errors.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathNumber } from '../../http/path-id.ts';
import { refusalDetail } from '../answer.ts';
import { purposeAsSent } from '../parse-incident.ts';
import type { ReadBackDeps } from '../read-back.ts';
import type { ListedRefusal } from './own-refusals.schema.ts';
import { findOwnRefusals, type OwnRefusal } from './own-refusals-store.ts';
import { type WhoListsDeps, whoLists } from './who-lists.ts';

export interface OwnRefusalsDeps extends WhoListsDeps, Pick<ReadBackDeps, 'findReceipt'> {}

interface Declared {
  readonly scope: string;
}

interface Searched extends Declared {
  readonly search: ValidateFunction<{ readonly before?: string; readonly limit?: string }>;
}

export async function listOwnRefusals(
  request: Request,
  response: Response,
  deps: OwnRefusalsDeps,
  { scope, search }: Searched,
): Promise<void> {
  const { isHeard, subject } = await whoLists(request, response, deps, scope);
  const { before, limit: size } = parseSearch(request, search);
  const limit = limitOf(size);
  const page = { limit: limit + 1, ...(before === undefined ? {} : { before: Number(before) }) };
  const found = isHeard ? await findOwnRefusals(deps.pool, subject, page) : [];
  const refusals = found.slice(0, limit);
  const next = found.length > limit ? String(refusals.at(-1)?.index) : null;
  response.set('Cache-Control', 'no-store').json({ refusals: refusals.map(present), next });
}

export async function readOwnRefusal(
  request: Request,
  response: Response,
  deps: OwnRefusalsDeps,
  { scope }: Declared,
): Promise<void> {
  const { isHeard, subject } = await whoLists(request, response, deps, scope);
  const only = Number(pathNumber(request.params.index, 'refused query of yours'));
  const [refusal] = isHeard ? await findOwnRefusals(deps.pool, subject, { only, limit: 1 }) : [];
  if (refusal === undefined) throw new GatewayError('not_found', 'no refused query of yours has this id');
  const { at, index, query } = refusal;
  const reasons = withWords(refusal.reasons, screenWords(query).findings);
  response.set('Cache-Control', 'no-store').json({
    ...{ index, refusedAt: at.toISOString() },
    // The query in the form in which it can be sent again.
    query: {
      ...{ ...query, purpose: purposeAsSent(query.purpose) },
      ...{ from: new Date(query.from).toISOString(), to: new Date(query.to).toISOString() },
    },
    ...{ detail: refusalDetail(reasons), reasons: askersReasons(reasons, query.purpose) },
    receipt: await deps.findReceipt(index),
  });
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
