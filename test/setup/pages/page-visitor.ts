/** Somebody of the demo at its pages over HTTP, as a browser without scripts would ask, and much faster. */
import { Secret, TOTP } from 'otpauth';
import { formsIn, readHtml } from './read-html.ts';
import type { DemoLogin } from './sign-in-at-pages.ts';

export interface Visited {
  readonly status: number;
  readonly headers: Headers;
  /** Where it leads on; null: nowhere. */
  readonly location: string | null;
  readonly text: string;
}

export class PageVisitor {
  readonly #gateway: string;
  readonly #cookies = new Map<string, string>();

  constructor(gateway: string) {
    this.#gateway = gateway;
  }

  /** @param form what is sent by POST; none: GET */
  async visit(address: string, form?: URLSearchParams): Promise<Visited> {
    const response = await fetch(new URL(address, this.#gateway), {
      redirect: 'manual',
      headers: { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    const { headers, status } = response;
    const to = headers.get('location');
    const location = to === null ? null : new URL(to, new URL(address, this.#gateway)).href;
    return { status, headers, location, text: await response.text() };
  }

  /** By the issuer's page, with a one-time code: once for each login. @throws Error where it does not come back */
  async signIn({ login, password, totpSecret }: DemoLogin, address: string): Promise<void> {
    const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate();
    let page = await this.#follow(address);
    const [form] = formsIn(readHtml(page.text.replace(/<style>.*<\/style>/s, '')), page.at);
    const action = new URL(form?.action ?? '', page.at).href;
    page = await this.#follow(action, new URLSearchParams({ login, password, code }));
    if (new URL(page.at).origin !== new URL(this.#gateway).origin) {
      throw new Error(`\`${login}\` could not sign in at the pages: ${page.at}`);
    }
  }

  async #follow(address: string, form?: URLSearchParams): Promise<{ at: string; text: string }> {
    let at = new URL(address, this.#gateway).href;
    let visited = await this.visit(at, form);
    while (visited.location !== null) {
      at = visited.location;
      visited = await this.visit(at);
    }
    return { at, text: visited.text };
  }
}
