/** Declares the options of `query` that state the incident, and reads what they state; the gateway judges it. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CITIES, COUNTIES, OTHER_STATES } from '../../../sharing-rules/incident/places.ts';
import {
  AFFIRMED,
  GRADES,
  INCIDENT_KINDS,
  INCIDENT_VEHICLES,
  REPORTED_BY,
} from '../../../sharing-rules/terms/incident.ts';
import { time } from '../../cli/day-or-time.ts';
import { ori } from '../../cli/ori-argument.ts';

export interface IncidentOptions {
  readonly kind?: string;
  readonly happened?: string;
  readonly until?: string;
  readonly ongoing?: true;
  readonly city?: string;
  readonly county?: string;
  readonly otherState?: string;
  readonly vehicle?: string;
  readonly reportedBy?: string;
  readonly agency?: string;
  readonly grade?: string;
  readonly affirm?: true;
}

export function withIncidentOptions(command: Command): Command {
  return command
    .addOption(new Option('--kind <what>', 'what happened').choices(INCIDENT_KINDS))
    .option('--happened <time>', 'when it happened, or began, e.g. 2026-11-26T08:00-07:00', time)
    .addOption(new Option('--until <time>', 'when it ended, if it lasted').argParser(time))
    .addOption(
      new Option('--ongoing', 'it goes on: of a missing or endangered person, or an order').conflicts(
        'until',
      ),
    )
    .option('--city <name>', 'where it happened: a city or town of Colorado', oneOf(CITIES, 'a city or town'))
    .option('--county <name>', 'in place of --city: a county of Colorado', oneOf(COUNTIES, 'a county'))
    .option('--other-state <code>', 'in place of --city: another state', oneOf(OTHER_STATES, 'another state'))
    .addOption(new Option('--vehicle <whose>', 'what the vehicle is in the case').choices(INCIDENT_VEHICLES))
    .addOption(new Option('--reported-by <who>', 'who reported it').choices(REPORTED_BY))
    .option('--agency <ori>', 'which agency, with `--reported-by other_agency`', ori)
    .addOption(new Option('--grade <grade>', 'where the offense may be either').choices(GRADES))
    .option('--affirm', `the officer affirms: ${AFFIRMED}`);
}

interface StatedIncident {
  readonly occurred: { readonly from: string; readonly to?: string };
}

/** Returns the incident; undefined if no option of it is given. @throws Error naming what is missing */
export function incidentOf(options: IncidentOptions): (StatedIncident & object) | undefined {
  const { affirm, agency, city, county, grade, happened, kind, ongoing, otherState, reportedBy, until } =
    options;
  const { vehicle } = options;
  const place = [
    ...(city === undefined ? [] : [{ city }]),
    ...(county === undefined ? [] : [{ county }]),
    ...(otherState === undefined ? [] : [{ state: otherState }]),
  ];
  const needed = {
    ...{ '--kind': kind, '--happened': happened, '--city, --county or --other-state': place[0] },
    ...{ '--vehicle': vehicle, '--reported-by': reportedBy, '--affirm': affirm },
  };
  const isNone = [...Object.values(needed), agency, grade, ongoing, until].every((one) => one === undefined);
  if (isNone) return undefined;
  const missing = Object.entries(needed).flatMap(([name, given]) => (given === undefined ? [name] : []));
  if (missing.length > 0) throw new Error(`the incident is not whole: give ${missing.join(', ')} too`);
  if (place.length > 1) throw new Error('give one of `--city`, `--county` and `--other-state`');
  const to = ongoing === undefined ? until : 'ongoing';
  return {
    ...{ kind, occurred: { from: happened as string, ...(to === undefined ? {} : { to }) }, place: place[0] },
    ...{ vehicle, reportedBy, agencyOri: agency, grade, affirmed: true },
  };
}

/** Returns a parser that takes one of the names in upper or lower case. */
function oneOf(names: readonly string[], what: string) {
  return (text: string): string => {
    const found = names.find((name) => name.toLowerCase() === text.trim().toLowerCase());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`write ${what} as \`/v1/purposes\` lists them in \`places\``);
  };
}
