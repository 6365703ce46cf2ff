/** The style of the page, within the page itself: a saved page has no server to ask for a style sheet. */

export const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif;
--ink:#1b1b1b;--paper:#fff;--quiet:#565c65;--line:#71767a;--act:#005ea2;--on-act:#fff;--link:#005ea2;
--good:#00a91c;--good-paper:#ecf3ec;--bad:#b50909;--bad-paper:#f4e3db;--note-paper:#f0f0f0}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#1b1b1b;--quiet:#a9aeb1;--line:#8d9297;--act:#73b3e7;--on-act:#1b1b1b;
--link:#73b3e7;--good:#21c834;--good-paper:#19311e;--bad:#fb5a47;--bad-paper:#3d1411;--note-paper:#2e2e2e}}
*{box-sizing:border-box}
body{background:var(--paper);color:var(--ink);margin:0 auto;max-width:52rem;padding:1rem;overflow-wrap:anywhere}
h1{line-height:1.2;margin:.5rem 0 1rem}
h2{border-top:1px solid var(--line);line-height:1.3;margin:2rem 0 .5rem;padding-top:1rem}
a{color:var(--link)}
.shell{background:#162e51;color:#fff;display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin:-1rem -1rem 1rem;padding:.75rem 1rem}
.shell a{color:#fff}
label{display:block;font-weight:bold;margin-top:1rem}
.hint{color:var(--quiet);display:block;margin:0}
input,textarea{background:var(--paper);border:1px solid var(--line);color:var(--ink);display:block;font:1rem/1.4 ui-monospace,monospace;
margin-top:.25rem;max-width:100%;padding:.5rem;width:100%}
input[type=file]{border:0;font-family:inherit;padding:.25rem 0}
button,.button{background:var(--act);border:2px solid var(--act);border-radius:.25rem;color:var(--on-act);cursor:pointer;display:inline-block;
font:bold 1rem/1.2 system-ui,sans-serif;margin:1rem .5rem 0 0;min-height:2.75rem;padding:.65rem 1.25rem;text-decoration:none}
button.lesser,.button.lesser{background:var(--paper);color:var(--link)}
button:disabled{background:var(--note-paper);border-color:var(--line);color:var(--quiet);cursor:not-allowed}
:focus-visible{outline:.25rem solid #2491ff;outline-offset:.125rem}
progress{accent-color:var(--act);display:block;height:1rem;width:100%}
.verdict{border-left:.5rem solid;margin-top:1rem;padding:.5rem 1rem}
#good{background:var(--good-paper);border-color:var(--good)}
#bad{background:var(--bad-paper);border-color:var(--bad)}
.verdict dl{display:grid;gap:.25rem 1rem;grid-template-columns:max-content 1fr;margin:.5rem 0}
dt{font-weight:bold}
dd{font-family:ui-monospace,monospace;margin:0}
code{background:var(--note-paper);font:.95em ui-monospace,monospace;padding:.1em .25em}
[hidden]{display:none!important}
@media (max-width:30rem){.verdict dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media (forced-colors:active){button,.button{border-color:ButtonText}.verdict{border:2px solid CanvasText;border-left-width:.5rem}}
@media print{.shell,button,.button,input[type=file],label[for$=file],.hint,#progress{display:none!important}textarea{height:auto}
body{max-width:none;padding:0}}`;
