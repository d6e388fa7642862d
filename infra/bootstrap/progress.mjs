// One line per finished step; while steps run, a line that moves on a terminal and a sign of life every minute elsewhere.
// Everything goes to standard error: standard output belongs to the program that is started afterwards.

const terminal = process.stderr.isTTY === true && !process.env['CI'];

/** @type {Map<string, { since: number, note: string }>} */
const active = new Map();
let lastSignOfLife = 0;
/** @type {NodeJS.Timeout | undefined} */
let ticker;

/**
 * Says that a step runs.
 * @param {string} title
 * @returns {{ note: (text: string) => void, done: (result?: string) => void, failed: () => void }}
 */
export function beginProgress(title) {
  const state = { since: Date.now(), note: '' };
  active.set(title, state);
  lastSignOfLife = Date.now();
  if (!terminal) print(`[set-up] ${title} …`);
  ticker ??= setInterval(draw, terminal ? 100 : 5000).unref();
  /** @param {string} mark @param {string} text */
  const end = (mark, text) => {
    active.delete(title);
    if (active.size === 0) {
      clearInterval(ticker);
      ticker = undefined;
    }
    clearLine();
    print(`[set-up] ${mark} ${title}${text} (${seconds(state.since)})`);
  };
  return {
    note: (text) => {
      state.note = text;
    },
    done: (result) => end('✓', result ? `: ${result}` : ''),
    failed: () => end('✗', ' failed'),
  };
}

function draw() {
  if (terminal) {
    clearLine();
    process.stderr.write(describeActive().slice(0, (process.stderr.columns || 80) - 1));
  } else if (Date.now() - lastSignOfLife > 60_000) {
    lastSignOfLife = Date.now();
    print(`[set-up] ${describeActive()}`);
  }
}

function describeActive() {
  const parts = [...active].map(([title, { since, note }]) =>
    [title, seconds(since), note].filter(Boolean).join(' '),
  );
  return `… ${parts.join(' · ')}`;
}

function clearLine() {
  if (terminal) process.stderr.write('\r\u001b[K');
}

/** @param {string} line */
export function print(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} since */
function seconds(since) {
  const value = (Date.now() - since) / 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
}
