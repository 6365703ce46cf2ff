/** A page behind the sign-in, within its shell. */

import { factsFor, type Registry } from '../../../sharing-rules/terms/registry.ts';
import type { AdministrativeAction } from '../../../sharing-rules/terms/roles.ts';
import { ROLE_NAMES } from '../../../sharing-rules/terms/roles.ts';
import type { SecondFactorSetting } from '../../sign-in/require-administrator.ts';
import { addressOf } from '../assets/assets.ts';
import { Document, type NavigationLink, type SignedInShell } from '../layout/document.tsx';
import { InTimeZone } from '../layout/time.tsx';
import type { Session } from '../session/sessions.ts';
import type { Page, Shown } from './page.ts';
import { ProblemView } from './problem-view.tsx';
import { isTold, ToldRegion } from './told.tsx';
import { mayVisit } from './who-may-visit.ts';

/** A link, with what the role must allow for it to be shown. */
interface NavigationItem extends NavigationLink {
  readonly action: AdministrativeAction;
}

/** Returns the links of the pages that have one. */
export function navigationOf(pages: readonly Page[]): readonly NavigationItem[] {
  return pages.flatMap(({ action, link, path }) =>
    link && action ? [{ ...link, address: path, action }] : [],
  );
}

export interface ShellDeps extends SecondFactorSetting {
  readonly registry: { readonly snapshot: Registry };
  readonly navigation: readonly NavigationItem[];
  /** IANA. */
  readonly localTimeZone: string;
}

interface Shell extends SignedInShell {
  readonly zone: string;
}

/** @param isHalted what the page has just done; else as the node's copy of the registry has it */
export function shellOf(session: Session, deps: ShellDeps, isHalted = deps.registry.snapshot.halted): Shell {
  const { navigation, registry } = deps;
  const { person } = session;
  const { snapshot } = registry;
  const mayHalt = mayVisit(session, 'halt', deps);
  const mayResume = mayVisit(session, 'resume', deps);
  const stop = mayHalt && !isHalted ? 'Halt all sharing' : null;
  return {
    name: session.name,
    agency: factsFor(snapshot, person.ori).agency?.name ?? person.ori,
    role: person.roles.map((role) => ROLE_NAMES[role]).join(', '),
    token: session.formToken,
    epoch: session.epoch,
    zone: deps.localTimeZone,
    links:
      person.roles.length === 0
        ? linksOfOfficer(session)
        : navigation.filter(({ action }) => mayVisit(session, action, deps)),
    halt: mayResume && isHalted ? 'Resume sharing' : stop,
  };
}

const ASK: NavigationLink = { address: '/query', name: 'Ask for reads' };
const OWN_OFFICER_LINKS = [ASK, { address: '/query/asked', name: 'Asked agencies' }];
const OFFICER_LINKS: readonly NavigationLink[] = [
  ASK,
  { address: '/query/released', name: 'Released queries' },
  { address: '/query/held', name: 'Held queries' },
  { address: '/query/refused', name: 'Refused queries' },
  { address: '/query/standing', name: 'Standing queries' },
];

function linksOfOfficer({ scope }: Session): readonly NavigationLink[] {
  return scope === 'alpr.ask' ? OWN_OFFICER_LINKS : OFFICER_LINKS;
}

interface ShownPageProps {
  readonly shown: Shown;
  /** The terms of the page's form, if it has some. */
  readonly terms: Page['terms'] | undefined;
  readonly shell: Shell;
  readonly at: string;
  /** The word of what the form before has done. */
  readonly told: string | null;
}

export function ShownPage({ at, shell, shown, terms, told }: ShownPageProps) {
  return (
    <InTimeZone value={shell.zone}>
      <Document
        title={shown.title}
        at={at}
        signedIn={shell}
        hasFault={shown.hasFault === true}
        scripts={(shown.scripts ?? []).map(addressOf)}
      >
        {isTold(told) ? <ToldRegion word={told} /> : null}
        {shown.problem && <ProblemView problem={shown.problem} at={at} faults={shown.faults} terms={terms} />}
        {shown.body}
      </Document>
    </InTimeZone>
  );
}
