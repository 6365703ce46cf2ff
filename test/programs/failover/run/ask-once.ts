/** One question of the first partner, and what two administrators do for it. */

import { eventually } from '../../../setup/eventually.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import type { FurnishedWorld } from '../../faults/cluster/world.ts';
import { Administrator, issueGrant } from '../../faults/load/administrator.ts';
import { HttpConnection } from '../../faults/load/http-connection.ts';
import { queryBody } from '../../faults/load/partner-load.ts';

export interface AskedOnce {
  readonly status: number;
  readonly body: string;
}

/** Grants it, unless it has a grant, and asks. */
export async function shareAndAsk(world: FurnishedWorld): Promise<AskedOnce> {
  const both = administratorsOf(world);
  if ((await issueGrant(both, castOf(world).ori)) === null)
    throw new Error('the first partner could not be granted');
  for (const administrator of both) administrator.close();
  return askOnce(world);
}

export function castOf(world: FurnishedWorld) {
  const [first] = world.cast.partners;
  if (first === undefined) throw new Error('there is no partner');
  return { first, ori: first.ori };
}

export function administratorsOf({ cast, port }: FurnishedWorld): [Administrator, Administrator] {
  const [one, two] = cast.administrators;
  return [new Administrator(port, one), new Administrator(port, two)];
}

export async function askOnce(world: FurnishedWorld): Promise<AskedOnce> {
  const { first, ori } = castOf(world);
  const connection = new HttpConnection(world.port);
  const request = () => requestBytes(first, 'POST', '/v1/queries', queryBody(ori, 0, 5));
  let answer = { status: 0, body: '' };
  await eventually(async () => {
    answer = await connection.exchange(request()).catch(() => ({ status: 0, body: '' }));
    return answer.status !== 0 && answer.status !== 503;
  });
  connection.close();
  return answer;
}
