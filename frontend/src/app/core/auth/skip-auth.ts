import { HttpContextToken } from '@angular/common/http';

/** Requests that obtain a token must not wait for one. */
export const SKIP_AUTH = new HttpContextToken(() => false);
