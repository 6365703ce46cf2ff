/** Tells in one sentence what the officer stated, as the log keeps it. */
import { tellIncident } from '../../../sharing-rules/incident/tell-incident.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { asSentence } from '../layout/first-upper.ts';

/** Returns null if none was stated. @param receipt of the answer */
export function statedIncident(receipt: unknown): string | null {
  const { asker } = (receipt ?? {}) as { readonly asker?: { readonly detail?: string } };
  if (asker?.detail === undefined) return null;
  const { purpose } = JSON.parse(asker.detail) as { readonly purpose?: Purpose };
  const told = purpose === undefined ? null : tellIncident(purpose);
  return told === null ? null : asSentence(told);
}

export function StatedIncident({ receipt }: { readonly receipt: unknown }) {
  const told = statedIncident(receipt);
  return told === null ? null : <p>What was stated: {told}</p>;
}
