/** Where programs are looked for. With `underTest` the only thing that doubles take from the environment. */
export const programPath = process.env['PATH'] ?? '';

/** Whether Vitest runs this process. */
export const underTest = process.env['VITEST'] === 'true';
