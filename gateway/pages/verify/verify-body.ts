/** Writes the body of the page that checks receipts and the log. */
import { escaped } from '../layout/escaped.ts';

/** The only texts that are not the page's own. */
interface BodyFacts {
  /** The gateway's address: a saved page has no other way back. */
  readonly gateway: string;
  readonly logKey: string;
}

/** @returns HTML. Its fields are in no form, and spelling is not checked: nothing pasted is sent to anybody. */
export function pageBody({ gateway, logKey }: BodyFacts): string {
  const home = escaped(gateway);
  return `<nav class="shell" aria-label="Pages">
<strong>ALPR sharing gateway</strong>
<a href="${home}/transparency">Transparency</a>
<a href="${home}/docs">Documentation</a>
</nav>
<header>
<h1>Check a receipt or the public log</h1>
<p>Every answer of the gateway has a receipt, and every decision is an entry of a public log. This page checks both in your browser, with the
key of the log. It sends nothing to anybody: to check the log, it reads the log's public files.</p>
<noscript><p><strong>JavaScript is off, and this page needs it to compute.</strong> With Node and the gateway's source you can check the
same with <code>node dist/gateway/audit-verify/main.js --help</code>.</p></noscript>
<p id="saving">The server itself could give you a false page. <a href="verify" download="verify.html">Save this page</a> once and open the
saved file from then on; compare its SHA-256 with the one that others have.</p>
</header>
<main>
<h2>The log</h2>
<label for="key">Key of the log</label>
<p class="hint" id="key-hint">Compare it with the key that the owner gave you by another way than this page. Whole, it is
<code>${escaped(logKey)}</code></p>
<input id="key" aria-describedby="key-hint" autocomplete="off" spellcheck="false" value="${escaped(logKey)}">
<label for="address">Address of the log</label>
<p class="hint" id="address-hint">Needed for the whole log only.</p>
<input id="address" type="url" aria-describedby="address-hint" autocomplete="off" spellcheck="false" value="${home}/log">
<h2>Is this what was logged?</h2>
<label for="receipt">Receipt</label>
<p class="hint" id="receipt-hint">An answer as JSON, as the gateway gave it, or its <code>receipt</code> alone. It stays in this browser, and is not
stored.</p>
<textarea id="receipt" rows="8" aria-describedby="receipt-hint" autocomplete="off" spellcheck="false"></textarea>
<label for="receipt-file">Or open its file</label>
<input id="receipt-file" type="file" accept=".json,application/json,text/plain">
<button id="verify" type="button" disabled>Verify</button>
<h2>Has the log only grown?</h2>
<label for="before">Checkpoint from before</label>
<p class="hint" id="before-hint">What this page, or the <code>--save</code> of <code>audit verify</code>, kept last time. Without one, the log is
checked as it is now.</p>
<textarea id="before" rows="5" aria-describedby="before-hint" autocomplete="off" spellcheck="false"></textarea>
<label for="before-file">Or open the checkpoint's file</label>
<input id="before-file" type="file" accept=".txt,text/plain">
<button id="whole" type="button" disabled>Check the whole log</button>
<button id="forget" class="lesser" type="button" hidden>Forget this checkpoint</button>
<a id="save" class="button lesser" download="checkpoint.txt" hidden>Save the checkpoint</a>
<div id="progress" hidden>
<p><label for="bar">Progress</label> <span id="counted"></span></p>
<progress id="bar" max="1" value="0"></progress>
<button id="stop" class="lesser" type="button">Stop</button>
</div>
<h2>Result</h2>
<div id="good" class="verdict" role="status" tabindex="-1" hidden></div>
<div id="bad" class="verdict" role="alert" tabindex="-1" hidden></div>
<h2>What this shows, and what it cannot</h2>
<p>A receipt that is verified was in the tree that the log's key signed. A log that is verified has exactly the entries whose root was signed, and
grew from each checkpoint that you kept. Keep checkpoints, and compare them with those of others: only that can show whether
a log shows different entries to different people.</p>
<p>You can trust this page only as far as the place that you have it from. Its SHA-256 is what <code>sha256sum verify.html</code> (Linux),
<code>shasum -a 256 verify.html</code> (macOS) or <code>certutil -hashfile verify.html SHA256</code> (Windows) prints of the saved file. The log has it too: the gateway's <code>/verify.json</code> names it, with a
receipt that you can check here.</p>
</main>`;
}
