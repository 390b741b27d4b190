const KEY = 'jinlin.token';

/** The administrator's token, for as long as this tab is open; null when there is none. */
export function readToken(): string | null {
  return sessionStorage.getItem(KEY);
}

/** Remembers the administrator's token until the tab is closed; null forgets it. */
export function rememberToken(token: string | null): void {
  if (token) sessionStorage.setItem(KEY, token);
  else sessionStorage.removeItem(KEY);
}
