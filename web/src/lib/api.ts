/** Where the server's API begins; page and API share one origin. */
export const API = '/api/v1';

export interface FieldError {
  field: string;
  code?: string;
  message: string;
}

interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: FieldError[];
}

/** The server's no, as RFC 9457 tells it, already in the user's language. Status 0: the server wasn't reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `HTTP ${String(status)}`);
    this.name = 'Problem';
    this.status = status;
    this.body = body;
    this.code = body.code ?? '';
    this.title = body.title ?? '';
    this.detail = body.detail ?? '';
    this.errors = body.errors ?? [];
  }
}

export function isProblem(error: unknown, status?: number): error is Problem {
  return error instanceof Problem && (status === undefined || error.status === status);
}

export type QueryValue = string | number | boolean | null | undefined | readonly string[];

export interface RequestOptions {
  query?: Record<string, QueryValue> | undefined;
  body?: unknown;
  /** The version the user saw; the server answers 412 when it is no longer the newest. */
  version?: string | number | null | undefined;
  /** One key per intent: a retry carries the same one and makes no second document. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface Answer<T> {
  data: T;
  status: number;
  /** The version of what was answered (ETag without quotes), or null. */
  version: string | null;
}

let locale = 'zh-CN';
let signedOut: () => void = () => undefined;

/** Tells the server the language to answer in. */
export function speak(newLocale: string): void {
  locale = newLocale;
}

/** What happens when a session has ended. */
export function whenSignedOut(action: () => void): void {
  signedOut = action;
}

/** A random key; crypto.randomUUID is missing where the page is served without TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function url(path: string, query?: Record<string, QueryValue>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined || value === '') continue;
    parameters.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  const text = parameters.toString();
  return `${API}${path}${text ? `?${text}` : ''}`;
}

/** Every call goes through here. Throws Problem; sends a signed-out user to the door. */
export async function call<T>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': locale,
    'X-Requested-With': 'OnAccount',
  };
  let body: BodyInit | undefined;
  if (options.body instanceof FormData || options.body instanceof Blob) body = options.body;
  else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  if (options.key) headers['Idempotency-Key'] = options.key;
  if (options.version !== null && options.version !== undefined) headers['If-Match'] = `"${String(options.version)}"`;
  let response: Response;
  try {
    response = await fetch(url(path, options.query), {
      method,
      headers,
      body,
      signal: options.signal ?? null,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, { code: 'unreachable' });
  }
  const type = response.headers.get('Content-Type') ?? '';
  const content: unknown =
    response.status === 204 ? undefined : type.includes('json') ? await response.json() : await response.text();
  if (!response.ok) {
    if (response.status === 401 && path !== '/session') signedOut();
    throw new Problem(response.status, typeof content === 'object' && content !== null ? (content as ProblemBody) : {});
  }
  const tag = response.headers.get('ETag');
  return {
    data: content as T,
    status: response.status,
    version: tag ? tag.replace(/^W\//, '').replace(/"/g, '') : null,
  };
}

export async function get<T>(path: string, query?: Record<string, QueryValue>, signal?: AbortSignal): Promise<T> {
  return (await call<T>('GET', path, { query, signal })).data;
}

export async function post<T>(path: string, body?: unknown, options: Omit<RequestOptions, 'body'> = {}): Promise<T> {
  return (await call<T>('POST', path, { key: newKey(), ...options, body: body ?? {} })).data;
}

export async function put<T>(path: string, body?: unknown, options: Omit<RequestOptions, 'body'> = {}): Promise<T> {
  return (await call<T>('PUT', path, { key: newKey(), ...options, body: body ?? {} })).data;
}

export async function remove<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await call<T>('DELETE', path, options)).data;
}
