/// How the report looks. Colours are those of Okabe & Ito (2008, "Color universal design"), which people with any
/// colour vision tell apart; nothing is said by colour alone.
let reportStyleSheet: StaticString = """

  :root { --ink: #1b1f24; --quiet: #5a6470; --rule: #c9d0d7; --hair: #e4e8ec; --head: #12395b; --blue: #0072b2;
    --sky: #a8d5f0; --orange: #f2c063; --vermilion: #c44e00; --pale: #f5f7f9; }
  * { box-sizing: border-box; }
  html { font-family: "Noto Sans CJK TC", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC", sans-serif;
    font-size: 15px; line-height: 1.65; color: var(--ink); background: #fff; -webkit-text-size-adjust: 100%; }
  html[lang="en"] { line-height: 1.5; }
  body { margin: 0 auto; max-width: 944px; padding: 0 32px 64px; font-variant-numeric: tabular-nums lining-nums; }
  p { margin: 0.5em 0; }
  a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: 3px; }
  a:hover { text-decoration-color: var(--blue); }
  .quiet { color: var(--quiet); }

  .cover { padding: 96px 0 40px; border-bottom: 3px solid var(--head); }
  .cover .agency { font-size: 1.3rem; letter-spacing: 0.14em; color: var(--quiet); margin: 0 0 20px; }
  .cover h1 { font-size: 2.1rem; line-height: 1.35; font-weight: 700; color: var(--head); margin: 0; text-wrap: balance; }
  .cover h1 .kind { display: block; font-size: 1.35rem; font-weight: 500; letter-spacing: 0.08em; color: var(--ink);
    margin-top: 14px; }
  .cover dl { display: flex; flex-wrap: wrap; gap: 8px 48px; margin: 44px 0 0; }
  .cover dt { font-size: 0.85rem; color: var(--quiet); }
  .cover dd { margin: 0; }

  nav { margin: 36px 0 0; }
  nav h2 { font-size: 1.05rem; color: var(--head); margin: 0 0 8px; }
  nav ol { list-style: none; padding: 0; margin: 0; columns: 2; column-gap: 48px; }
  nav li { padding: 4px 0; border-bottom: 1px solid var(--hair); break-inside: avoid; }
  nav a { text-decoration: none; }

  .chapter { margin-top: 64px; }
  .chapter > h2 { font-size: 1.5rem; line-height: 1.35; color: var(--head); border-bottom: 1px solid var(--head);
    padding-bottom: 8px; margin: 0 0 18px; }
  h3 { font-size: 1.12rem; line-height: 1.5; margin: 38px 0 8px; }
  h3 .number { color: var(--quiet); font-weight: 500; margin-right: 2px; }
  h4 { font-size: 1rem; margin: 26px 0 6px; }

  .tiles { display: grid; grid-template-columns: repeat(4, 1fr); border-top: 2px solid var(--ink);
    border-bottom: 1px solid var(--rule); margin: 8px 0 24px; }
  .tiles > div { padding: 12px 16px 14px; border-left: 1px solid var(--hair); }
  .tiles > div:first-child { border-left: 0; padding-left: 2px; }
  .tile-title, .tile-figure, .tile-remark { display: block; }
  .tile-title { font-size: 0.9rem; color: var(--quiet); }
  .tile-figure { font-size: 2.1rem; line-height: 1.3; font-weight: 600; color: var(--head); }
  .tile-remark { font-size: 0.82rem; line-height: 1.5; color: var(--quiet); }
  .findings { padding-left: 1.8em; }
  .findings li { margin: 6px 0; padding-left: 4px; }
  .findings li::marker { color: var(--quiet); }

  .frame { margin: 20px 0 6px; overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.5; border-bottom: 1.5px solid var(--ink); }
  caption { text-align: left; padding: 0 0 7px; font-size: 0.95rem; font-weight: 600; }
  caption b, figcaption b { color: var(--head); font-weight: 700; }
  th, td { padding: 5px 8px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--hair);
    overflow-wrap: anywhere; }
  thead th { border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); font-weight: 600;
    vertical-align: bottom; line-height: 1.4; word-break: keep-all; overflow-wrap: break-word; }
  th:first-child, td:first-child { padding-left: 2px; }
  th:last-child, td:last-child { padding-right: 2px; }
  tbody th { font-weight: 400; }
  .num { text-align: right; }
  .word { white-space: nowrap; }
  td.num { white-space: nowrap; }
  .plan td.num { white-space: normal; }
  tr.total > * { font-weight: 600; border-top: 1px solid var(--ink); }
  tr.group th { font-weight: 600; color: var(--quiet); padding-top: 12px; }
  small { display: block; font-size: 0.8rem; line-height: 1.45; color: var(--quiet); font-weight: 400; }
  .line { display: block; }
  code { font-family: "Noto Sans Mono CJK TC", ui-monospace, Menlo, Consolas, monospace; font-size: 0.8rem; }
  table.facts { width: auto; min-width: 60%; border-top: 1.5px solid var(--ink); }
  table.facts th { white-space: nowrap; color: var(--quiet); padding-right: 28px; }
  table.files code { overflow-wrap: anywhere; line-height: 1.4; display: block; width: 32.4ch; }
  td.fill { min-width: 8em; }
  td.target { min-width: 6.5em; }
  .decisions td:nth-child(3) { width: 32%; }
  .files td:nth-child(2) { white-space: nowrap; }
  td.evidence { min-width: 7em; }
  .lines td:first-child, .lines .num { width: 1%; }
  .lines td:first-child { white-space: nowrap; }
  .lines tbody th { width: 24%; min-width: 8em; }
  .lines td:nth-last-child(2) { min-width: 4.5em; }

  .plan { table-layout: fixed; }
  .c-no { width: 4.5%; } .c-item { width: 19%; } .c-target { width: 10.5%; } .c-value { width: 16%; } .c-before { width: 7.5%; }
  .c-change { width: 9%; } .c-state { width: 10.5%; } .c-points { width: 7.5%; } .c-owner { width: 6.5%; }
  .plan tr.node > * { background: var(--pale); }
  .plan tr.depth0.node > * { background: #e9eef3; border-top: 1px solid var(--ink); }
  .plan tr.node th { font-weight: 600; }
  .plan tr.depth0.node th { font-size: 1rem; color: var(--head); }
  .plan .no { white-space: nowrap; color: var(--quiet); }
  .plan .level { font-size: 0.75rem; font-weight: 400; color: var(--quiet); border: 1px solid var(--rule);
    border-radius: 2px; padding: 0 4px; margin-right: 6px; background: #fff; white-space: nowrap; }
  .plan tr.leaf th { padding-left: 8px; min-width: 9em; }
  .plan .value { font-weight: 600; }

  .status { white-space: nowrap; }
  h3 .status { font-size: 0.9rem; font-weight: 500; margin-left: 8px; }
  .status .sign { display: inline-block; width: 1.5em; height: 1.5em; line-height: 1.42em; text-align: center;
    border-radius: 2px; border: 1px solid var(--rule); margin-right: 4px; font-size: 0.85em; }
  .s-met .sign { background: var(--blue); border-color: var(--blue); color: #fff; }
  .s-partly_met .sign { background: var(--orange); border-color: var(--orange); }
  .s-not_met { color: var(--vermilion); font-weight: 600; }
  .s-not_met .sign { background: var(--vermilion); border-color: var(--vermilion); color: #fff; }
  .s-undecided .sign { background: #fff; border-color: var(--ink); }

  td.fail { background: #fbe0cf; color: #8f3700; font-weight: 700; }
  td.fail .sign { margin-left: 3px; }
  .cross td.num, .cross thead th.num { padding: 4px 6px; }
  .cross thead th.num { white-space: nowrap; }
  .h1 { background: #eef5fa; } .h2 { background: #d9eaf5; } .h3 { background: #bbdaed; } .h4 { background: #93c4e2; }
  .h5 { background: #6bb0d8; }
  .legend, .notes { font-size: 0.85rem; color: var(--quiet); }
  .legend { margin: 4px 0 0; }
  .notes { margin: 8px 0; padding-left: 1.4em; }
  .conventions { margin: 26px 0 0; padding: 14px 18px; background: var(--pale); font-size: 0.88rem; }
  .conventions h4 { margin: 0 0 6px; }
  .conventions dl { margin: 0; }
  .conventions dl > div { display: flex; gap: 12px; }
  .conventions dt { width: 2em; text-align: center; }
  .conventions dd { margin: 0; flex: 1; }

  figure { margin: 22px 0 14px; }
  figcaption { font-size: 0.95rem; font-weight: 600; margin-top: 6px; }
  figcaption .note { font-weight: 400; font-size: 0.85rem; color: var(--quiet); margin-left: 10px; }
  .chart { display: block; width: 100%; height: auto; }
  .chart text { font-size: 12px; fill: #1b1f24; }
  .chart .tick, .chart .quiet { font-size: 11px; fill: #5a6470; }
  .chart .legend { font-size: 12px; }
  .chart .strong { font-weight: 700; }
  .chart .on-dark { fill: #fff; font-weight: 600; font-size: 11px; }
  .chart .on-light { font-size: 11px; }
  .chart .on-hatch { font-size: 11px; font-weight: 700; stroke: #fff; stroke-width: 3px; paint-order: stroke; }
  .chart .miss-text { fill: #a84300; }
  .chart .target-text { fill: #a84300; font-size: 11px; font-weight: 600; }
  .chart .pass-text { fill: #5a6470; font-size: 11px; font-weight: 600; }
  .chart line, .chart polyline { fill: none; }
  .chart .grid { stroke: #e4e8ec; }
  .chart .zero { stroke: #5a6470; }
  .chart .target { stroke: #c44e00; stroke-width: 1.5; stroke-dasharray: 5 3; }
  .chart .pass { stroke: #5a6470; stroke-width: 1.5; stroke-dasharray: 1.5 2.5; }
  .chart .interval { stroke: #0072b2; stroke-width: 1.6; }
  .chart .stem { stroke: #0072b2; stroke-width: 2; }
  .chart .miss { stroke: #c44e00; }
  .chart .thick { stroke-width: 2.4; }
  .chart .link { stroke: #8a949e; stroke-width: 2; }
  .chart .arrow { fill: #5a6470; }
  .chart .course { stroke: #0072b2; stroke-width: 1.8; }
  .chart .now { fill: #0072b2; stroke: #0072b2; stroke-width: 1.5; }
  .chart .then { fill: #fff; stroke: #5a6470; stroke-width: 1.8; }
  .chart .bar { fill: #0072b2; }
  .chart .bar-total { fill: #12395b; }
  .chart .bar-pale { fill: #a8d5f0; }
  .chart .bar-miss { fill: #f0a878; stroke: #c44e00; }
  .chart .outline { fill: #f5f7f9; stroke: #8a949e; }
  .chart .band { fill: #f0f3f6; }
  .chart .best { fill: #0a5f94; }
  .chart .good { fill: #a8d5f0; }
  .chart .neutral { fill: #e6e6e6; }
  .chart .bad { fill: #f8dba5; }
  .chart .worst { fill: #eda06c; }
  .chart .hatch { stroke: #7a3000; stroke-width: 0.9; opacity: 0.55; }
  .chart .hatch-dot { fill: #5a6470; }
  .chart .f-met { fill: #0a5f94; }
  .chart .f-partly_met { fill: #f8dba5; }
  .chart .f-not_met { fill: #eda06c; }
  .chart .f-undecided { fill: #fff; stroke: #5a6470; }
  .chart .f-no_target { fill: #e6e6e6; }
  .chart .f-no_data { fill: #d3d9df; }
  .chart .f-not_applicable { fill: #f0f3f6; stroke: #c9d0d7; }
  .chart .f-undefined { fill: #c3cad1; }

  @media screen and (min-width: 1000px) {
    .wide .frame { position: relative; left: 50%; width: min(1180px, calc(100vw - 64px)); transform: translateX(-50%); }
  }

  @page { size: A4; margin: 18mm 16mm 20mm; @bottom-center { content: counter(page); font: 9pt sans-serif; color: #5a6470; } }
  @page wide { size: A4 landscape; margin: 16mm 14mm 18mm; }
  @media print {
    html { font-size: 9.8pt; line-height: 1.6; }
    body { max-width: none; padding: 0; }
    * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    a { text-decoration: none; }
    .cover { padding-top: 62mm; height: 245mm; display: flex; flex-direction: column; border-bottom: 0; }
    .cover h1 { padding-bottom: 14mm; border-bottom: 3px solid var(--head); }
    .cover dl { margin-top: auto; }
    nav { break-before: page; }
    .chapter { margin-top: 0; padding-top: 8mm; }
    #summary { break-before: page; padding-top: 0; }
    .wide { page: wide; break-before: page; break-after: page; padding-top: 0; }
    .frame { overflow: visible; }
    h2, h3, h4, caption, .keep > p, .lead, .chapter > h2 + p { break-after: avoid; }
    thead { display: table-header-group; }
    tr, figure, .tiles, .findings li, .frame.short, .keep { break-inside: avoid; }
    tr.node { break-after: avoid; }
    tr.total, tbody.total { break-before: avoid; }
    p, li, dd, td { orphans: 2; widows: 2; }
    table { font-size: 8.6pt; }
    small { font-size: 7.6pt; }
    .cross { font-size: 8pt; }
    .cross td.num, .cross thead th.num { padding: 3px 3px; }
    code { font-size: 7pt; }
  }

  """
