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
  return { error: error.name, at: framesOf(error), ...(error.name === 'Unreadable' && { what: error.message }) };
}

/** A place in the code, as the engine writes it: a file, a line and a column at the end. */
const frame = /^\s+at .*:\d+:\d+\)?$/;

/** The stack begins with the message, whose own lines may look like places; where that is no longer the message, nothing is said. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const from = stack.indexOf(message);
  if (from === -1) return [];
  const lines = stack.slice(from + message.length).split('\n');
  return lines
    .filter((line) => frame.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}
