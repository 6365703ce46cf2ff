/** Adams' system enters a query that waits. */
import { control } from '../attack.ts';
import { ask, describe } from './ask.ts';
import { ADAMS } from './cast.ts';
import type { Target } from './scene.ts';

const DAY = 86_400_000;

/** @throws ControlFailed */
export async function enterStandingQuery(target: Target, plate: string): Promise<void> {
  const adams = target.as('adams');
  const body = {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0777',
      justification: 'pickup stolen from a parking lot on 72nd Avenue, owner reported it today',
    },
    onBehalfOf: { id: 'officer-7', name: 'Officer Seven', ori: ADAMS },
    plate: { number: plate },
    expiresAt: new Date(Date.now() + DAY).toISOString(),
  };
  const entered = await ask(target.url, adams, 'POST', '/v1/hot-lists/own/entries', body);
  control(entered.status < 300, `the standing query was not taken: ${describe(entered)}`);
}
