/** `POST /reads/lookup` and its pages: the reads of one full plate in a window, at most 50 a page. */
import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { answer } from './answer.ts';
import { asker } from './asker.ts';
import type { Fault } from './misbehaviour.ts';
import type { SimulatedRead } from './simulated-read.ts';
import type { Page, Question, SimulatedVendor } from './simulated-vendor.ts';
import { spoilReads } from './spoil-reads.ts';

const SCOPE = 'plate-reads:lookup';
const MOST = 50;

export function readsRoutes(vendor: SimulatedVendor): Router {
  const routes = Router();
  routes.post('/reads/lookup', async (req: Request, res: Response) => {
    const body = (req.body ?? {}) as Record<string, unknown>;
    const plate = String(body.plate ?? '');
    const faults = vendor.misbehaviours.take('reads', plate);
    const who = asker(vendor, faults, req, SCOPE);
    const [status, sent] = 'refused' in who ? who.refused : lookUp(vendor, faults, who.client.clientId, body);
    await answer(vendor, faults, res, status, sent);
  });
  routes.get('/reads/lookup/page/:pageId', async (req: Request, res: Response) => {
    const page = vendor.pages.get(String(req.params.pageId));
    const faults = vendor.misbehaviours.take('reads', page?.question.plate);
    const who = asker(vendor, faults, req, SCOPE);
    if ('refused' in who) return answer(vendor, faults, res, ...who.refused);
    if (page === undefined) return answer(vendor, faults, res, 422, { error: 'There is no such page.' });
    await answer(vendor, faults, res, 200, present(vendor, faults, page));
  });
  return routes;
}

function lookUp(
  vendor: SimulatedVendor,
  faults: ReadonlySet<Fault>,
  who: string,
  body: Record<string, unknown>,
): [number, unknown] {
  const fault = faultOf(body);
  if (fault !== undefined) return [422, { error: fault }];
  const question: Question = {
    id: randomUUID(),
    at: new Date(),
    who,
    plate: String(body.plate),
    reason: String(body.reason),
    caseNumber: String(body.caseNumber ?? ''),
    from: new Date(String(body.startDate)),
    to: new Date(String(body.endDate)),
  };
  vendor.questions.push(question);
  const reads = find(vendor, question, body);
  const page = { question, limit: Number(body.limit ?? MOST), offset: 0, reads };
  return [200, present(vendor, faults, page)];
}

function faultOf(body: Record<string, unknown>): string | undefined {
  for (const field of ['plate', 'reason', 'startDate', 'endDate']) {
    if (typeof body[field] !== 'string' || body[field] === '') return `${field} is required.`;
  }
  for (const field of ['startDate', 'endDate']) {
    if (Number.isNaN(Date.parse(String(body[field])))) return `${field} is not an ISO 8601 date.`;
  }
  const limit = body.limit ?? MOST;
  if (!Number.isInteger(limit) || Number(limit) < 1 || Number(limit) > MOST)
    return `limit is not from 1 to ${MOST}.`;
  if ('radius' in body || 'area' in body)
    return 'the simulator looks up plates only, without radius or area.';
  return undefined;
}

function find(vendor: SimulatedVendor, question: Question, body: Record<string, unknown>): SimulatedRead[] {
  const found = (vendor.readsByPlate.get(question.plate) ?? []).filter(
    (read) =>
      read.capturedAt >= question.from &&
      read.capturedAt <= question.to &&
      (body.state === undefined || body.state === read.state),
  );
  const sort = body.sort as readonly { order?: string }[] | undefined;
  const sign = sort?.[0]?.order === 'asc' ? 1 : -1;
  return found.sort((a, b) => sign * (a.capturedAt.getTime() - b.capturedAt.getTime()));
}

function present(vendor: SimulatedVendor, faults: ReadonlySet<Fault>, page: Page) {
  const { reads, offset, limit, question } = page;
  const next = offset + limit < reads.length ? keep(vendor, { ...page, offset: offset + limit }) : undefined;
  const previous = offset > 0 ? keep(vendor, { ...page, offset: Math.max(0, offset - limit) }) : undefined;
  const from = faults.has('duplicate_pages') ? 0 : offset;
  return {
    results: spoilReads(faults, question, reads.slice(from, from + limit)),
    ...(next === undefined ? {} : { nextPageId: next }),
    ...(previous === undefined ? {} : { previousPageId: previous }),
    totalItems: reads.length,
  };
}

function keep(vendor: SimulatedVendor, page: Page): string {
  const id = randomUUID();
  vendor.pages.set(id, page);
  return id;
}
