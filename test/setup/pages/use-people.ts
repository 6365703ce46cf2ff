/** The demo's people at its pages, each signed in once for a file: a one-time code counts once in half a minute. */
import type { OpenedPage, TestBrowser, View } from '../browser.ts';
import type { DemoFixture } from '../demo/use-demo.ts';
import { personOf, signInAtPages } from './sign-in-at-pages.ts';

export interface People {
  /** At the address, as the login, in the browser that was opened for it first. */
  at(address: string, login: string, view?: Pick<View, 'scripts'>): Promise<OpenedPage>;
}

export function usePeople(fixture: DemoFixture<string>, browser: TestBrowser): People {
  const signedIn = new Map<string, OpenedPage>();
  return {
    at: async (address, login, { scripts = true } = {}) => {
      const { file } = fixture.demo;
      const key = `${login} ${scripts}`;
      const known = signedIn.get(key);
      if (known !== undefined) {
        const open = () => known.page.goto(file.gateway + address);
        // A node that stood still for a moment has cut its answers: a person loads the page again.
        await open().catch(open);
        return known;
      }
      const opened = await browser.open({ scripts });
      await signInAtPages(opened.page, file.gateway, address, personOf(file, login));
      signedIn.set(key, opened);
      return opened;
    },
  };
}
