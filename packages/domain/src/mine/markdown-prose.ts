/**
 * The text of a Markdown body that GitHub scans for references: without HTML comments, fenced code
 * and code spans. Line structure is kept. Linear in the length of the text.
 */
export function proseOf(markdown: string): string {
  const uncommented = markdown.replace(/<!--[\s\S]*?(?:-->|$)/g, ' ');
  const kept: string[] = [];
  let fence: string | null = null;
  for (const line of uncommented.split(/\r?\n/)) {
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (fence === null && marker === null) kept.push(line);
    else if (fence === null) fence = marker;
    else if (marker !== null && marker.startsWith(fence) && line.trim() === marker) fence = null;
  }
  return kept.join('\n').replace(/(`+)[^`\n]*\1/g, ' ');
}
