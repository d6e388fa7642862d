import type { NightVersion } from '@evoline/contract/night';
import type { MovedShare } from './moved-shares.ts';

/** What a night found that people may have to do something about. */
export interface NightTroubles {
  /** Id of the night's run. */
  readonly runId: string;
  readonly quarantined: readonly QuarantinedSource[];
  /** Sources that failed this night and are not in quarantine; `failures`: nights in a row. */
  readonly failing: readonly {
    readonly source: string;
    readonly failures: number;
    readonly failure: string;
  }[];
  /** Sources that were mined but for a part. */
  readonly lostParts: readonly { readonly source: string; readonly failure: string }[];
  readonly postponed: number;
  /** Pull requests with what looks like a secret, such as `owner/name#7`. */
  readonly secrets: readonly string[];
  readonly waits: readonly {
    readonly name: string;
    readonly workflowId: string;
    readonly stage: string;
    readonly since: string;
    readonly reason: string | null;
  }[];
  readonly moved: readonly MovedShare[];
  readonly version: NightVersion;
  readonly freezeFailure: string | null;
}

interface QuarantinedSource {
  readonly source: string;
  readonly reason: string;
  /** It came into quarantine this night. */
  readonly isNew: boolean;
}

/** Of one kind; what is more is counted. */
const mostOfAKind = 10;

/** One sentence for each thing that a person may have to do, with the command to send; the gravest first. */
export function needsPerson(troubles: NightTroubles): string[] {
  const { runId, failing, lostParts, waits, moved } = troubles;
  return [
    ...freezeSentences(troubles),
    ...secretSentences(troubles),
    ...quarantineSentences(troubles.quarantined),
    ...few(failing, failingSentence),
    ...few(
      lostParts,
      ({ source, failure }) => `${source} was mined but for a part: ${firstLine(failure)}`,
    ),
    ...postponedSentences(troubles),
    ...few(waits, ({ name, workflowId, stage, since, reason }) => {
      const why = reason === null ? '' : `: ${firstLine(reason)}`;
      return `${name} has waited in ${stage} since ${minuteOf(since)}${why}; when that is cured, ${command(`retry ${workflowId}`)}`;
    }),
    ...few(moved, ({ reason, before, now }) => {
      const look = command(`mine funnel ${runId} --reason ${reason}`);
      return `${reason} dropped ${percent(now)} of what was seen, and ${percent(before)} in the nights before; look with ${look}`;
    }),
  ];
}

function freezeSentences({ version, freezeFailure }: NightTroubles): string[] {
  if (freezeFailure !== null) {
    return [
      `no version was frozen: ${firstLine(freezeFailure)}; try again with ${command('dataset freeze')}`,
    ];
  }
  if (version === null || version.state !== 'draft') return [];
  const name = version.digest.slice(0, 12);
  const why = version.heldBack.length === 0 ? 'nobody published it' : version.heldBack.join('; ');
  return [
    `version ${name} stays a draft: ${why}; look with ${command(`dataset show ${name}`)}, then ${command(`dataset publish ${name}`)}`,
  ];
}

function secretSentences({ secrets, runId }: NightTroubles): string[] {
  if (secrets.length === 0) return [];
  const look = command(`mine funnel ${runId} --reason secret_found`);
  const shown = secrets.slice(0, mostOfAKind).join(', ');
  const more = secrets.length > mostOfAKind ? ` and ${secrets.length - mostOfAKind} more` : '';
  return [
    `put aside for what looks like a secret: ${shown}${more}; tell their owners, and look with ${look}`,
  ];
}

function quarantineSentences(quarantined: readonly QuarantinedSource[]): string[] {
  const fresh = quarantined.filter(({ isNew }) => isNew);
  const older = quarantined.length - fresh.length;
  const stay = older === 1 ? '1 source is' : `${older} sources are`;
  return [
    ...few(fresh, ({ source, reason }) => {
      const release = command(`repos release ${quoted(source)}`);
      return `${source} was put in quarantine: ${firstLine(reason)}; when that is cured, ${release}`;
    }),
    ...(older === 0 ? [] : [`${stay} still in quarantine; look with ${command('repos list')}`]),
  ];
}

function failingSentence({ source, failures, failure }: NightTroubles['failing'][number]): string {
  const often = failures > 1 ? `, ${failures} nights in a row` : '';
  return `${source} failed${often}: ${firstLine(failure)}; it is tried again next night, or ${command(`repos remove ${quoted(source)}`)}`;
}

function postponedSentences({ postponed }: NightTroubles): string[] {
  if (postponed === 0) return [];
  const which = postponed === 1 ? '1 source was' : `${postponed} sources were`;
  return [
    `${which} left for the next night; look with ${command('repos list')}; more tokens, a greater atOnce or more nightHours help`,
  ];
}

function few<T>(all: readonly T[], sentence: (one: T) => string): string[] {
  const more = all.length - mostOfAKind;
  const shown = all.slice(0, mostOfAKind).map(sentence);
  return more > 0 ? [...shown, `and ${more} more like that`] : shown;
}

function command(text: string): string {
  return `\`npx evoline ${text}\``;
}

/** A star would be the shell's. */
function quoted(source: string): string {
  return /^[\w:./@-]+$/.test(source) ? source : `'${source}'`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
