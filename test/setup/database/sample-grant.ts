/** The body of a proposal that an eligible agency can be granted. */
export function sampleGrant(partner: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Date.now();
  const day = (offset: number) => new Date(now + offset * 86_400_000).toISOString();
  return {
    partner,
    purposes: ['stolen_vehicle', 'missing_endangered'],
    dataClasses: ['reads', 'hits'],
    lookBackDays: 14,
    dailyRecords: 1_000,
    validUntil: day(180),
    agreement: {
      reference: 'MOU 2026-014',
      signedOn: day(-10).slice(0, 10),
      article74: true,
      officerMfa: true,
    },
    certification: { signer: 'Chief Example', signedOn: day(-5).slice(0, 10) },
    ...changes,
  };
}
