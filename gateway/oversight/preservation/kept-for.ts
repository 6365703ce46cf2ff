/** Says what reads are kept for, and leave to: one case, or one served process that stands in its place. */
import { GatewayError } from '../../faults/errors.ts';

/** One of the two is null, and one only. */
export interface KeptFor {
  readonly caseNumber: string | null;
  readonly processId: string | null;
}

export const A_PROCESS = 'the id of a served process, as its register shows it';

/** @throws GatewayError `malformed` that names both members, if none or both are given */
export function parseKeptFor(given: Partial<KeptFor>): KeptFor {
  const caseNumber = given.caseNumber?.trim() || null;
  const processId = given.processId?.toLowerCase() ?? null;
  if ((caseNumber === null) !== (processId === null)) return { caseNumber, processId };
  const wrong = caseNumber === null ? 'are both missing' : 'are both given';
  throw new GatewayError(
    'malformed',
    `\`caseNumber\` and \`processId\` ${wrong}: write one of them, the number of the case, e.g. CR-2026-0142, or ${A_PROCESS}`,
  );
}

/** Returns the member that is not null, alone. */
export function memberOf({ caseNumber, processId }: KeptFor): Partial<Record<keyof KeptFor, string>> {
  return { ...(caseNumber !== null && { caseNumber }), ...(processId !== null && { processId }) };
}

export function isSame(one: KeptFor, other: KeptFor): boolean {
  return one.caseNumber === other.caseNumber && one.processId === other.processId;
}

/** Names it in titles and sentences. */
export function keptForInWords({ caseNumber, processId }: KeptFor): string {
  return caseNumber ?? `process ${processId}`;
}
