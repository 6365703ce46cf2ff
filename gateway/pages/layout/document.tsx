/** The shell of every page: who is signed in, where one can go, and how to stop all sharing. */
import type { ComponentChildren } from 'preact';
import { addressOf, STYLES } from '../assets/assets.ts';

/** The element of a public page that says that somebody has signed in: an address leads to it. */
export const SIGNED_IN = 'signed-in';

export interface NavigationLink {
  readonly address: string;
  readonly name: string;
  /** The other lists that it stands for, which have no link of their own. */
  readonly beside?: readonly string[];
}

export interface SignedInShell {
  readonly name: string;
  readonly agency: string;
  /** The role in words, e.g. `sharing administrator`; empty for an officer. */
  readonly role: string;
  readonly token: string;
  /** The epoch of the newest revocation record before the page was made: a later one ends an open page. */
  readonly epoch: number;
  readonly links: readonly NavigationLink[];
  /** Null if the person may not halt. */
  readonly halt: 'Halt all sharing' | 'Resume sharing' | null;
}

export interface DocumentProps {
  readonly title: string;
  /** The address of the page, to mark its link. */
  readonly at: string;
  readonly signedIn: SignedInShell | null;
  /** True if it shows a form again, with what is wrong: whoever hears the title knows it first. */
  readonly hasFault?: boolean;
  /** The addresses of modules: see `addressOf`. */
  readonly scripts?: readonly string[];
  readonly children: ComponentChildren;
}

const PUBLIC_LINKS: readonly NavigationLink[] = [
  { address: '/transparency', name: 'Transparency' },
  { address: '/verify', name: 'Verify' },
  { address: '/docs', name: 'Documentation' },
];

/** The pages that are not lists: pages below them need no link back. */
const NO_LISTS: ReadonlySet<string> = new Set(['/console', '/console/system', '/query']);
/** The number of links that a phone shows beside each other. */
const MOST_WITHOUT_MENU = 3;

export function Document({ at, children, hasFault, scripts = [], signedIn, title }: DocumentProps) {
  const links = signedIn === null || signedIn.links.length === 0 ? PUBLIC_LINKS : signedIn.links;
  const isIn = (list: string) => at === list || at.startsWith(`${list}/`);
  const current = [...links]
    .reverse()
    .find(({ address, beside = [] }) => [address, ...beside].some((list) => isIn(list)));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${hasFault ? 'Error: ' : ''}${title} | ALPR sharing gateway`}</title>
        {STYLES.map((address) => (
          <link key={address} rel="stylesheet" href={address} />
        ))}
        {[...(signedIn === null ? [] : [addressOf('live.js')]), ...scripts].map((address) => (
          <script key={address} type="module" src={address} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="shell-header">
          <p class="shell-name">ALPR sharing gateway</p>
          {signedIn === null ? <SignIn at={at} /> : <Person {...signedIn} />}
        </header>
        <Navigation links={links} current={current} />
        <main id="main" data-epoch={signedIn?.epoch}>
          {current === undefined ||
          current.address === at ||
          current.beside?.includes(at) ||
          NO_LISTS.has(current.address) ? null : (
            <WayBack list={current.address} title={title} />
          )}
          <h1>{title}</h1>
          {children}
        </main>
        <footer class="shell-footer">
          <a href="/transparency">Who can see license-plate reads, and what for</a>
          {' · '}
          <a href="/verify">Verify a receipt or the log</a>
          {' · '}
          <a href="/docs">Documentation</a>
        </footer>
      </body>
    </html>
  );
}

interface NavigationProps {
  readonly links: readonly NavigationLink[];
  readonly current: NavigationLink | undefined;
}

/** Shows the links; many of them stand behind a button on a phone, which works without a script. */
function Navigation({ current, links }: NavigationProps) {
  const list = (
    <ul>
      {links.map((link) => (
        <li key={link.address}>
          <a href={link.address} aria-current={link === current ? 'page' : undefined}>
            {link.name}
          </a>
        </li>
      ))}
    </ul>
  );
  const hasMenu = links.length > MOST_WITHOUT_MENU;
  return (
    <>
      {hasMenu ? (
        <details class="shell-menu">
          <summary>Menu</summary>
          <nav aria-label="Pages">{list}</nav>
        </details>
      ) : null}
      <nav class={hasMenu ? 'shell-nav shell-wide' : 'shell-nav'} aria-label="Pages">
        {list}
      </nav>
    </>
  );
}

/** Leads from one thing to the list of all; its words differ from the name of the list, which a link above has. */
function WayBack({ list, title }: { readonly list: string; readonly title: string }) {
  return (
    <nav class="usa-breadcrumb" aria-label="Breadcrumbs">
      <ol class="usa-breadcrumb__list">
        <li class="usa-breadcrumb__list-item">
          <a class="usa-breadcrumb__link" href={list}>
            Back to the list
          </a>
        </li>
        <li class="usa-breadcrumb__list-item usa-current" aria-current="page">
          {title}
        </li>
      </ol>
    </nav>
  );
}

/**
 * Public pages are the same for all, and do not know who has signed in: the address under which one comes back shows the way
 * on in place of the link.
 */
function SignIn({ at }: Pick<DocumentProps, 'at'>) {
  return (
    <>
      <p id={SIGNED_IN} class="shell-signed-in">
        You have signed in. Go on: <a href="/console">Console</a> · <a href="/query">Ask for reads</a>
      </p>
      <p>
        <a href={`/sign-in?return=${encodeURIComponent(at)}`}>Sign in</a>
      </p>
    </>
  );
}

function Person({ agency, halt, name, role, token }: SignedInShell) {
  return (
    <div class="shell-acts">
      <span>
        {name}
        {role === '' ? '' : `, ${role}`} ({agency})
      </span>
      {halt === null ? null : (
        <a
          class="usa-button usa-button--secondary"
          href={halt === 'Resume sharing' ? '/console/resume' : '/console/halt'}
        >
          {halt}
        </a>
      )}
      <form method="post" action="/sign-out">
        <input type="hidden" name="token" value={token} />
        <button type="submit" class="usa-button usa-button--outline usa-button--inverse">
          Sign out
        </button>
      </form>
    </div>
  );
}
