import type { RunState } from '@evoline/contract/steering';
import { formatNumber } from './format-number.ts';
import { sparkline } from '@evoline/domain/run/sparkline';

/** The panel of the UI is half a window wide: longer lines of fixed width would be cut off. */
const curveWidth = 32;

const mining: readonly string[] = ['seen', 'kept', 'added', 'failed'];
const heldOut = /^heldOut(?=[A-Z])/;

/** What a run has counted, learned and measured so far, in short lines for its page. */
export function runNumbers({ curve, metrics }: RunState): readonly string[] {
  const group = (title: string, isMeant: (name: string) => boolean): readonly string[] => {
    const meant = Object.entries(metrics).filter(([name]) => isMeant(name));
    const numbers = meant.map(([name, value]) => `${words(name)} ${formatNumber(value)}`);
    return numbers.length === 0 ? [] : [`**${title}:** ${numbers.join(' · ')}`, ''];
  };
  const isMined = (name: string): boolean => mining.includes(name);
  const isHeldOut = (name: string): boolean => heldOut.test(name);
  return [
    ...group('Mined', isMined),
    ...curves(curve),
    ...group('Last step', (name) => !isMined(name) && !isHeldOut(name)),
    ...group('Held out', isHeldOut),
  ];
}

/** Drawn from two points on. */
function curves(curve: RunState['curve']): readonly string[] {
  const [first] = curve;
  const last = curve.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  const row = (name: string, values: readonly number[], low: number): string =>
    `${name} ${sparkline(values, low, 1, curveWidth)} ${formatNumber(values.at(0))} → ${formatNumber(values.at(-1))}`;
  return [
    `Training samples, steps ${first.step} to ${last.step}:`,
    '',
    '```text',
    row(
      'reward',
      curve.map((point) => point.reward),
      -1,
    ),
    row(
      'exact ',
      curve.map((point) => point.exact),
      0,
    ),
    '```',
    '',
  ];
}

/** `zeroVarianceGroups` and `grad_norm` as people write them. */
function words(name: string): string {
  return name
    .replace(heldOut, '')
    .replaceAll('_', ' ')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
}
