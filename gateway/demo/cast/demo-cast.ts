/** Lists who takes part in the demo: partners' systems, administrators, people who sign in; all invented. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Role } from '../../../sharing-rules/terms/asker.ts';

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
/** The client by which the gateway itself signs in at others. */
export const GATEWAY_CLIENT = 'demo-gateway';

/** An agency that can own a demo, and what the other one calls it. */
interface Department {
  readonly name: string;
  /** Its name as a partner's system. */
  readonly partner: string;
  readonly officer: string;
}

export const OWNER_ORI = 'CO0010300' as Ori;
export const PEER_ORI = 'CO0010100' as Ori;

const DEPARTMENTS: Readonly<Record<string, Department>> = {
  [OWNER_ORI]: { name: 'Commerce City', partner: 'commerce-city', officer: 'ccpd-officer' },
  [PEER_ORI]: { name: 'Aurora', partner: 'aurora', officer: 'aurora-officer' },
};

export interface CastPerson {
  readonly login: string;
  readonly name: string;
  readonly ori: string;
  readonly roles: readonly Role[];
  readonly employeeId: string;
}

/** A client through which people sign in at the demo's pages, one for each agency with people. */
export interface PageClient {
  readonly clientId: string;
  readonly name: string;
  readonly ori: string;
}

export interface DemoCast {
  readonly owner: Ori;
  readonly clients: readonly CastClient[];
  /** People who sign in with password and one-time code. Each administrator is the same person as a client. */
  readonly people: readonly CastPerson[];
  readonly pages: readonly PageClient[];
}

const partner = (name: string, ori: string, grant: DemoGrant): CastClient => ({
  name,
  ori,
  scope: 'alpr.query',
  grant,
});

/** Returns the agency that can own a demo beside this one's. */
const otherThan = (owner: Ori): Ori => (owner === OWNER_ORI ? PEER_ORI : OWNER_ORI);

export const isOwnerOfDemo = (ori: Ori): boolean => ori in DEPARTMENTS;

/** @param owner one of the two agencies that can own a demo; the other one is a partner with a grant */
export function castOf(owner: Ori): DemoCast {
  const { name, officer } = DEPARTMENTS[owner] as Department;
  const other = otherThan(owner);
  const staff = (login: string, role: Role): CastClient => ({
    ...{ name: login, ori: owner, scope: 'alpr.admin', roles: [role] },
  });
  const clients: CastClient[] = [
    partner('adams', 'CO0010000', 'active'),
    partner((DEPARTMENTS[other] as Department).partner, other, 'active'),
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
    { name: 'own-system', ori: owner, scope: 'alpr.ask' },
  ];
  const officerOf = (login: string, agency: string, ori: string): CastPerson => ({
    ...{ login, name: `Demo officer of ${agency}`, ori, roles: [], employeeId: `DEMO-${login}` },
  });
  return {
    owner,
    clients,
    people: [
      ...clients.flatMap(({ name: login, ori, roles = [] }) =>
        roles.length === 0 ? [] : [{ login, name: `Demo ${login}`, ori, roles, employeeId: `DEMO-${login}` }],
      ),
      officerOf('adams-officer', 'Adams', 'CO0010000'),
      officerOf(officer, name, owner),
    ],
    pages: [
      { clientId: 'demo-pages', name: `${name} Police Department`, ori: owner },
      { clientId: 'demo-pages-adams', name: 'Adams County Sheriff', ori: 'CO0010000' },
    ],
  };
}

/** Returns the cast to which grants are made at the start: the other agency's follows from an agreement with its gateway. */
export function grantedAlone(
  cast: DemoCast,
  { joined, peer }: { joined?: boolean; peer?: boolean },
): DemoCast {
  if (!joined && !peer) return cast;
  return { ...cast, clients: cast.clients.filter(({ ori }) => ori !== otherThan(cast.owner)) };
}
