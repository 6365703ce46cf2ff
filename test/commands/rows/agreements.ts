/** Lists what administrators type about agreements with other gateways. */
import { agreementInForce, agreementProposed, fileOfAgreement, noAgreement } from '../given-agreements.ts';
import type { Row } from '../row.ts';

export const AGREEMENTS: readonly Row[] = [
  { named: 'npm run gateway -- agreement list' },
  { named: 'npm run gateway -- agreement show CO0010100', given: agreementProposed() },
  { named: 'npm run gateway -- agreement show <id>', given: agreementProposed() },
  { named: 'npm run gateway -- agreement propose --help' },
  { named: 'npm run gateway -- agreement propose from-aurora.json', given: fileOfAgreement },
  {
    named:
      'npm run gateway -- agreement propose --agency CO0010100 ' +
      '--resource https://alpr.aurora.example.gov --issuer https://id.aurora.example.gov ' +
      '--log-key alpr.aurora.example.gov/log+ab12… --until 2027-12-01 ' +
      '--we-purposes stolen_vehicle,missing_endangered --they-purposes stolen_vehicle,missing_endangered',
    given: noAgreement,
  },
  {
    named: 'npm run gateway -- agreement accept <id><file>',
    given: async (scene) => ({
      ...(await agreementProposed('<id>', ['admin-2'])(scene)),
      '<file>': ' --out repeated.json',
    }),
  },
  {
    named: 'npm run gateway -- agreement accept CO0010100 --out for-aurora.json',
    given: agreementProposed('<id>', ['admin-2']),
  },
  {
    named: 'npm run gateway -- agreement show <id> --out <fileNameOf(shown)>',
    given: async (scene) => ({
      ...(await agreementProposed('<id>', ['admin-1', 'admin-2'])(scene)),
      '<fileNameOf(shown)>': 'agreement.json',
    }),
  },
  {
    named: 'npm run gateway -- agreement reject CO0010100 --reason "too long"',
    given: agreementProposed(),
  },
  {
    named: 'npm run gateway -- agreement end CO0010100 --reason "vendor changed"',
    given: agreementInForce,
  },
  {
    named: 'npm run gateway -- peers resume CO0010100 --reason "their log was restored from a backup"',
    given: agreementInForce,
  },
];
