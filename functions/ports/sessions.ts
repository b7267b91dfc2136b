import type { Session } from '../domain/session.ts';
import type { Instant } from '../domain/time.ts';

/** Who is signed in. Each method throws where the store is away. */
export interface Sessions {
  /** Begins one. Its id is for the browser of whoever signed in and nobody else: only a hash of it is kept. */
  begin(whose: Pick<Session, 'school' | 'person'>, at: Instant): Promise<{ readonly id: string; readonly session: Session }>;
  /** As it is kept, whether or not its time is over. Undefined: it has ended, or never was. */
  read(id: string): Promise<Session | undefined>;
  /** Notes that it was used. One that has ended stays so. */
  seen(id: string, at: Instant): Promise<void>;
  /** Ends it, if it is there. */
  end(id: string): Promise<void>;
  /** Ends every one of somebody's. */
  endAllOf(school: string, person: string): Promise<void>;
}
