/** Reads an agency and its relevant grant, with one SQL for the snapshot, the commit and administrators. */
import type {
  Agency,
  AgencyStatus,
  DataClass,
  Grant,
  GrantStatus,
  Ori,
} from '../../../sharing-rules/terms/agency.ts';
import type { AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import { parseOri } from '../../../sharing-rules/terms/ori.ts';
import { MS } from '../../database/in-ms.ts';

/** Columns of one agency; asks for `agency a` and `sharing_state s` in FROM. Dates are midnight UTC, as ms. */
export const AGENCY_COLUMNS = `
  a.id, a.ori, a.name, a.class, a.state, a.county, a.bound_by_article_74, a.has_287g, a.federal_members,
  a.status, a.roster, a.agreement_reference, a.agreement_article_74, a.agreement_officer_mfa,
  ${MS('a.agreement_signed_on')} AS agreement_signed_on,
  ${MS('a.agreement_expires_on')} AS agreement_expires_on,
  a.certification_signer,
  ${MS('a.certification_signed_on')} AS certification_signed_on,
  greatest(a.epoch, s.epoch) AS epoch,
  ARRAY(SELECT o.ori FROM agency_ori o WHERE o.agency_id = a.id ORDER BY o.ori <> a.ori, o.ori) AS oris`;

/** Columns of the grant in point, `g`; all null where there is none. */
export const GRANT_COLUMNS = `
  g.id AS grant_id, g.purposes, g.data_classes, g.look_back_days, g.daily_records,
  ${MS('g.valid_from')} AS valid_from,
  ${MS('g.valid_until')} AS valid_until, g.status AS grant_status`;

/** The active grant of agency `a`, else the newest that ended; never a proposal. */
export const GRANT_IN_POINT = `
  LEFT JOIN LATERAL (
    SELECT * FROM sharing_grant sg WHERE sg.agency_id = a.id AND sg.status IN ('active', 'revoked')
    ORDER BY sg.status = 'active' DESC, sg.valid_from DESC, sg.proposed_at DESC LIMIT 1
  ) g ON true`;

export type AgencyRow = Readonly<Record<string, unknown>>;

/** @throws Error where the ORI is malformed: a registry that cannot be read grants nothing. */
export function toAgency(row: AgencyRow): Agency {
  const ori = oriOf(row.ori);
  const others = (row.oris as string[]).filter((other) => other !== ori);
  return {
    id: row.id as number,
    ori,
    oris: [ori, ...others.map(oriOf)],
    name: row.name as string,
    class: row.class as AgencyClass,
    state: row.state as string,
    county: row.county as string | null,
    boundByArticle74: row.bound_by_article_74 as boolean,
    has287g: row.has_287g as boolean,
    federalMembers: row.federal_members as boolean,
    status: row.status as AgencyStatus,
    agreement:
      row.agreement_reference === null
        ? null
        : {
            reference: row.agreement_reference as string,
            signedOn: row.agreement_signed_on as number,
            expiresOn: row.agreement_expires_on as number | null,
            article74: row.agreement_article_74 as boolean,
            officerMfa: row.agreement_officer_mfa as boolean,
          },
    certification:
      row.certification_signer === null
        ? null
        : {
            signer: row.certification_signer as string,
            signedOn: row.certification_signed_on as number,
          },
    roster: row.roster as number,
    epoch: row.epoch as number,
  };
}

export function toGrantInPoint(row: AgencyRow): Grant | null {
  if (row.grant_id === null) return null;
  return {
    id: row.grant_id as string,
    agencyId: row.id as number,
    purposes: row.purposes as string[],
    dataClasses: row.data_classes as DataClass[],
    lookBackDays: row.look_back_days as number,
    dailyRecords: row.daily_records as number,
    validFrom: row.valid_from as number,
    validUntil: row.valid_until as number,
    status: row.grant_status as GrantStatus,
  };
}

function oriOf(text: unknown): Ori {
  const ori = parseOri(text as string);
  if (ori === null) throw new Error('the registry holds a malformed ORI');
  return ori;
}
