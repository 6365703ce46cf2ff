/** Words of which the asker says what they are (`purpose.context`) must stand in the justification. */
import { attestedPlaces } from '../../sharing-rules/narrative/attested.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { normaliseAll } from '../../sharing-rules/text/normalise.ts';
import { GatewayError } from '../faults/errors.ts';

/** @throws GatewayError `malformed` that names the member */
export function requireStatedWords({
  context = [],
  justification = '',
}: Pick<Purpose, 'context' | 'justification'>): void {
  if (context.length === 0) return;
  const { text } = normaliseAll(justification);
  for (const [place, stated] of context.entries()) {
    if (attestedPlaces(text, [stated]).length > 0) continue;
    throw new GatewayError(
      'malformed',
      `\`purpose.context.${place}.words\` do not stand in \`purpose.justification\`: copy whole words from it`,
    );
  }
}
