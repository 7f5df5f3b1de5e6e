import type { components, paths } from './schema';

/** Where the server's API begins; page and API share one origin. */
export const API = '/api/v1';

type ProblemBody = Schema<'Problem'>;
export type FieldError = ProblemBody['errors'][number];

/** The server's no, as RFC 9457 tells it, already in the user's language. Status 0: the server wasn't reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly body: Partial<ProblemBody>;

  constructor(status: number, body: Partial<ProblemBody>) {
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

/** Records with a page of their own, by their plural: what `GET /${plural}/${id}` answers, and the steps below it. */
export type RecordName = keyof paths extends infer K
  ? K extends `/api/v1/${infer L}/{id}`
    ? L extends `${string}/${string}`
      ? never
      : L
    : never
  : never;
export type RecordOf<L extends RecordName> = Answered<Operation<'get', `/${L}/${string}`>>;
type StepKey<L extends RecordName> = keyof paths extends infer K
  ? K extends `/api/v1/${L}/{id}/${string}`
    ? K
    : never
  : never;
export type StepPath<L extends RecordName> =
  (StepKey<L> extends infer K ? (K extends `/api/v1/${L}/{id}/${infer Step}` ? Filled<Step> : never) : never) | '';
export type StepAnswer<L extends RecordName> = {
  [K in StepKey<L>]: K extends keyof paths ? Answered<paths[K]['post']> : never;
}[StepKey<L>];

export type QueryValue = string | number | boolean | null | undefined | readonly string[];

/** What goes through the API, by its name in the API document: `Schema<'party.Customer'>`. */
export type Schema<N extends keyof components['schemas']> = components['schemas'][N];

type Method = 'get' | 'post' | 'put' | 'delete';
type With<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
/** `/api/v1/products/{id}` as a call writes it: `/products/${string}`. */
type Written<P> = P extends `/api/v1${infer Rest}` ? Filled<Rest> : never;
type Filled<P extends string> = P extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : P;
/** What calls of a method may be made to. */
export type Path<M extends Method> = Written<With<M>>;
// Each is held against the other: a longer path fits a shorter one's pattern too.
type Found<M extends Method, P extends string, K extends keyof paths = With<M>> = K extends unknown
  ? P extends Written<K>
    ? Written<K> extends P
      ? paths[K] extends Record<M, infer O>
        ? O
        : never
      : never
    : never
  : never;
/** The operation behind a method and a written path; for a choice of paths, their choice. */
type Operation<M extends Method, P> = P extends string ? Found<M, P> : never;
type Content<A> = A extends { content: infer C } ? C[keyof C] : undefined;
type Answered<O> = O extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202 | 204)]> : never;
type Asked<O> = O extends { parameters: { query?: infer Q } }
  ? { [N in keyof Q]: Q[N] | readonly string[] | null | undefined }
  : never;
/** What somebody typed: anything may be missing yet; the server says what must not. */
type Entered<T> = T extends readonly (infer E)[]
  ? readonly Entered<E>[]
  : T extends object
    ? { [N in keyof T]?: Entered<T[N]> | null }
    : T;
type Sent<O> = O extends { requestBody?: infer B } ? Body<NonNullable<B>> : undefined;
type Body<B> = [B] extends [never]
  ? undefined
  : B extends { content: { 'multipart/form-data': unknown } }
    ? FormData
    : Entered<Content<B>>;

/** What `GET path` answers. */
export type Got<P extends Path<'get'>> = Answered<Operation<'get', P>>;
/** The lists there are, by their plural. */
export type ListName = keyof paths extends infer K ? (K extends `/api/v1/${infer L}/definition` ? L : never) : never;

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
export async function send<T>(
  method: string,
  path: string,
  options: RequestOptions = {},
  waits = 50,
): Promise<Answer<T>> {
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
    response.status === 204
      ? undefined
      : type.includes('json')
        ? await response.json()
        : type.includes('pdf')
          ? await response.blob()
          : await response.text();
  if (response.status === 409 && options.key && waits > 0 && codeOf(content) === 'request-in-progress') {
    // The same intent is being carried out already (a double click): its answer is ours too.
    await new Promise((wake) => setTimeout(wake, 400));
    return send<T>(method, path, options, waits - 1);
  }
  if (!response.ok) {
    if (response.status === 401 && path !== '/session') signedOut();
    throw new Problem(
      response.status,
      typeof content === 'object' && content !== null ? (content as Partial<ProblemBody>) : {},
    );
  }
  const tag = response.headers.get('ETag');
  return {
    data: content as T,
    status: response.status,
    version: tag ? tag.replace(/^W\//, '').replace(/"/g, '') : null,
  };
}

function codeOf(content: unknown): unknown {
  return typeof content === 'object' && content !== null && 'code' in content ? content.code : undefined;
}

/** Reads; the answer's type follows from the path. */
export async function get<P extends Path<'get'>>(
  path: P,
  query?: Asked<Operation<'get', P>>,
  signal?: AbortSignal,
): Promise<Got<P>> {
  return (await read(path, query, signal)).data;
}

/** What a list answers, whichever it is: its rows, its definition, its totals. Typed by what is asked, as all lists answer alike. */
export async function getList<B extends '' | '/definition' | '/totals'>(
  list: ListName,
  below: B,
  query?: Record<string, QueryValue>,
  signal?: AbortSignal,
): Promise<Got<`/customers${B}`>> {
  return (await send<Got<`/customers${B}`>>('GET', ['', list].join('/') + below, { query, signal })).data;
}

/** Reads with the version. */
export function read<P extends Path<'get'>>(
  path: P,
  query?: Asked<Operation<'get', P>>,
  signal?: AbortSignal,
): Promise<Answer<Got<P>>> {
  return send('GET', path, { query: query as Record<string, QueryValue> | undefined, signal });
}

type Options = Omit<RequestOptions, 'body'>;

export async function post<P extends Path<'post'>>(
  path: P,
  body?: Sent<Operation<'post', P>>,
  options: Options = {},
): Promise<Answered<Operation<'post', P>>> {
  return (await send<Answered<Operation<'post', P>>>('POST', path, { key: newKey(), ...options, body: body ?? {} }))
    .data;
}

export async function put<P extends Path<'put'>>(
  path: P,
  body?: Sent<Operation<'put', P>>,
  options: Options = {},
): Promise<Answered<Operation<'put', P>>> {
  return (await send<Answered<Operation<'put', P>>>('PUT', path, { key: newKey(), ...options, body: body ?? {} })).data;
}

export async function remove<P extends Path<'delete'>>(
  path: P,
  options: RequestOptions = {},
): Promise<Answered<Operation<'delete', P>>> {
  return (await send<Answered<Operation<'delete', P>>>('DELETE', path, options)).data;
}
