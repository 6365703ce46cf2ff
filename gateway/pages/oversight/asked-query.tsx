/** Shows what an agency asked, to those of the owner who may read it: who, plate, case, and the words. */

import { tellIncident } from '../../../sharing-rules/incident/tell-incident.ts';
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { AreaTarget, Attestation, PlateTarget, Query } from '../../../sharing-rules/terms/query.ts';
import type { ShownOfficer } from '../../registry/officers/officer.schema.ts';
import { Facts } from '../layout/facts.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { Day, Time } from '../layout/time.tsx';
import { MarkedText } from './marked-text.tsx';
import type { FoundInText } from './reason-list.tsx';

export interface AskedQueryProps {
  readonly query: Omit<Query, 'from' | 'to' | 'limit'> & { readonly from: string; readonly to: string };
  readonly agency: string;
  /** The officer as the gateway knows them; null: beyond the roster, or nobody is enrolled. */
  readonly officer: ShownOfficer | null;
  /** The person who signed in, as registered; null for a system. */
  readonly personId?: string | null;
  readonly found: readonly FoundInText[];
}

const STATED: Readonly<Record<Attestation['is'], string>> = {
  name_or_place: 'a name or a place',
  victim_or_witness: 'of a victim or a witness',
  suspects_conduct: 'the suspect’s own conduct',
};

export function AskedQuery({ agency, found, officer, personId = null, query }: AskedQueryProps) {
  const { area, from, onBehalfOf, plate, purpose, to } = query;
  const { caseNumber, context = [], judicialProcess, justification, offense, supervisor } = purpose;
  const incident = tellIncident(purpose);
  const words = found.flatMap((one) => one.words.map((each) => each.words));
  return (
    <>
      {context.length === 0 ? null : (
        <>
          <h3>What the officer states of words</h3>
          <ul>
            {context.map(({ is, words }) => (
              <li key={words}>
                “<bdi>{words}</bdi>” is {STATED[is]}
              </li>
            ))}
          </ul>
        </>
      )}
      {incident === null ? null : (
        <>
          <h3>What happened, as the officer affirms it</h3>
          <p>{asSentence(incident)}</p>
        </>
      )}
      <h3>Justification</h3>
      {justification === undefined ? (
        <p>None was given.</p>
      ) : (
        <MarkedText text={justification} words={words} />
      )}
      <Facts
        of={[
          [
            'Officer',
            officer === null ? (
              <UnknownOfficer {...{ agency, onBehalfOf, personId }} />
            ) : (
              <KnownOfficer {...officer} />
            ),
          ],
          ['Purpose', findPurpose(purpose.code)?.title ?? purpose.code],
          ['Case number', caseNumber ?? 'none'],
          offense === undefined ? null : ['Offense', `${offense.code} (${offense.system.toUpperCase()})`],
          supervisor === undefined ? null : ['Supervisor', supervisor],
          plate === undefined ? null : ['Plate', plateText(plate)],
          area === undefined ? null : ['Area', areaText(area)],
          [
            'Captured',
            <>
              from <Time at={from} /> to <Time at={to} />
            </>,
          ],
          judicialProcess === undefined
            ? null
            : [
                'Court’s document, as the officer gave it',
                <>
                  {judicialProcess.kind.replaceAll('_', ' ')}, <bdi>{judicialProcess.court}</bdi>, docket{' '}
                  <bdi>{judicialProcess.docket}</bdi>, signed by <bdi>{judicialProcess.judge}</bdi>,{' '}
                  <Day at={judicialProcess.issuedOn} />
                </>,
              ],
        ]}
      />
    </>
  );
}

function KnownOfficer({ agency, id, name, reference }: ShownOfficer) {
  return (
    <>
      <a href={`/console/officers/${id}`}>
        <bdi>{name}</bdi>
      </a>{' '}
      (<bdi>{reference}</bdi>, {agency})
    </>
  );
}

interface UnknownOfficerProps {
  readonly agency: string;
  readonly onBehalfOf: Query['onBehalfOf'];
  readonly personId: string | null;
}

/** Names an officer without a row as the query does. Who signed in is known, whomever she names. */
function UnknownOfficer({ agency, onBehalfOf, personId }: UnknownOfficerProps) {
  if (personId !== null) return <>{`${personId} of ${agency}, who signed in and is on no roster yet`}</>;
  if (onBehalfOf === undefined) return <>nobody is named by {agency}</>;
  return (
    <>
      <bdi>{onBehalfOf.name}</bdi> (<bdi>{onBehalfOf.id}</bdi>, <bdi>{onBehalfOf.ori}</bdi>)
    </>
  );
}

function plateText({ match, number, state }: PlateTarget): string {
  const how = match === 'exact' ? '' : match === 'partial' ? ', a part of it' : ', and look-alikes';
  return `${number}${state === undefined ? '' : ` (${state})`}${how}`;
}

function areaText(area: AreaTarget): string {
  if ('cameras' in area) return `cameras ${area.cameras.join(', ')}`;
  return `${area.radiusMetres} m around ${area.lat}, ${area.lon}`;
}
