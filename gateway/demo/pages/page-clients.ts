/** Lists the clients through which people sign in at the demo's pages, one for each agency with people. */

export interface PageClient {
  readonly clientId: string;
  readonly name: string;
  readonly ori: string;
}

export const PAGE_CLIENTS: readonly PageClient[] = [
  { clientId: 'demo-pages', name: 'Commerce City Police Department', ori: 'CO0010300' },
  { clientId: 'demo-pages-adams', name: 'Adams County Sheriff', ori: 'CO0010000' },
];
