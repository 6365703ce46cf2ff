/** Builds `/verify`: the page that checks receipts and the public log in a browser, whole in one file. */
import { createHash } from 'node:crypto';
import { pageBody } from './verify-body.ts';
import PROGRAM from './verify-program.json' with { type: 'json' };
import { STYLE } from './verify-style.ts';

export interface VerifyPage {
  readonly html: Buffer;
  /** The policy of the page as it is served: it reads from its own server only. */
  readonly policy: string;
  /** The hash of `html`. */
  readonly sha256: Buffer;
  /** The hash of the program, as policies write it: the same in every deployment. */
  readonly program: string;
}

export interface VerifyPageFacts {
  /** The key that is filled in, to be compared with what the owner told in another way. */
  readonly logKey: string;
  readonly publicUrl: string;
}

/**
 * Lets every script and every style run by its hash alone. A form is never sent: what was pasted stays on the
 * page. The icon is empty, so that none is asked for.
 */
function policy(script: string, connect: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(STYLE)}'`,
    'img-src data:',
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The sources of a saved page: any log over https, and one on this machine. */
const ANY_LOG = "'self' https: http://localhost:* http://127.0.0.1:*";

export function verifyPage({ logKey, publicUrl }: VerifyPageFacts): VerifyPage {
  const script = `\n${PROGRAM.join('\n')}\n`;
  const html = Buffer.from(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, ANY_LOG)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>Check a receipt or the public log</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
${pageBody({ gateway: publicUrl.replace(/\/+$/, ''), logKey })}
<script type="module">${script}</script>
</body>
</html>
`);
  return {
    html,
    policy: `${policy(script, "'self'")}; frame-ancestors 'none'`,
    sha256: createHash('sha256').update(html).digest(),
    program: hashOf(script),
  };
}

function hashOf(inline: string): string {
  return `sha256-${createHash('sha256').update(inline).digest('base64')}`;
}
