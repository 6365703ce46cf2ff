/** Reads hot lists from the gateway for the commands. */
import type { Client } from '../../cli/client/connect.ts';
import type { ShownList } from './hot-list.schema.ts';

export type ListView = ShownList;

export async function readLists(client: Client): Promise<readonly ListView[]> {
  return (await client.call<{ hotLists: ListView[] }>('GET', '/v1/hot-lists')).hotLists;
}

/** @throws Error naming the lists that there are */
export async function findListView(client: Client, name: string): Promise<ListView> {
  const lists = await readLists(client);
  const list = lists.find((one) => one.name === name);
  if (list !== undefined) return list;
  const names = lists.map((one) => `\`${one.name}\``).join(', ');
  throw new Error(`there is no list \`${name}\`${names === '' ? ' yet' : `: there are ${names}`}`);
}
