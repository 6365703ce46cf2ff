/** Somebody who is signed in at the pages, asks for them as a browser does, and measures what comes. */
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { type DemoLogin, signInAtPages } from '../../../setup/pages/sign-in-at-pages.ts';

export interface Visit {
  readonly status: number;
  /** Ms to the first byte of the answer's body. */
  readonly firstByte: number;
  readonly html: string;
}

export interface Visitor {
  visit(address: string): Promise<Visit>;
  /** Bytes of the page and of every style and script that it names, each compressed as it is sent. */
  weigh(html: string): Promise<number>;
}

/** @param who null: a stranger */
export async function openVisitor(
  browser: Browser,
  gateway: string,
  who: DemoLogin | null,
): Promise<Visitor> {
  const cookie = who === null ? '' : await signIn(browser, gateway, who);
  const weights = new Map<string, Promise<number>>();
  const sizeOf = (address: string) => {
    const known =
      weights.get(address) ?? fetch(gateway + address).then(async (asset) => compressed(await asset.text()));
    weights.set(address, known);
    return known;
  };
  return {
    visit: async (address) => {
      const began = performance.now();
      const response = await fetch(gateway + address, {
        redirect: 'manual',
        headers: {
          Cookie: cookie,
          Accept: 'text/html',
          'Accept-Encoding': 'gzip',
          'Sec-Fetch-Site': 'same-origin',
        },
      });
      const reader = response.body?.getReader();
      const first = await reader?.read();
      const firstByte = performance.now() - began;
      const parts = first?.value === undefined ? [] : [first.value];
      for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
        parts.push(next.value);
      return { status: response.status, firstByte, html: Buffer.concat(parts).toString('utf8') };
    },
    weigh: async (html) => {
      const assets = new Set(
        [...html.matchAll(/<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"/g)].map(([, at]) => at),
      );
      const sizes = await Promise.all([...assets].map((address) => sizeOf(address as string)));
      return compressed(html) + sizes.reduce((sum, size) => sum + size, 0);
    },
  };
}

const compressed = (text: string): number => gzipSync(text).length;

async function signIn(browser: Browser, gateway: string, who: DemoLogin): Promise<string> {
  const context = await browser.newContext();
  try {
    await signInAtPages(await context.newPage(), gateway, '/console', who);
    const cookies = await context.cookies(gateway);
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  } finally {
    await context.close();
  }
}

/** Addresses of other pages of the gateway that a page links to, without their fragments. */
export function linksIn(html: string): string[] {
  const found = [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, address]) => address as string);
  return [...new Set(found.map((address) => address.replaceAll('&amp;', '&')))];
}
