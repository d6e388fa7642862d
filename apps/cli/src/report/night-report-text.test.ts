import type { NightReport } from '@evoline/contract/night';
import { describe, expect, it } from 'vitest';
import { nightReportText } from './night-report-text.ts';

const page = { columns: 100, colour: false };

const quiet: NightReport = {
  runId: 'run-1',
  runName: 'mine-nightly-2026-10-05T01:30:00Z',
  nominalTime: '2026-10-05T01:30:00.000Z',
  endedAt: '2026-10-05T01:52:10.000Z',
  sources: { mined: 48, failed: 1, postponed: 0, leftOut: 1 },
  seen: 200,
  kept: 40,
  added: 30,
  dropped: { not_merged: 120, bot_author: 40, licence_not_allowed: 0 },
  quota: [
    { resource: 'core', used: 75, remaining: 4925, resetsAt: '2026-10-05T02:10:00.000Z' },
    { resource: 'graphql', used: 12, remaining: null, resetsAt: null },
  ],
  needsPerson: [],
  gain: { since: 'a'.repeat(64), items: 30, edited: 2 },
  version: null,
};

const nights = (added: readonly number[]): NightReport[] =>
  added.map((count, back) => {
    const day = new Date(Date.parse(quiet.nominalTime) - (back + 1) * 86_400_000);
    return { ...quiet, nominalTime: day.toISOString(), added: count };
  });

describe('the morning report', () => {
  it('says what came in, what was dropped and why, what it cost and what a version would gain', () => {
    const text = nightReportText(quiet, [], page);
    expect(text).toContain('Night of Monday 2026-10-05, 01:30 UTC');
    expect(text).toContain('nothing needs a person');
    expect(text).toContain('200 pull requests seen, 40 kept (20.0 %), 30 new');
    const bar = text.split('\n').find((line) => line.includes('not_merged')) ?? '';
    expect(bar).toMatch(/█{20,}. +120 +60\.0 %$/);
    expect(text).toContain('    the pull request was not merged');
    expect(text).not.toContain('licence_not_allowed');
    expect(text).toContain('75 requests used, 4925 left until 02:10 UTC');
    expect(text).toContain('12 points of GraphQL used\n');
    expect(text).toContain('a new version would gain 30 pull requests and 2 edited ones over aaaa');
    expect(text).toContain('npx evoline dataset freeze');
    expect(text).not.toContain('beside the nights before');
  });

  it('puts what needs a person first, with the command whole', () => {
    const sentence = `${'github:owner/name was put in quarantine: '.repeat(3)}\`npx evoline repos release github:owner/name\``;
    const text = nightReportText({ ...quiet, needsPerson: [sentence] }, [], page);
    expect(text.indexOf('needs a person')).toBeLessThan(text.indexOf('came in'));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('`npx evoline repos release github:owner/name`');
  });

  it('draws the new items of the nights before, the newest right, and shows a week of them', () => {
    const text = nightReportText(quiet, nights([15, 0, 60, 30, 30, 30, 30, 30, 30]), page);
    expect(text).toContain('▅▅▅▅▅▅█▁▃▅  new in the last 10 nights, 60 at most');
    const rows = text.split('\n').filter((line) => /^ {2}2026-/.test(line));
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatch(/^ {2}2026-10-05 +200 +40 +30 +20\.0 % +1 +75 +12$/);
  });

  it('names the version that was frozen and what held it back', () => {
    const changes = { added: 3, removed: 0, edited: 0, moved: 0 };
    const version = {
      digest: 'b'.repeat(64),
      parent: null,
      state: 'draft' as const,
      items: 120,
      splits: { 'warm-start': 20, train: 80, 'held-out': 20 },
      repositories: 4,
      funnel: {},
      changes,
      codeRevision: 'c',
      createdAt: quiet.endedAt,
      created: true,
      heldBack: ['3 new items, the rule wants 100'],
    };
    const text = nightReportText({ ...quiet, version }, [], page);
    expect(text).toContain(
      'draft version bbbbbbbbbbbb: 120 items, 3 new; held back: 3 new items, the rule wants 100',
    );
    expect(text).not.toContain('freeze it:');
  });

  it('shows what steers a terminal as text', () => {
    const text = nightReportText({ ...quiet, needsPerson: ['\u001b[2Jgone'] }, [], page);
    expect(text).not.toContain('\u001b');
  });
});
