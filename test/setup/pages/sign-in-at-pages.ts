/** Signs somebody of the demo's people in at the pages, as they do: by the issuer's page, with a one-time code. */
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';

export interface DemoLogin {
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
}

/** Of the demo's people. @throws Error for a login that nobody has */
export function personOf(file: { readonly people: readonly object[] }, login: string): DemoLogin {
  const found = (file.people as readonly DemoLogin[]).find((one) => one.login === login);
  if (found === undefined) throw new Error(`the demo has nobody who signs in as \`${login}\``);
  return found;
}

const STEP = 30_000;
/** Ms that typing it and sending it may take on a busy machine. */
const TYPING = 10_000;
/** By the secret. Each code counts once: the next sign-in of the same person takes the code of the step after. */
const lastSteps = new Map<string, number>();

async function codeFor({ totpSecret }: DemoLogin): Promise<string> {
  const step = Math.max(Math.floor((Date.now() + TYPING) / STEP) - 1, (lastSteps.get(totpSecret) ?? 0) + 1);
  lastSteps.set(totpSecret, step);
  // The issuer takes the code of the step to come, and none of those after it.
  const early = (step - 1) * STEP - Date.now();
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
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
  await page.getByLabel('One-time code').fill(await codeFor(who));
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens pages as somebody who signs in once: a one-time code is good for one sign-in in thirty seconds. */
export function signInOnce() {
  const kept = new Map<string, Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>>();
  return async (page: Page, gateway: string, address: string, who: DemoLogin): Promise<void> => {
    await page.context().addCookies(kept.get(who.login) ?? []);
    await page.goto(gateway + address);
    if (new URL(page.url()).origin === new URL(gateway).origin) return;
    await typeSignIn(page, who);
    await page.waitForURL((url) => url.href.startsWith(gateway) && !url.pathname.startsWith('/sign-in'));
    kept.set(who.login, await page.context().cookies(gateway));
  };
}
