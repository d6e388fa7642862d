import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseNightSources } from './choose-night-sources.ts';
import { datedSource } from './dated-source.ts';
import { movedShares } from './moved-shares.ts';
import { needsPerson, type NightTroubles } from './needs-person.ts';

describe('datedSource', () => {
  it('takes the day before the night, over the ends of months and years', () => {
    expect(datedSource('gharchive:yesterday', '2026-03-01T03:30:00Z')).toBe('gharchive:2026-02-28');
    expect(datedSource('gharchive:yesterday', '2026-01-01T00:00:00Z')).toBe('gharchive:2025-12-31');
    expect(datedSource('github:o/n', '2026-01-01T00:00:00Z')).toBe('github:o/n');
  });
});

describe('chooseNightSources', () => {
  const open = (source: string) => ({ source, quarantineReason: null });

  it('leaves out what is in quarantine or has opted out, with the reason, and takes each source once', () => {
    const ill = { source: 'github:o/c', quarantineReason: 'it failed' };
    const candidates = [open('github:O/A'), open('demo:'), open('demo:'), ill];
    expect(chooseNightSources(candidates, [{ kind: 'repository', subject: 'o/a' }])).toEqual({
      sources: ['demo:'],
      leftOut: [
        { source: 'github:O/A', reason: 'it has opted out' },
        { source: 'github:o/c', reason: 'in quarantine: it failed' },
      ],
    });
  });

  it('mines or leaves out every candidate, never both', () => {
    const candidate = fc.record({
      source: fc.constantFrom('github:a/b', 'github:a/c', 'demo:', 'git:/r'),
      quarantineReason: fc.constantFrom(null, 'it failed'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(candidate, { selector: ({ source }) => source }), (all) => {
        const { sources, leftOut } = chooseNightSources(all, [
          { kind: 'repository', subject: 'a/b' },
        ]);
        const seen = [...sources, ...leftOut.map(({ source }) => source)];
        expect(seen.toSorted()).toEqual(all.map(({ source }) => source).toSorted());
      }),
    );
  });
});

describe('movedShares', () => {
  const night = (seen: number, dropped: Record<string, number>) => ({ seen, dropped });

  it('names what dropped much more or much less than before, the farthest first', () => {
    const before = [night(50, { bot: 10, big: 20 }), night(50, { bot: 10, big: 20 })];
    expect(movedShares(night(100, { bot: 55, big: 10, new: 20 }), before)).toEqual([
      { reason: 'bot', before: 0.2, now: 0.55 },
      { reason: 'big', before: 0.4, now: 0.1 },
      { reason: 'new', before: 0, now: 0.2 },
    ]);
  });

  it('says nothing of few pull requests, nor of the first night', () => {
    expect(movedShares(night(10, { bot: 10 }), [night(100, {})])).toEqual([]);
    expect(movedShares(night(100, { bot: 100 }), [])).toEqual([]);
    expect(movedShares(night(100, { bot: 100 }), [night(10, {})])).toEqual([]);
  });
});

describe('needsPerson', () => {
  const quiet: NightTroubles = {
    runId: 'n1',
    quarantined: [],
    failing: [],
    lostParts: [],
    postponed: 0,
    secrets: [],
    waits: [],
    moved: [],
    version: null,
    freezeFailure: null,
  };

  it('is empty after a quiet night', () => {
    expect(needsPerson(quiet)).toEqual([]);
  });

  it('says why a version stays a draft, and how it is published', () => {
    const version = {
      digest: 'a'.repeat(64),
      parent: null,
      state: 'draft' as const,
      items: 3,
      splits: { 'warm-start': 1, train: 1, 'held-out': 1 },
      repositories: 1,
      funnel: {},
      changes: { added: 3, removed: 0, edited: 0, moved: 0 },
      codeRevision: 'r',
      createdAt: '2026-11-20T00:00:00Z',
      created: true,
      heldBack: ['3 new items are fewer than 5'],
    };
    expect(needsPerson({ ...quiet, version })).toEqual([
      expect.stringMatching(/3 new items are fewer than 5; .*`npx evoline dataset publish a{12}`/),
    ]);
  });

  it('shows ten of a kind and counts the rest', () => {
    const failing = Array.from({ length: 14 }, (_, at) => {
      return { source: `github:o/${at}`, failures: at, failure: 'no' };
    });
    const sentences = needsPerson({ ...quiet, failing });
    expect(sentences).toHaveLength(11);
    expect(sentences.at(-1)).toBe('and 4 more like that');
  });

  it('quotes what a shell would take apart', () => {
    const quarantined = [{ source: 'github:o/*', reason: 'it failed', isNew: true }];
    expect(needsPerson({ ...quiet, quarantined }).join()).toContain("repos release 'github:o/*'");
  });
});
