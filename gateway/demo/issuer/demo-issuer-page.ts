/** Writes the only page of the demo's issuer. */

const IN_DEMO = 'npm run gateway -- demo code admin-2';

export interface LoginHelp {
  /** Tells where logins and codes are found, as a fixed text. Absent in the demo. */
  readonly whatToType?: string | undefined;
  /** Logins of the demo's people, fixed texts too. */
  readonly logins: readonly string[];
}

/**
 * @param uid of the interaction, as oidc-provider made it
 * @param fault shown above the form; a fixed text, never input
 */
export function demoLoginPage(uid: string, { logins, whatToType }: LoginHelp, fault?: string): string {
  // The logins of a trial belong to its operator; only the demo's are public.
  const others = whatToType === undefined ? `another login: ${logins.join(', ')}` : 'another login';
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign in: demo identity provider</title>
  <style>
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 3rem auto; padding: 0 1rem; }
    label { display: block; margin-top: 1rem; }
    input, button { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box; }
    button { margin-top: 1.5rem; }
    [role=alert] { border-left: 4px solid #b50909; padding-left: .75rem; }
  </style>
</head>
<body>
  <main>
    <h1>Demo sign-in</h1>
    ${fault === undefined ? '' : `<p role="alert">${fault}</p>`}
    <form method="post" action="/interaction/${encodeURIComponent(uid)}">
      <label>Login <input name="login" autocomplete="username" required autofocus></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      <label>One-time code <input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required></label>
      <button>Sign in</button>
    </form>
    <p>What to type, in a terminal in the gateway's folder:
      <code>${whatToType ?? IN_DEMO}</code> (or ${others})</p>
  </main>
</body>
</html>
`;
}
