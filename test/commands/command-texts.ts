/** Commands as they stand in a text: in a page of Markdown, in a command's help, in what a command has printed. */

export interface NamedCommand {
  /** On one line, without its comment. */
  readonly text: string;
  /** File and line, or the command whose help it is. */
  readonly place: string;
}

const PROGRAMS = [
  ...['npm', 'npx', 'node', 'curl', 'psql', 'pg_dump', 'pg_restore', 'docker', 'git', 'python3?', 'pip'],
  ...['apt-get', 'systemctl', 'openssl', 'sudo'],
].join('|');
/** What a line of a shell or of psql may begin with. Settings may stand before it. */
const PROGRAM = new RegExp(
  `^(?:[A-Z][A-Z_]*=\\S+ )*(?:${PROGRAMS})\\s|^(?:CREATE|ALTER|DROP|GRANT|REVOKE) [A-Z]+ `,
);
/** Fences of other languages hold programs and messages. */
const SHELLS = new Set(['', 'sh', 'bash', 'shell', 'console', 'sql']);

/** What is fenced, and what stands in backquotes in a sentence. */
export function commandsInMarkdown(markdown: string, file: string): NamedCommand[] {
  const found: NamedCommand[] = [];
  const at = (offset: number) => `${file}:${markdown.slice(0, offset).split('\n').length}`;
  const prose = markdown.replace(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm, (fence, _, language, body, offset) => {
    if (SHELLS.has(language)) {
      for (const line of joined(body).split('\n')) {
        const text = plain(line.replace(/^\s*\$ /, ''));
        if (PROGRAM.test(text)) found.push({ text, place: at(offset + fence.indexOf(line.slice(0, 20))) });
      }
    }
    return fence.replace(/[^\n]/g, ' ');
  });
  for (const { 2: code, index } of prose.matchAll(/(`+)([^`]+)\1/g)) {
    const text = plain((code as string).replaceAll('\n', ' '));
    if (PROGRAM.test(text)) found.push({ text, place: at(index) });
  }
  return found.flatMap(({ text, place }) => text.split(' && ').map((part) => ({ text: part, place })));
}

const GATEWAY = /(?:[A-Z][A-Z_]*=\S+ +)*(?:npm run (?:--silent )?gateway -- |npm start)/;

/** The gateway's own, wherever they stand in a line: in backquotes, in brackets, before two spaces, up to its end. */
export function commandsInOutput(output: string): string[] {
  return joined(output)
    .split('\n')
    .flatMap((line) => {
      const found: string[] = [];
      for (let rest = line; ; ) {
        const match = GATEWAY.exec(rest);
        if (match === null) return found;
        const before = rest[match.index - 1];
        const text = rest.slice(match.index);
        const end = before === '`' ? /`/ : before === '(' ? /\)/ : /\s{2,}|, (?=npm run)|$/;
        const length = match[0].trimEnd().length;
        const cut = length + text.slice(length).search(end);
        found.push(plain(text.slice(0, cut < length ? undefined : cut)));
        rest = text.slice(Math.max(cut, length));
      }
    });
}

/** Lines that end in a backslash, with those after them. */
function joined(text: string): string {
  return text.replace(/ *\\\n\s*/g, ' ');
}

function plain(line: string): string {
  return line
    .replace(/\s+#\s.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
