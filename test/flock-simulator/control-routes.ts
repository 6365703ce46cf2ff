/** Controls for a simulator in a process of its own, under `/control`; no part of the vendor's API. */
import { type Request, type Response, Router } from 'express';
import { auditExport } from './audit-export.ts';
import { FAULTS, type Misbehaviour } from './misbehaviour.ts';
import { sendAlert } from './send-alert.ts';
import { type GivenRead, simulatedRead } from './simulated-read.ts';
import type { SimulatedVendor } from './simulated-vendor.ts';

export function controlRoutes(vendor: SimulatedVendor): Router {
  const routes = Router();
  routes.post('/control/misbehave', (req: Request, res: Response) => {
    const given = req.body as Misbehaviour;
    if (!FAULTS.includes(given.fault)) {
      res.status(422).json({ error: `fault is not one of: ${FAULTS.join(', ')}.` });
      return;
    }
    vendor.misbehaviours.add(given);
    res.status(204).end();
  });
  routes.post('/control/behave', (_req: Request, res: Response) => {
    vendor.misbehaviours.clear();
    res.status(204).end();
  });
  routes.post('/control/delay', (req: Request, res: Response) => {
    vendor.delayMs = Number((req.body as { ms: number }).ms);
    res.status(204).end();
  });
  routes.post('/control/reads', (req: Request, res: Response) => {
    vendor.addReads((req.body as SentRead[]).map(readOf));
    res.status(204).end();
  });
  routes.post('/control/alert', async (req: Request, res: Response) => {
    res.json(await sendAlert(vendor, readOf(req.body as SentRead)));
  });
  routes.get('/control/audit-export', (_req: Request, res: Response) => {
    res.type('text/csv').send(auditExport(vendor.questions));
  });
  return routes;
}

type SentRead = Omit<GivenRead, 'capturedAt'> & { readonly capturedAt: string };

function readOf(sent: SentRead) {
  return simulatedRead({ ...sent, capturedAt: new Date(sent.capturedAt) });
}
