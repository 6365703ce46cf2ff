/** Serves the sign-in page of the demo's issuer, which really checks password and one-time code. */
import express, { type Request, type Response, type Router } from 'express';
import type Provider from 'oidc-provider';
import { Secret, TOTP } from 'otpauth';
import { isSameSecret } from '../../identity/jose/is-same-secret.ts';
import type { DemoIssuerOptions, DemoPerson } from './demo-issuer.ts';

/** Number of wrong attempts at a login before it is locked. */
const ATTEMPTS = 10;
const LOCK = 15 * 60_000;

/** The methods that the login page attests: password and one-time code (RFC 8176). */
export const SIGN_IN = { amr: ['pwd', 'otp', 'mfa'], acr: 'urn:alpr-demo:two-factor' } as const;

export function demoIssuerLogin(
  provider: Provider,
  { people, whatToType }: Pick<DemoIssuerOptions, 'people' | 'whatToType'>,
  now: () => number,
): Router {
  const check = createSignInCheck(people);
  const help = { whatToType, logins: people.map(({ login }) => login) };
  const page = (uid: string, fault?: string) => demoLoginPage(uid, help, fault);
  const router = express.Router();
  router.use((_, response, next) => {
    response.set({
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    next();
  });
  router.get('/:uid', async (request: Request, response: Response) => {
    const { uid } = await provider.interactionDetails(request, response);
    response.type('html').send(page(uid));
  });
  router.post('/:uid', express.urlencoded({ extended: false, limit: '4kb' }), async (request, response) => {
    const { uid } = await provider.interactionDetails(request, response);
    const { login, password, code } = (request.body ?? {}) as Record<string, unknown>;
    const person = check(String(login), String(password), String(code), now());
    if (person === null) {
      response
        .status(403)
        .type('html')
        .send(page(uid, 'login, password or code is wrong, or the code was used: each counts once'));
      return;
    }
    const result = {
      login: { accountId: person.subject, amr: [...SIGN_IN.amr], acr: SIGN_IN.acr, remember: false },
      // A program on the person's machine must not sign in unnoticed (RFC 8252 §8.6): they have just typed.
      consent: {},
    };
    await provider.interactionFinished(request, response, result);
  });
  return router;
}

/** Gives one answer to all faults, so that logins stay unknown. A code counts once (RFC 6238 §5.2). */
function createSignInCheck(people: readonly DemoPerson[]) {
  const accounts = new Map(
    people.map((person) => [
      person.login,
      {
        person,
        totp: new TOTP({ secret: Secret.fromBase32(person.totpSecret) }),
        lastStep: 0,
        failures: 0,
        lockedUntil: 0,
      },
    ]),
  );
  return (login: string, password: string, code: string, now: number): DemoPerson | null => {
    const account = accounts.get(login);
    const same = isSameSecret(password, account?.person.password ?? '');
    if (!account || account.lockedUntil > now) return null;
    const delta = account.totp.validate({ token: code, timestamp: now, window: 1 });
    const step = delta === null ? 0 : Math.floor(now / 30_000) + delta;
    if (same && step > account.lastStep) {
      account.lastStep = step;
      account.failures = 0;
      return account.person;
    }
    account.failures += 1;
    if (account.failures >= ATTEMPTS) Object.assign(account, { failures: 0, lockedUntil: now + LOCK });
    return null;
  };
}

const IN_DEMO = 'npm run gateway -- demo code admin-2';

interface LoginHelp {
  /** Tells where logins and codes are found, as a fixed text. Absent in the demo. */
  readonly whatToType?: string | undefined;
  /** Logins of the demo's people, fixed texts too. */
  readonly logins: readonly string[];
}

/**
 * @param uid of the interaction, as oidc-provider made it
 * @param fault shown above the form; a fixed text, never input
 */
function demoLoginPage(uid: string, { logins, whatToType }: LoginHelp, fault?: string): string {
  // The logins of a trial belong to its operator; only the demo's are public.
  const others = whatToType === undefined ? `another login: ${logins.join(', ')}` : 'another login';
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign in: demo identity provider</title>
  <style>
    :root { color-scheme: light dark; }
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
