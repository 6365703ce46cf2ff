/** `compose.yaml` as a value: its services, and the order in which they start. */
import { readYaml } from './read-yaml.ts';

export interface Service {
  readonly image?: string;
  readonly build?: { readonly target: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly networks?: { readonly default: { readonly ipv4_address: string } };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly user?: string;
  readonly restart?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, null>>;
}

export const readCompose = () => readYaml<ComposeFile>('compose.yaml');

/** Names of those that `docker compose up` starts, each after those that it waits for. @throws Error for a circle */
export function inOrder({ services }: ComposeFile): string[] {
  const started: string[] = [];
  const start = (name: string, waiting: readonly string[]) => {
    if (started.includes(name)) return;
    if (waiting.includes(name)) throw new Error(`${[...waiting, name].join(' waits for ')}`);
    for (const other of Object.keys(services[name]?.depends_on ?? {})) start(other, [...waiting, name]);
    started.push(name);
  };
  for (const [name, { profiles }] of Object.entries(services)) if (profiles === undefined) start(name, []);
  return started;
}
