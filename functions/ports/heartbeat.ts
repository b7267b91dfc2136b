/** Somebody outside who hears that all is well, and raises an alarm of their own where they hear nothing. */
export interface Heartbeat {
  /** `unwell`: we are there, and not everything is as it should be. Answers within 5 seconds, and never throws. */
  beat(how: 'well' | 'unwell'): Promise<'heard' | 'unheard'>;
}
