/**
 * `npm run test:attacks -- [--only NAME …]`: what one person, one partner, one auditor or the operator may try, as
 * programs against a running gateway. Exits 1 where one got through, or where nothing could be shown.
 */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { runHarness } from '../../setup/run-harness.ts';
import { ControlFailed } from './attack.ts';
import { ATTACKS, type AttackName, loadAttack, ON_THE_DEMO, TIMED } from './attack-list.ts';
import { openScene, type Scene } from './scene/scene.ts';

interface Options {
  readonly only?: readonly string[];
  readonly json?: true;
  readonly source: string;
}

/** `not shown`: the honest way did not work, or the attack itself failed. */
type Outcome = 'refused' | 'BREACH' | 'not shown';

interface Line {
  readonly name: string;
  readonly tries: string;
  readonly outcome: Outcome;
  readonly seen: string;
  readonly seconds: number;
}

function chosen(only: readonly string[] = ATTACKS): readonly AttackName[] {
  const unknown = only.find((name) => !(ATTACKS as readonly string[]).includes(name));
  if (unknown === undefined) return ATTACKS.filter((name) => only.includes(name));
  throw new InvalidArgumentError(`no attack \`${unknown}\`: there are ${ATTACKS.join(', ')}`);
}

/** Two of the others are carried out at a time; what compares times comes after them. */
function inTurns(names: readonly AttackName[]) {
  const untimed = names.filter((name) => !TIMED.has(name));
  return {
    demo: untimed.filter((name) => ON_THE_DEMO.has(name)),
    others: untimed.filter((name) => !ON_THE_DEMO.has(name)),
    alone: names.filter((name) => TIMED.has(name)),
  };
}

async function carryOut(scene: Scene, name: AttackName): Promise<Line> {
  const { run, tries } = await loadAttack(name);
  const began = performance.now();
  const [outcome, seen] = await run(scene).then(
    (verdict): [Outcome, string] => [verdict.refused ? 'refused' : 'BREACH', verdict.seen],
    (error): [Outcome, string] => ['not shown', error instanceof ControlFailed ? error.message : error.stack],
  );
  await scene.endAttack();
  return { name, tries, outcome, seen, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

async function attacks({ json, only, source }: Options): Promise<void> {
  const names = chosen(only);
  const began = performance.now();
  const outcomes: Outcome[] = [];
  const scene = await openScene(resolve(source));
  if (names.length > 1) scene.prepare();
  const carryOutAll = async (on: Scene, these: AttackName[]) => {
    for (let name = these.shift(); name !== undefined; name = these.shift()) {
      const line = await carryOut(on, name);
      outcomes.push(line.outcome);
      process.stdout.write(`${json ? JSON.stringify(line) : textOf(line)}\n`);
    }
  };
  const { alone, demo, others } = inTurns(names);
  try {
    const first = carryOutAll(scene, demo).then(() => carryOutAll(scene, others));
    await Promise.all([first, carryOutAll(scene.beside(), others)]);
    await carryOutAll(scene, alone);
  } finally {
    await scene.close();
  }
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const seconds = Math.round((performance.now() - began) / 1_000);
  const sum = { attacks: names.length, refused: count('refused'), breaches: count('BREACH'), seconds };
  process.stdout.write(
    json
      ? `${JSON.stringify(sum)}\n`
      : `${sum.refused} of ${sum.attacks} refused, ${sum.breaches} breaches, ${seconds} s\n`,
  );
  if (sum.refused < sum.attacks) process.exitCode = 1;
}

const textOf = ({ name, outcome, seconds, seen, tries }: Line) =>
  `${name}: ${tries}\n  ${outcome} (${seconds} s): ${seen}`;

// Each program that is started ends with this one.
process.setMaxListeners(100);

const program = new Command('test:attacks')
  .description('Attacks a running gateway from outside, each time as somebody with what they rightly hold.')
  .option('--only <name...>', `carry out only these: ${ATTACKS.join(', ')}`)
  .option('--json', 'print one JSON object an attack, and their sum last')
  .option('--source <directory>', 'checkout of the gateway to attack', process.cwd())
  .action(attacks);

await runHarness(program);
