/** Where programs are looked for; the only thing that doubles take from the environment. */
export const programPath = process.env['PATH'] ?? '';
