/** The page at `/`: what this is, where to read on, and whom to ask. It works without a script, and asks nothing. */
import { createHash } from 'node:crypto';
import type { Config } from '../settings/config.ts';
import { escaped } from './layout/escaped.ts';

const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:44rem;padding:1rem}
dt{font-weight:bold;margin-top:.75rem}
dd{margin:0}
a{overflow-wrap:anywhere}`;

/** The policy that loads nothing but the page's own style, and lets nothing frame it. */
export const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Group {
  readonly title: string;
  /** The path, and what a reader finds there. */
  readonly links: readonly (readonly [path: string, what: string])[];
}

const GROUPS: readonly Group[] = [
  {
    title: 'For engineers of partner agencies',
    links: [
      ['/docs', 'The guides: for partners, officers, operators and auditors, and the API with its examples.'],
      ['/openapi.json', 'The whole API (OpenAPI 3.1), with every answer and every error.'],
      ['/v1/purposes', 'The purposes that there are, what each needs, and which are always refused.'],
      [
        '/.well-known/oauth-protected-resource',
        'How to get an access token, and how it is bound to your key (RFC 9728).',
      ],
      ['/.well-known/jwks.json', 'The keys that verify signed answers (RFC 7517).'],
    ],
  },
  {
    title: 'For anyone who wants to check the gateway',
    links: [
      ['/transparency', 'Who can see license-plate reads, and what for.'],
      ['/transparency.json', 'The same for programs; `/openapi.json` describes it.'],
      ['/transparency.atom', 'Grants, revocations and halts as a feed.'],
      [
        '/log/checkpoint',
        'The newest signed head of the public log (C2SP tlog-tiles). It names no plate, officer or case.',
      ],
      [
        '/verify',
        'A page that checks a receipt or the whole log in your browser; it can be saved, and works as a file.',
      ],
      ['/log/published', 'How many entries of the log can be read now, and after how long.'],
    ],
  },
  {
    title: 'Status',
    links: [
      ['/healthz', 'Whether the gateway answers.'],
      ['/readyz', 'Whether it could release reads now, or what it waits for.'],
    ],
  },
];

/** @returns HTML */
export function startPage({ contact, owner }: Pick<Config, 'contact' | 'owner'>): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>ALPR sharing gateway of ${owner}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>ALPR sharing gateway</h1>
<p>Colorado agencies ask here for license-plate reads of the agency with the ORI <code>${owner}</code>. Each request is judged
under Colorado law and the agency's policy, and stands in a public log before anything is released.</p>
</header>
<main>
${GROUPS.map(section).join('\n')}
<section aria-labelledby="ask">
<h2 id="ask">Whom to ask</h2>
${askFor(contact, owner)}
</section>
</main>
</body>
</html>
`;
}

function section({ links, title }: Group, at: number): string {
  const items = links.map(([path, what]) => `<dt><a href="${path}">${path}</a></dt>\n<dd>${what}</dd>`);
  return `<section aria-labelledby="group-${at}">
<h2 id="group-${at}">${title}</h2>
<dl>
${items.join('\n')}
</dl>
</section>`;
}

function askFor(contact: string | null, owner: string): string {
  if (contact === null) {
    return `<p>Ask the sharing administrators of the agency <code>${owner}</code>. The operator has named no address here
(setting <code>CONTACT</code>).</p>`;
  }
  const address = escaped(contact);
  return `<p>Ask the sharing administrators of the agency <code>${owner}</code>:
<a href="${address}">${address.replace(/^mailto:/, '')}</a></p>`;
}
