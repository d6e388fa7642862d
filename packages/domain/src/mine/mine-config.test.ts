import { MinePullRequestsConfig } from '@evoline/contract/mine';
import { MineNightlyConfig } from '@evoline/contract/night';
import { describe, expect, it } from 'vitest';
import { resolveMineConfig, resolveNightlyConfig } from './mine-config.ts';

describe('resolveMineConfig', () => {
  it('is complete for no input: the demo, and the filters of the paper', () => {
    const config = MinePullRequestsConfig.parse(resolveMineConfig({}));
    expect(config).toMatchObject({ source: 'demo:', limit: null, hydrateWidth: 25 });
    expect(config.filters).toMatchObject({
      maxChangedFiles: 20,
      maxChangedLines: 1000,
      maxFileBytes: 1_000_000,
    });
    expect(config.filters.excludedSuites).toContain('swe-bench');
  });

  it('takes the given before the default, one filter at a time', () => {
    const given = {
      source: 'github:o/n',
      filters: { maxChangedFiles: 3, excludedRepositories: ['O/N'] },
    };
    const config = resolveMineConfig(given, { defaultSource: 'git:/srv/r' });
    expect(config).toMatchObject({
      source: 'github:o/n',
      filters: { maxChangedFiles: 3, maxChangedLines: 1000 },
    });
    expect(config.filters.excludedRepositories).toEqual(['o/n']);
    expect(resolveMineConfig({}, { defaultSource: 'git:/srv/r' }).source).toBe('git:/srv/r');
  });

  it('names the source when it cannot be read', () => {
    expect(() => resolveMineConfig({}, { defaultSource: 'git:ssh://h/r' })).toThrow(/^source: /);
  });
});

describe('the filters of a run', () => {
  it('drop an unknown licence of GitHub, and keep it of what lies on this disk', () => {
    const of = (source: string) => resolveMineConfig({ source }).filters.unknownLicence;
    expect([of('github:o/n'), of('git:/srv/r'), of('demo:')]).toEqual(['drop', 'keep', 'keep']);
    const told = { source: 'github:o/n', filters: { unknownLicence: 'keep' as const } };
    expect(resolveMineConfig(told).filters.unknownLicence).toBe('keep');
  });

  it('name a language that nobody knows', () => {
    expect(() => resolveMineConfig({ filters: { languages: ['Pyhton'] } })).toThrow(
      /^filters\.languages: Pyhton is none of .*Python/,
    );
  });
});

describe('resolveNightlyConfig', () => {
  it('hands filters and benchmark files on as they are, and fails at once when they cannot be used', () => {
    const nominalTime = '2026-11-21T03:30:00Z';
    const told = { filters: { maxChangedFiles: 3 }, benchmarkFiles: ['/srv/made.jsonl'] };
    expect(resolveNightlyConfig(told, { nominalTime })).toMatchObject(told);
    const wrong = { filters: { languages: ['Pyhton'] } };
    expect(() => resolveNightlyConfig(wrong, { nominalTime })).toThrow(/^filters\.languages/);
  });

  it('is complete, and mines each source once', () => {
    const nominalTime = '2026-11-21T03:30:00Z';
    const config = resolveNightlyConfig({ sources: ['demo:', 'demo:'] }, { nominalTime });
    expect(MineNightlyConfig.parse(config)).toMatchObject({
      sources: ['demo:'],
      nominalTime,
      limit: null,
    });
  });
});
