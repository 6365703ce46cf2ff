/** The shell of every page: who is signed in, where one can go, and how to stop all sharing. */
import type { ComponentChildren } from 'preact';
import { addressOf, STYLES } from '../assets/assets.ts';

export interface NavigationLink {
  readonly address: string;
  readonly name: string;
}

/** The parts of the shell about somebody who has signed in. */
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
  /** The addresses of modules: see `addressOf`. */
  readonly scripts?: readonly string[];
  readonly children: ComponentChildren;
}

const PUBLIC_LINKS: readonly NavigationLink[] = [
  { address: '/transparency', name: 'Transparency' },
  { address: '/verify', name: 'Verify' },
  { address: '/docs', name: 'Documentation' },
];

export function Document({ at, children, scripts = [], signedIn, title }: DocumentProps) {
  const links = signedIn === null || signedIn.links.length === 0 ? PUBLIC_LINKS : signedIn.links;
  const current = [...links].reverse().find(({ address }) => at === address || at.startsWith(`${address}/`));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title} | ALPR sharing gateway</title>
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
          {signedIn === null ? (
            <p>
              <a href={`/sign-in?return=${encodeURIComponent('/console')}`}>Sign in</a>
            </p>
          ) : (
            <Person {...signedIn} />
          )}
        </header>
        <nav class="shell-nav" aria-label="Pages">
          <ul>
            {links.map((link) => (
              <li key={link.address}>
                <a href={link.address} aria-current={link === current ? 'page' : undefined}>
                  {link.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main id="main" data-epoch={signedIn?.epoch}>
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
