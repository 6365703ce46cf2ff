/** Lists who takes part in the demo: partners' systems, administrators, people who sign in; all invented. */
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import type { Role } from '../../sharing-rules/terms/asker.ts';

/** `none`: no grant, by choice or because the agency is not eligible. */
export type DemoGrant = 'active' | 'none' | 'revoked';

export interface CastClient {
  readonly name: string;
  readonly ori: string;
  readonly scope: 'alpr.query' | 'alpr.admin' | 'alpr.ask';
  readonly grant?: DemoGrant;
  readonly roles?: readonly Role[];
}

/** The public client of the commands, through which the owner's people sign in. */
export const COMMAND_LINE = 'demo-command-line';

export const OWNER_ORI = 'CO0010300' as Ori;

const partner = (name: string, ori: string, grant: DemoGrant): CastClient => ({
  name,
  ori,
  scope: 'alpr.query',
  grant,
});
const staff = (name: string, role: Role): CastClient => ({
  name,
  ori: OWNER_ORI,
  scope: 'alpr.admin',
  roles: [role],
});

export const CAST: readonly CastClient[] = [
  partner('adams', 'CO0010000', 'active'),
  partner('aurora', 'CO0010100', 'active'),
  partner('brighton', 'CO0010200', 'none'),
  partner('thornton', 'CO0010400', 'revoked'),
  partner('southern-ute', 'CO0340200', 'none'),
  partner('laramie', 'WY0110000', 'none'),
  partner('fbi-denver', 'COFBIDN00', 'none'),
  staff('admin-1', 'sharing_admin'),
  staff('admin-2', 'sharing_admin'),
  staff('auditor', 'auditor'),
  staff('reviewer', 'reviewer'),
  staff('chief', 'chief'),
  staff('clerk', 'records_clerk'),
  staff('counsel', 'process_clerk'),
  { name: 'own-system', ori: OWNER_ORI, scope: 'alpr.ask' },
];

/** People who sign in with password and one-time code. Each administrator is the same person as a client. */
export const PEOPLE: readonly {
  readonly login: string;
  readonly name: string;
  readonly ori: string;
  readonly roles: readonly Role[];
  readonly employeeId: string;
}[] = [
  ...CAST.flatMap(({ name, ori, roles = [] }) =>
    roles.length === 0 ? [] : [{ login: name, name: `Demo ${name}`, ori, roles, employeeId: `DEMO-${name}` }],
  ),
  {
    login: 'adams-officer',
    name: 'Demo officer of Adams',
    ori: 'CO0010000',
    roles: [],
    employeeId: 'DEMO-adams-officer',
  },
  {
    login: 'ccpd-officer',
    name: 'Demo officer of Commerce City',
    ori: OWNER_ORI,
    roles: [],
    employeeId: 'DEMO-ccpd-officer',
  },
];
