import type { StackProgress } from './stack-options.ts';

/** One line about one service, or undefined where there is nothing worth a line. */
export function progressLine(progress: StackProgress): string | undefined {
  const { service, state, seconds, detail } = progress;
  const name = service.padEnd(10);
  const note = detail === undefined ? '' : `: ${detail}`;
  switch (state) {
    case 'ready':
      return `  ✓ ${name} ready after ${seconds.toFixed(1)} s`;
    case 'elsewhere':
      return `  ✓ ${name} elsewhere, as the environment says; it answers`;
    case 'died':
      return `  ! ${name} died after ${seconds.toFixed(0)} s${note}; its log has more`;
    case 'restarting':
      return `  … ${name} is started again`;
    case 'starting':
    case 'stopping':
    case 'stopped':
      return undefined;
  }
}
