/** Style of a page that stands alone: light or dark as the reader's system is, and readable on paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --card: #fffffe; --line: #e3e1da; --ink: #1d1c1a; --soft: #5f5d57; --faint: #8b8982;
  --blue: #2a78d6; --teal: #12996b; --amber: #d98e04; --red: #d5484a; --orange: #dd6a2b; --violet: #7a5cd0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #151514; --card: #1e1e1c; --line: #343330; --ink: #f0efea; --soft: #b3b1a9; --faint: #85837c;
    --blue: #4b92e8; --teal: #2bb184; --amber: #d79a1e; --red: #e0605f; --orange: #e27d43; --violet: #9a82e6;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { margin: 4px 0 0; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; }
h1 code { font-size: 28px; }
h2 { margin: 0 0 2px; font-size: 16px; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.eyebrow { color: var(--soft); font-size: 13px; letter-spacing: 0.06em; text-transform: uppercase; }
.whole { color: var(--faint); font-size: 13px; }
.state { display: inline-block; margin-left: 10px; padding: 2px 10px; border: 1.5px solid currentColor; border-radius: 999px; font-size: 14px; font-weight: 600; letter-spacing: 0; vertical-align: 4px; }
.published { color: var(--teal); } .draft { color: var(--amber); } .revoked { color: var(--red); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 14px; margin: 24px 0 14px; }
.tile, figure, .facts { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.tile { padding: 14px 18px; }
.tile b { display: block; font-size: 28px; font-weight: 650; line-height: 1.25; letter-spacing: -0.01em; }
.tile span { color: var(--soft); font-size: 13.5px; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0 0 14px; padding: 16px 18px; font-size: 14px; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.since { margin: 0 0 14px; padding: 16px 18px 12px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.since .facts { margin: 6px 0 0; padding: 0; border: 0; } .since ul { margin: 6px 0 0; padding-left: 18px; overflow-wrap: anywhere; list-style: none; }
.remark { margin: 0 0 10px; padding: 10px 16px; border-left: 4px solid var(--amber); border-radius: 6px; background: var(--card); font-size: 14px; overflow-wrap: anywhere; }
.remark.note { border-color: var(--blue); } .remark.revoked { border-color: var(--red); color: inherit; }
.histograms { columns: 2 430px; column-gap: 14px; }
figure { margin: 0 0 14px; padding: 16px 18px 12px; break-inside: avoid; }
figure.wide svg { min-width: 640px; }
figcaption { margin-bottom: 8px; } figcaption p { margin: 0; color: var(--soft); font-size: 13px; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums; }
svg .soft { fill: var(--soft); } svg .small { font-size: 12px; } svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
svg .grid { stroke: var(--line); stroke-width: 1; } svg .base { stroke: var(--faint); stroke-width: 1; } svg .drop { stroke: var(--faint); stroke-dasharray: 2 3; }
svg .blue { fill: var(--blue); } svg .teal { fill: var(--teal); } svg .amber { fill: var(--amber); }
svg .red { fill: var(--red); } svg .orange { fill: var(--orange); } svg .violet { fill: var(--violet); }
svg g:hover > path { opacity: 0.75; }
details { margin-top: 8px; font-size: 13.5px; } summary { color: var(--soft); cursor: pointer; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin-top: 6px; } th, td { padding: 3px 16px 3px 0; text-align: left; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
footer { margin-top: 24px; color: var(--faint); font-size: 13px; }
@media print { figure { break-inside: avoid; } body { background: none; } }
`.trim();
