/** An officer of a partner as the API shows them. */
import type { EnrolledStanding } from '../../../../sharing-rules/terms/asker.ts';

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
