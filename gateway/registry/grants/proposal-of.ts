/** From the options of `grant propose` to the body of the proposal; the gateway judges it. */
import { InvalidArgumentError } from 'commander';
import { DATA_CLASSES } from '../../../sharing-rules/terms/agency.ts';

export interface ProposeOptions {
  readonly agency: string;
  readonly purposes: string;
  readonly data: string;
  readonly lookBack: number;
  readonly dailyRecords: number;
  readonly until: string;
  readonly agreement: string;
  readonly agreedOn: string;
  readonly agreementUntil?: string;
  readonly article74?: true;
  readonly officerMfa?: true;
  readonly certifiedBy: string;
  readonly certifiedOn: string;
}

/** @param approved what `--purposes all` stands for */
export function proposalOf(options: ProposeOptions, approved: readonly string[]): Record<string, unknown> {
  const { agreementUntil } = options;
  return {
    partner: options.agency,
    purposes: options.purposes === 'all' ? approved : listOf(options.purposes),
    dataClasses: listOf(options.data),
    lookBackDays: options.lookBack,
    dailyRecords: options.dailyRecords,
    validUntil: options.until,
    agreement: {
      reference: options.agreement,
      signedOn: options.agreedOn,
      ...(agreementUntil === undefined ? {} : { expiresOn: agreementUntil }),
      article74: options.article74 === true,
      officerMfa: options.officerMfa === true,
    },
    certification: { signer: options.certifiedBy, signedOn: options.certifiedOn },
  };
}

/** A parser for commander. */
export function dataList(text: string): string {
  const unknown = listOf(text).find((one) => !DATA_CLASSES.some((known) => known === one));
  if (unknown === undefined) return text;
  throw new InvalidArgumentError(`there is no \`${unknown}\`: write some of ${DATA_CLASSES.join(', ')}`);
}

function listOf(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

/** What a proposal looks like on the command line. */
export const PROPOSE_EXAMPLE = `grant propose --agency CO0010200 \\
    --purposes stolen_vehicle,missing_endangered --until 2027-06-30 \\
    --agreement "MOU 2026-014" --agreed-on 2026-06-01 --article-74 \\
    --officer-mfa --certified-by "Chief Example" --certified-on 2026-06-01`;
