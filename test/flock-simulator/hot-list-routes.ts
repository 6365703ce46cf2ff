/** Custom hot lists: create, read, delete; their entries: add, list by pages, remove. */
import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { answer } from './answer.ts';
import { asker } from './asker.ts';
import type { Fault } from './misbehaviour.ts';
import type { HotList, HotListEntry, SimulatedVendor } from './simulated-vendor.ts';

const MOST = 3000;
type Sent = [number, unknown];

export function hotListRoutes(vendor: SimulatedVendor): Router {
  const routes = Router();
  const on = (
    verb: 'get' | 'post' | 'delete',
    path: string,
    act: (list: HotList, req: Request, faults: ReadonlySet<Fault>) => Sent,
  ) =>
    routes[verb](path, async (req: Request, res: Response) => {
      const faults = vendor.misbehaviours.take('hot_lists', undefined);
      const who = asker(vendor, faults, req, `custom-hotlists:${verb === 'get' ? 'read' : 'write'}`);
      const list = vendor.hotLists.get(String(req.params.hotlistId));
      let sent: Sent;
      if ('refused' in who) sent = who.refused;
      else if (list === undefined) sent = [404, { error: 'No hotlist was found with the given ID' }];
      else sent = act(list, req, faults);
      await answer(vendor, faults, res, ...sent);
    });
  ofAll(vendor, routes);
  on('get', '/hotlists/:hotlistId', (list) => [200, list]);
  on('delete', '/hotlists/:hotlistId', (list) => {
    vendor.hotLists.delete(list.id);
    return [204, undefined];
  });
  on('get', '/hotlists/:hotlistId/entries', pageOf);
  on('post', '/hotlists/:hotlistId/entries/addBatch', add);
  on('post', '/hotlists/:hotlistId/entries/deleteBatch', remove);
  return routes;
}

function ofAll(vendor: SimulatedVendor, routes: Router): void {
  routes.get('/hotlists', async (req: Request, res: Response) => {
    const faults = vendor.misbehaviours.take('hot_lists', undefined);
    const who = asker(vendor, faults, req, 'custom-hotlists:read');
    const all = [...vendor.hotLists.values()].map(({ id, name }) => ({ id, name }));
    await answer(vendor, faults, res, ...('refused' in who ? who.refused : ([200, all] as Sent)));
  });
  routes.post('/hotlists', async (req: Request, res: Response) => {
    const faults = vendor.misbehaviours.take('hot_lists', undefined);
    const who = asker(vendor, faults, req, 'custom-hotlists:write');
    await answer(vendor, faults, res, ...('refused' in who ? who.refused : create(vendor, req.body)));
  });
}

function create(vendor: SimulatedVendor, body: { name?: unknown; entries?: unknown } | undefined): Sent {
  if (typeof body?.name !== 'string' || !Array.isArray(body.entries)) {
    return [400, { error: 'name and entries are required.' }];
  }
  if (body.entries.length > MOST) return [413, { error: 'the number of entries exceeds the limit' }];
  const list: HotList = { id: randomUUID(), name: body.name, entries: body.entries.map(normalized) };
  vendor.hotLists.set(list.id, list);
  return [201, { id: list.id }];
}

function pageOf(list: HotList, req: Request): Sent {
  const limit = Number(req.query.limit ?? MOST);
  const offset = Number(req.query.cursor ?? 0);
  const entries = list.entries.slice(offset, offset + limit);
  const nextPage = offset + limit < list.entries.length ? String(offset + limit) : null;
  return [200, { entries, totalResults: list.entries.length, nextPage }];
}

function add(list: HotList, req: Request, faults: ReadonlySet<Fault>): Sent {
  const given = (req.body as { entries?: Partial<HotListEntry>[] } | undefined)?.entries;
  const whole = (one: Partial<HotListEntry>) =>
    Boolean(one.plate && one.reason && one.caseNumber !== undefined);
  if (!Array.isArray(given) || !given.every(whole)) {
    return [400, { error: 'each entry needs a plate, a reason and a case number.' }];
  }
  const entries = given.map(normalized);
  const same = (one: HotListEntry, other: HotListEntry) =>
    one.plate === other.plate && one.state === other.state;
  const fresh = entries.filter((one) => !list.entries.some((held) => same(held, one)));
  if (!faults.has('add_ignored')) list.entries.push(...fresh);
  return [200, { entries: fresh }];
}

function remove(list: HotList, req: Request, faults: ReadonlySet<Fault>): Sent {
  const ids = (req.body as { ids?: string[] } | undefined)?.ids;
  if (!Array.isArray(ids)) return [400, { error: 'ids is required.' }];
  if (!faults.has('removal_ignored')) list.entries = list.entries.filter((entry) => !ids.includes(entry.id));
  return [200, undefined];
}

/** The vendor keeps plates with O as 0 and without spaces. */
function normalized(entry: Partial<HotListEntry>): HotListEntry {
  const plate = String(entry.plate).replaceAll(/\s/g, '').toUpperCase().replaceAll('O', '0');
  return { ...(entry as HotListEntry), id: randomUUID(), plate };
}
