import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { svgColumns, svgParts, svgRows } from './svg-charts.ts';

const picture = { id: 'x', title: 'A <title>', description: 'What "it" shows' };
const label = fc.string({ unit: 'binary', maxLength: 40 });
const bar = fc.record({
  label,
  count: fc.nat(1_000_000),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});
const bars = fc.array(bar, { maxLength: 12 });

/** What is left when all that a picture is made of is taken away. */
function without(svg: string): string {
  return svg.replaceAll(
    /<\/?(?:svg|title|desc|g|text|tspan|path|line)(?: [\w-]+="[^"<>]*")*\/?>/g,
    '',
  );
}

describe('pictures', () => {
  it('have names for those who do not see them', () => {
    const svg = svgRows([], picture, { width: 500 });
    expect(svg).toContain('role="img" aria-labelledby="x-title x-description"');
    expect(svg).toContain('<title id="x-title">A &#60;title&#62;</title>');
  });

  it('hold no markup and no number from outside that is none, whatever the labels are', () => {
    fc.assert(
      fc.property(bars, (drawn) => {
        const hued = drawn.map((one) => ({ ...one, hue: 'blue' as const }));
        for (const svg of [
          svgRows(hued, picture, { width: 500 }),
          svgColumns(drawn, picture, 'violet', 500),
          svgParts(hued, picture, 500),
        ]) {
          expect(without(svg)).not.toMatch(/[<>]/);
          expect(svg).not.toMatch(/NaN|Infinity|[\0-\x08]/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
