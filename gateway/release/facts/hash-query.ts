/** Names a query without telling it. */
import { hash } from 'node:crypto';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { rememberedText } from '../../audit/canonical-parts.ts';

/** Returns the SHA-256 of the query's canonical JSON, in base64. */
export function hashQuery(query: Query): string {
  return hash('sha256', rememberedText(query), 'base64');
}
