/** Shows a hit to the owner's people: with why its plate is looked for, and what was said to be wrong with it. */
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { warningsOf } from '../lists/hit-warnings.ts';
import type { ExplainedHit } from '../lists/hits-store.ts';
import type { ShownHit } from './hit.schema.ts';

export function presentForOwner(hit: ExplainedHit): ShownHit {
  const { id, listId, listName, matchedAt, position, read, reports, status, verify } = hit;
  return {
    ...{ hitId: id, status, verify, list: listName, listId, entry: position },
    matchedAt: matchedAt.toISOString(),
    why: whyOf(hit),
    ...warningsOf(hit),
    ...(reports === null ? {} : { reports: [...reports] }),
    reads: [JSON.parse(read)],
  };
}

function whyOf({ agency, entry, purpose, query }: ExplainedHit) {
  const { onBehalfOf = null, purpose: stated } = (query ?? {}) as Partial<Query>;
  return {
    ...{ agency, ...entry, officer: onBehalfOf },
    purpose: stated?.code ?? purpose,
    caseNumber: stated?.caseNumber ?? null,
    justification: stated?.justification ?? null,
  };
}
