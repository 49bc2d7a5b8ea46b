import { HttpContextToken } from '@angular/common/http';

/** Requests that obtain a token must not wait for one. */
export const SKIP_AUTH = new HttpContextToken(() => false);

/** Asks the server to keep the refresh token in an HttpOnly cookie, out of reach of scripts. */
export const COOKIE_SESSION = new HttpContextToken(() => false);
