/** Released queries that state an incident without words, and the case files of the agency that asked them. */
import { randomBytes } from 'node:crypto';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import type { GivenAnswer } from '../../../../gateway/oversight/records/take-answers.ts';
import { createHistoryCoder } from '../../../../gateway/release/facts/history-codes.ts';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import type { Incident } from '../../../../sharing-rules/terms/incident.ts';
import type { Offense } from '../../../../sharing-rules/terms/query.ts';
import { plateKeys } from '../../../setup/administration-app.ts';
import { pendingQuery } from '../../../setup/database/sharing-fixture.ts';
import { OWNER, type TestRegistry } from '../../../setup/database/test-registry.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';
import { testLimits } from '../../../setup/test-limits.ts';

export const DAY = 86_400_000;

/** What the agency's records system has, by case number. */
export interface CaseFile {
  readonly offense: Offense;
  readonly date: string;
  readonly plates: readonly string[];
}

export interface Asked {
  readonly caseNumber: string;
  readonly plate: string;
  readonly occurred?: number;
  readonly justification?: string;
  /** Without: a stolen vehicle. Words that are asked for say nothing there. */
  readonly code?: 'stolen_vehicle' | 'human_trafficking';
  /** It waits for hits. */
  readonly waits?: true;
  /** The release whose next page it is. */
  readonly follows?: string;
}

export function openReleases({ gatewayUrl }: Pick<TestRegistry, 'gatewayUrl'>): PatientQueue {
  return openQueue(
    { url: gatewayUrl, connections: 1 },
    {
      ...{ owner: OWNER, limits: testLimits(), rulesRevision: 'test', refusalsPerDay: 1_000_000, plateKeys },
      codeHistory: createHistoryCoder(plateKeys('history')),
      signer: createCheckpointSigner('test.example/log', generateLogKey()),
      witness: new HeadWitness(),
    },
  );
}

/** By the agency's system, of the officer `officer-1`. Resolves to what became of it. */
export async function ask(
  { commit }: Pick<PatientQueue, 'commit'>,
  { agencyId, issuer, ori }: { readonly agencyId: number; readonly issuer: string; readonly ori: string },
  {
    caseNumber,
    code = 'stolen_vehicle',
    follows,
    justification,
    occurred = Date.now() - 2 * DAY,
    plate,
    waits,
  }: Asked,
): Promise<{ index: number; effect: string; details: readonly (string | undefined)[] }> {
  const incident: Incident = {
    ...{ kind: 'offense', occurred: { from: occurred }, place: { city: 'Brighton' }, vehicle: 'stolen' },
    ...{ reportedBy: 'victim', affirmed: true },
  };
  const isStolen = code === 'stolen_vehicle';
  const offense = { system: 'nibrs', code: isStolen ? '240' : '64A' } as const;
  const now = Date.now();
  const pending = pendingQuery(agencyId, {
    subject: {
      ...{ kind: 'system', issuer, clientId: 'cad', agencyId, ori, personId: null, roles: [], mfa: false },
      ...{ authenticatedAt: null, senderConstrained: true },
    } as never,
    query: {
      purpose: {
        ...{
          code,
          caseNumber,
          offense,
          incident: isStolen ? incident : { ...incident, vehicle: 'of_suspect' },
        },
        ...(justification === undefined ? {} : { justification }),
      },
      onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: ori as never },
      plate: { number: plate, match: 'exact' },
      ...{ from: now - 2 * DAY, to: now, limit: 100 },
    },
    findings: isStolen ? [] : [{ code: 'purpose_vague', effect: 'deny', detail: 'nothing_stated' }],
    follows: follows ?? null,
    proof: { hash: randomBytes(32), expiresAt: new Date(now + 60_000) },
  });
  const outcome = await commit(
    waits
      ? ({ ...pending, of: 'standing_query', found: { text: '[]', count: 0, next: null } } as never)
      : pending,
  );
  if (outcome.kind === 'released' || outcome.kind === 'denied' || outcome.kind === 'held') {
    const { appended, decision } = outcome.kind === 'released' ? outcome.release : outcome;
    const details = decision.reasons.map(({ detail }) => detail);
    return { index: appended.sealed.index, effect: decision.effect, details };
  }
  throw new Error(`the query came to \`${outcome.kind}\``);
}

/** A truthful records office: it answers each line of the request from its case files, and from nothing else. */
export function answerTruthfully(csv: string, files: ReadonlyMap<string, CaseFile>): GivenAnswer[] {
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  const names = cellsOf(head);
  return lines.map((line) => {
    const row = Object.fromEntries(cellsOf(line).map((cell, i) => [names[i], cell]));
    const index = Number(row.index);
    const file = files.get(row.caseNumber ?? '');
    if (file === undefined) return { index, caseExists: false, plateNamed: false };
    const { date, offense, plates } = file;
    return { index, caseExists: true, offense, date, plateNamed: plates.includes(row.plate ?? '') };
  });
}

const cellsOf = (line: string) => line.split(',').map((cell) => cell.replaceAll('"', ''));
