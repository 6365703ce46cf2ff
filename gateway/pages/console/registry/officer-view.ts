/** An officer of a partner as the API shows them. */
import type { EnrolledStanding } from '../../../../sharing-rules/terms/asker.ts';

/** By name, as people count: the second officer before the twelfth. */
export function inOrder<One extends { readonly agency?: string; readonly name: string }>(
  officers: readonly One[],
): readonly One[] {
  const place = ({ agency = '', name }: One) => `${agency} ${name}`;
  return [...officers].sort((one, other) => place(one).localeCompare(place(other), 'en', { numeric: true }));
}

export interface OfficerView {
  readonly id: string;
  readonly agency: string;
  readonly reference: string;
  readonly name: string;
  readonly status: EnrolledStanding;
  readonly enrolledAt: string;
  readonly attestation: {
    readonly employerOri: string;
    readonly federalDetail: boolean;
    readonly trainedOn: string;
  } | null;
  readonly attestedAt: string | null;
}
