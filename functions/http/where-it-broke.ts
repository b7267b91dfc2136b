/** What a log line says of an error. */
interface WhereItBroke {
  /** Its kind. */
  readonly error: string;
  readonly at: readonly string[];
  /** Which row cannot be read, and which part of it. */
  readonly what?: string;
}

/** For a log line: what kind of error and where in the code. Never its message, which may quote what was sent; but of a row that cannot be read, where. */
export function whereItBroke(error: unknown): WhereItBroke {
  if (!(error instanceof Error)) return { error: 'unknown', at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const at = frames.slice(0, 8).map((line) => line.trim());
  return { error: error.name, at, ...(error.name === 'Unreadable' && { what: error.message }) };
}
