/** From the form of an agency's facts to what the API is asked to change: only what differs is sent. */
import { isDeepStrictEqual } from 'node:util';
import type { Fields } from '../../serve/page.ts';
import { PageProblem } from '../../serve/problem.ts';
import type { AgencyView, AgreementView, CertificationView } from '../registry/agency-view.ts';

const FLAGS = ['boundByArticle74', 'has287g', 'federalMembers'] as const;

/** What the form begins with. */
export function fieldsOf(agency: AgencyView): Fields {
  const { agreement, certification } = agency;
  const chosen = FLAGS.filter((name) => agency[name]).map((name) => [name, 'yes']);
  return new URLSearchParams([
    ...Object.entries({
      name: agency.name,
      class: agency.class,
      state: agency.state,
      county: agency.county ?? '',
      status: agency.status,
      roster: String(agency.roster),
      agreementReference: agreement?.reference ?? '',
      agreementSignedOn: agreement?.signedOn ?? '',
      agreementExpiresOn: agreement?.expiresOn ?? '',
      certificationSigner: certification?.signer ?? '',
      certificationSignedOn: certification?.signedOn ?? '',
    }),
    ...chosen,
    ...(agreement?.article74 ? [['article74', 'yes']] : []),
    ...(agreement?.officerMfa ? [['officerMfa', 'yes']] : []),
  ]);
}

/** @throws PageProblem where nothing differs, or the roster is not a number */
export function changeOf(typed: Fields, now: AgencyView): Readonly<Record<string, unknown>> {
  const wanted = wantedOf(typed);
  const changed = Object.entries(wanted).filter(
    ([name, value]) => !isDeepStrictEqual(value, now[name as keyof AgencyView]),
  );
  if (changed.length === 0) {
    throw problem(
      'nothing was changed: each fact is as it was. Change what is to be another, and send it again',
    );
  }
  return Object.fromEntries(changed);
}

function wantedOf(typed: Fields): Readonly<Record<string, unknown>> {
  const text = (name: string) => (typed.get(name) ?? '').trim();
  const roster = text('roster');
  if (!/^\d{1,7}$/.test(roster)) {
    throw problem('nothing was changed: give as `Officers on the roster` a whole number, for example 40');
  }
  return {
    name: text('name'),
    class: text('class'),
    state: text('state'),
    county: text('county') === '' ? null : text('county'),
    status: text('status'),
    roster: Number(roster),
    ...Object.fromEntries(FLAGS.map((name) => [name, typed.has(name)])),
    agreement: agreementOf(typed, text),
    certification: certificationOf(text),
  };
}

type TextOf = (name: string) => string;

/** Without a reference there is none: it is taken away. */
function agreementOf(typed: Fields, text: TextOf): AgreementView | null {
  const [reference, signedOn, expiresOn] = [
    'agreementReference',
    'agreementSignedOn',
    'agreementExpiresOn',
  ].map(text) as [string, string, string];
  if (reference === '' && signedOn === '') return null;
  return {
    ...{ reference, signedOn, expiresOn: expiresOn === '' ? null : expiresOn },
    ...{ article74: typed.has('article74'), officerMfa: typed.has('officerMfa') },
  };
}

function certificationOf(text: TextOf): CertificationView | null {
  const [signer, signedOn] = [text('certificationSigner'), text('certificationSignedOn')];
  return signer === '' && signedOn === '' ? null : { signer, signedOn };
}

const problem = (detail: string) => new PageProblem({ status: 422, detail, reasons: [], members: {} });
