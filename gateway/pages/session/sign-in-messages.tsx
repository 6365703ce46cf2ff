/** Tells people while they sign in what is so, and what to do next. */
import { MessagePage } from './message-page.tsx';
import type { SignInClient } from './sign-in-clients.ts';

export function ChooseIssuer({
  clients,
  returnTo,
}: {
  readonly clients: readonly Pick<SignInClient, 'issuer' | 'name'>[];
  readonly returnTo: string;
}) {
  return (
    <MessagePage title="Sign in" at="/sign-in" kind="info">
      <p>Where do you sign in?</p>
      <ul>
        {clients.map(({ issuer, name }) => (
          <li key={issuer}>
            <a href={`/sign-in?issuer=${encodeURIComponent(issuer)}&return=${encodeURIComponent(returnTo)}`}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </MessagePage>
  );
}

const again = (returnTo: string) => `/sign-in?return=${encodeURIComponent(returnTo)}`;

export function NotConfigured() {
  return (
    <MessagePage title="Nobody can sign in here" at="/sign-in" kind="error">
      The operator has set up no sign-in for these pages. Next: the operator sets{' '}
      <code>SIGN_IN_CLIENTS_FILE</code> (see <a href="/docs">the documentation</a>). Until then, the commands
      and the API work as before.
    </MessagePage>
  );
}

export function IssuerSilent({ at, returnTo }: { readonly at: string; readonly returnTo: string }) {
  return (
    <MessagePage title="The sign-in does not answer" at="/sign-in" kind="error">
      The sign-in of {at} cannot be reached now. Next: <a href={again(returnTo)}>try again</a> in a minute; if
      sharing must stop now, any administrator can use the command <code>halt</code>.
    </MessagePage>
  );
}

export function TookTooLong({ returnTo }: { readonly returnTo: string }) {
  return (
    <MessagePage title="Not signed in" at="/sign-in" kind="error">
      The sign-in took too long, was started in another window, or was refused. Nothing was done. Next:{' '}
      <a href={again(returnTo)}>sign in again</a>.
    </MessagePage>
  );
}

export function TooManySignIns() {
  return (
    <MessagePage title="Too many sign-ins" at="/sign-in" kind="error">
      Too many sign-ins were begun in this minute, from your address or in all. Nothing was done. Next:{' '}
      <a href={again('/console')}>try again</a> in a minute; if sharing must stop now, any administrator can
      use the command <code>halt</code>.
    </MessagePage>
  );
}

export function NotRegistered() {
  return (
    <MessagePage title="You are not registered here" at="/sign-in" kind="error">
      You have signed in, but this gateway does not know you. Next: ask your agency’s administrator to have
      you registered, with the name by which you sign in.
    </MessagePage>
  );
}

export function NoClient() {
  return (
    <MessagePage title="Your agency does not use these pages" at="/sign-in" kind="error">
      You are registered, but no sign-in of your agency is set up for these pages. Next: ask the operator to
      add your agency to <code>SIGN_IN_CLIENTS_FILE</code>.
    </MessagePage>
  );
}
