/** Why a run is not kept, or was not found whole: a message's key, and no more than that. */

/**
 * none: this page has no storage (a private window, a frame of its own origin) · full: no room left · newer: a newer Nabla
 * keeps its runs here · blocked: an older one in another tab stands in the way, or the database does not answer · lost: the
 * browser could not write · large: the run is too large for a session.
 */
export type Reason = 'none' | 'full' | 'newer' | 'blocked' | 'lost' | 'large';

export interface Trouble {
  reason: Reason;
  message: string;
}

const REASONS: Record<string, Reason> = {
  SecurityError: 'none',
  InvalidStateError: 'none',
  TypeError: 'none',
  ReferenceError: 'none',
  NotSupportedError: 'none',
  QuotaExceededError: 'full',
  VersionError: 'newer',
};

const isTrouble = (error: unknown): error is Trouble => typeof (error as Partial<Trouble> | null)?.reason === 'string';

/** What a browser threw, or a reason itself, as trouble. */
export function trouble(error: unknown): Trouble {
  if (isTrouble(error)) return error;
  if (typeof error === 'string') return { reason: error as Reason, message: error };
  const { name = '', message = String(error), code } = (error ?? {}) as { name?: string; message?: string; code?: string };
  return { reason: code === 'session-too-large' ? 'large' : (REASONS[name] ?? 'lost'), message: `${name}: ${message}` };
}
