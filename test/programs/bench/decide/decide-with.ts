/** The rules themselves as a decider, with the registry looked up. */
import { decide } from '../../../../sharing-rules/decide.ts';
import type { Agency, Grant } from '../../../../sharing-rules/terms/agency.ts';
import type { DecisionInput } from '../../../../sharing-rules/terms/decision.ts';
import { factsFor } from '../../../../sharing-rules/terms/registry.ts';
import type { Decider } from './decider.ts';
import type { Request, World } from './world.ts';

/** Spelt out: a spread would cost as much as the decision. */
function inputFor({ input }: Request, agency: Agency | null, grant: Grant | null): DecisionInput {
  const { now, owner, halted, dataClass, subject, officer, query, findings } = input;
  const { judicialProcessVerified, usage, limits, approval } = input;
  return {
    now,
    owner,
    halted,
    dataClass,
    subject,
    agency,
    grant,
    officer,
    query,
    findings,
    judicialProcessVerified,
    usage,
    limits,
    approval,
  };
}

export function decideWith({ registry }: World): Decider['decide'] {
  return (request) => {
    const { agency, grant } = factsFor(registry, request.ori);
    const { effect, reasons } = decide(inputFor(request, agency, grant));
    if (effect === 'review') throw new Error(`\`decide\` holds for review: ${JSON.stringify(reasons)}`);
    return effect;
  };
}
