/** Signs somebody of the demo's people in at the pages, as they do: by the issuer's page, with a one-time code. */
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';

export interface DemoLogin {
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
}

const STEP = 30_000;
/** Each code counts once: the next sign-in of the same person takes the code of the step after. */
const lastSteps = new Map<string, number>();

function codeFor({ login, totpSecret }: DemoLogin): string {
  const step = Math.max(Math.floor(Date.now() / STEP) - 1, (lastSteps.get(login) ?? 0) + 1);
  lastSteps.set(login, step);
  return new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: step * STEP });
}

/** Goes to `address` of the gateway, which sends to the issuer, and comes back there. */
export async function signInAtPages(
  page: Page,
  gateway: string,
  address: string,
  who: DemoLogin,
): Promise<void> {
  await page.goto(gateway + address);
  await typeSignIn(page, who);
  await page.waitForURL((url) => url.href.startsWith(gateway) && !url.pathname.startsWith('/sign-in'));
}

/** On the issuer's page. */
export async function typeSignIn(page: Page, who: DemoLogin): Promise<void> {
  await page.getByLabel('Login').fill(who.login);
  await page.getByLabel('Password').fill(who.password);
  await page.getByLabel('One-time code').fill(codeFor(who));
  await page.getByRole('button', { name: 'Sign in' }).click();
}
