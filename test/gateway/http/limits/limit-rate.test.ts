/** Whose requests are counted together. */
import { expect, test } from '@jest/globals';
import express, { type ErrorRequestHandler } from 'express';
import { MemoryStore } from 'express-rate-limit';
import { limitRate } from '../../../../gateway/http/limits/limit-rate.ts';
import { listen } from '../../../../gateway/node/listen.ts';
import type { Ori } from '../../../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../../../sharing-rules/terms/asker.ts';

const PER_MINUTE = 3;

/** By one client, as all people of the owner sign in. */
const subjectOf = (personId: string | null): Subject => ({
  ...{ issuer: 'https://idp.invalid', clientId: 'console', agencyId: 1, ori: 'CO0010300' as Ori, personId },
  ...{ kind: personId === null ? 'system' : 'person', roles: [], mfa: true, senderConstrained: true },
  ...{ authenticatedAt: null, identities: 1 },
});

const tellStatus: ErrorRequestHandler = (error: { readonly status: number }, _request, response, _next) => {
  response.status(error.status).end();
};

/** @returns the statuses of so many requests, one after the other: of a person, or of the client itself */
async function usingLimit(
  work: (ask: (personId: string | null, times: number, lowering?: boolean) => Promise<number[]>) => unknown,
): Promise<void> {
  const limit = limitRate(PER_MINUTE, new MemoryStore());
  const app = express();
  app.get('/:count/:person', async (request, response) => {
    const { count, person } = request.params;
    const counted = count === 'lowering' ? limit.lowering : limit;
    await counted(request, response, subjectOf(person === 'none' ? null : person));
    response.end();
  });
  app.use(tellStatus);
  const listening = await listen('127.0.0.1', 0);
  listening.answerWith(app);
  try {
    await work(async (personId, times, lowering = false) => {
      const statuses: number[] = [];
      for (let i = 0; i < times; i += 1) {
        const path = `/${lowering ? 'lowering' : 'other'}/${personId ?? 'none'}`;
        statuses.push((await fetch(`http://127.0.0.1:${listening.port}${path}`)).status);
      }
      return statuses;
    });
  } finally {
    await listening.close(0);
  }
}

test('one person who asks too much uses up nothing of others who sign in by the same client', async () => {
  await usingLimit(async (ask) => {
    expect(await ask('auditor', PER_MINUTE + 1)).toEqual([200, 200, 200, 429]);
    expect(await ask('chief', PER_MINUTE)).toEqual([200, 200, 200]);
    expect(await ask(null, PER_MINUTE + 1)).toEqual([200, 200, 200, 429]);
  });
});

test('anyone who has asked for too much can still take a right away, and that is counted too', async () => {
  await usingLimit(async (ask) => {
    expect(await ask('chief', PER_MINUTE + 1)).toEqual([200, 200, 200, 429]);
    expect(await ask('chief', PER_MINUTE + 1, true)).toEqual([200, 200, 200, 429]);
  });
});
