/** The rules under which logged decisions are taken again, each by the revision that its entry names. */
import { decideAgain } from '../../../sharing-rules/decide-again.ts';
import type { Decision } from '../../../sharing-rules/terms/decision.ts';
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import type { Queryable } from '../../database/queryable.ts';
import { revisionOf } from '../../settings/rules-revision.ts';
import { CannotBuild } from './build-rules.ts';
import { type KeptRules, openKeptRules } from './kept-rules.ts';
import { findKeptRules } from './kept-rules-store.ts';
import type { Question, SaidDecision } from './read-detail.ts';

/**
 * `rules_not_kept`: nobody has the rules of that revision. `rules_not_built`: they are TypeScript, and this installation
 * has nothing to build them with. `rules_failed`: they are not what was kept, or could not be run.
 */
export type WithoutRules = 'rules_not_kept' | 'rules_not_built' | 'rules_failed';

export interface RulesInUse {
  /** In the order given. */
  decideUnder(
    revision: string,
    questions: readonly Question[],
  ): Promise<readonly SaidDecision[] | WithoutRules>;
  /** To be called when they are no longer used. */
  close(): Promise<void>;
}

interface Opened {
  readonly revision: string;
  readonly rules: KeptRules;
}

/**
 * The running ones in this process, and beside them, since a log seldom goes from one revision to another, those of one
 * other revision at a time.
 * @param running the revision of this node's own rules
 */
export function rulesInUse(db: Queryable, running: string): RulesInUse {
  let opened: Opened | null = null;
  const close = async () => {
    const { rules } = opened ?? {};
    opened = null;
    await rules?.close();
  };
  const open = async (revision: string): Promise<Opened | WithoutRules> => {
    if (opened?.revision === revision) return opened;
    await close();
    const code = await findKeptRules(db, revision);
    if (code === null) return 'rules_not_kept';
    if (revisionOf(code) !== revision) return 'rules_failed';
    opened = { revision, rules: await openKeptRules(code) };
    return opened;
  };
  return {
    decideUnder: async (revision, questions) => {
      if (revision === running) {
        return questions.map(({ input, isDryRun }) => said(decideAgain(input, isDryRun)));
      }
      const found = await open(revision).catch(causeOf);
      if (typeof found === 'string') return found;
      try {
        return (await found.rules.decideAgain(questions)).map(said);
      } catch (error) {
        await close();
        return causeOf(error);
      }
    },
    close,
  };
}

function causeOf(error: unknown): WithoutRules {
  return error instanceof CannotBuild ? 'rules_not_built' : 'rules_failed';
}

function said({ effect, obligations, reasons }: Decision): SaidDecision {
  return { effect, obligations, reasons: withoutWords(reasons) };
}
