/** An agreement between two gateways as the document shows it, and the note by which one of them accepts. */

const party = (ori: string, name: string, host: string, key: string) => ({
  ...{ ori, name, resource: `https://alpr.${host}`, issuer: `https://id.${host}` },
  logKey: `alpr.${host}/log+${key}`,
});
const given = {
  ...{ purposes: ['stolen_vehicle'], dataClasses: ['reads'], lookBackDays: 30, dailyRecords: 1000 },
  ...{ retentionDays: 30, officerMfa: true },
};

const agreement = {
  type: 'alpr-agreement/v1',
  parties: [
    party('CO0010300', 'Commerce City PD', 'c3.example.gov', '2b3c4d5e+AQ…'),
    party('CO0010100', 'Aurora PD', 'aurora.example.gov', '6f708192+AQ…'),
  ],
  gives: { CO0010300: given, CO0010100: given },
  article74: true,
  from: '2026-12-01T00:00:00Z',
  until: '2027-12-01T00:00:00Z',
};

export const AGREEMENT_EXAMPLES = {
  ProposedAgreement: { agreement, client: { id: 'aurora-gateway' } },
  SignedAgreement: {
    agreement,
    note: 'alpr-agreement/v1\naccept sha256:…\n1796083200000\n\n— alpr.aurora.example.gov/log …\n',
  },
};
