/** Finds the gateway's id of an officer whom people call by the agency's id. */
import { nextCommand } from '../next-command.ts';
import type { Client } from './connect.ts';
import { findGivenAgencyOri } from './find-agency.ts';
import { readPages, searchOf } from './read-pages.ts';

interface OfficerView {
  readonly id: string;
  readonly agency: string;
  readonly reference: string;
  readonly status: string;
}

interface Where {
  readonly agency?: string | undefined;
  readonly as?: string | undefined;
}

export async function findOfficerId(client: Client, named: string, where: Where): Promise<string> {
  return (await findOfficer(client, named, where)).id;
}

/**
 * Finds the officer; the status is known only if the list was read.
 * @param named the agency's own id, as in a query, or the gateway's
 * @param where `agency`, any ORI or a name, if several agencies have the same id; `as`, who acts
 * @throws Error if no officer is meant, or more than one
 */
export async function findOfficer(
  client: Client,
  named: string,
  { agency, as }: Where,
): Promise<Pick<OfficerView, 'id'> & Partial<OfficerView>> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(named)) return { id: named };
  const ori = await findGivenAgencyOri(client, agency, as);
  const path = `/v1/subjects${searchOf({ agency: ori, limit: '200' })}`;
  const officers = await readPages<OfficerView>(client, path, 'subjects');
  const [one, ...others] = officers.filter(({ reference }) => reference === named);
  if (one === undefined) {
    throw new Error(
      `no officer ${ori === undefined ? '' : `of ${ori} `}who asked has the id \`${named}\`\n` +
        `next: see who did: ${nextCommand('officer list', as)}`,
    );
  }
  if (others.length === 0) return one;
  const agencies = [one, ...others].map((officer) => `\n  ${officer.agency}  ${officer.id}`).join('');
  throw new Error(
    `officers of several agencies have the id \`${named}\`; give \`--agency\` too, one of:${agencies}`,
  );
}
