/// How a page looks: calm, on paper as on a screen, wide or narrow.
enum PageStyle {
    static let sheet = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body {
          margin: 0; padding: 1.5rem 1rem 3rem; background: #fff; color: #1a1a1a;
          font: 16px/1.5 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
        }
        main { max-width: 58rem; margin: 0 auto; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
        p { max-width: 42rem; margin: .5rem 0; }
        .summary { font-size: 1.1rem; }
        .warning { border-left: .3rem solid #1a1a1a; padding: .4rem .8rem; background: #f2f2f2; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem 1.2rem .25rem 0; text-align: left; white-space: nowrap; }
        th { font-weight: 400; }
        thead th { color: #555; border-bottom: 1px solid #8c8c8c; }
        tbody tr { border-bottom: 1px solid #e4e4e4; }
        .number { text-align: right; }
        .pictures { display: grid; gap: 2rem 1.5rem; grid-template-columns: 1fr; }
        figure { margin: 0; break-inside: avoid; min-width: 0; }
        figure svg { display: block; max-width: 100%; height: auto; }
        figcaption { font-size: .9rem; color: #444; max-width: 40rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
        dt { color: #555; }
        dd { margin: 0; overflow-wrap: anywhere; }
        pre {
          font: .9rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
          white-space: pre-wrap; overflow-wrap: anywhere; background: #f2f2f2; padding: .6rem .8rem;
        }
        li { overflow-wrap: anywhere; }
        @media (min-width: 56rem), print {
          .pictures { grid-template-columns: 1fr 1fr; }
          .large { grid-column: 1 / -1; }
        }
        @media print {
          body { padding: 0; font-size: 10pt; }
          tr, figure, h2, .warning { break-inside: avoid; }
          h2 { break-after: avoid; }
        }
        """
}
