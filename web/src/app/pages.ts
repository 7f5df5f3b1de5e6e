/** Every page: where it is and which file draws it. The file is fetched when the page is first opened. */
export interface Page {
  path: string;
  load: () => Promise<object>;
  name: string;
}

export const pages: Page[] = [{ path: '/', load: () => import('./Home'), name: 'Home' }];
