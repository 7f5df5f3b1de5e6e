import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { Failure } from '../ui/Failure';
import { Gate } from './Gate';
import { NotFound } from './NotFound';
import { pages, publicPages, type Page } from './pages';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Gate,
  errorComponent: Failure,
});

const component = ({ load, name }: Page) =>
  lazyRouteComponent(load as () => Promise<Record<string, ComponentType>>, name);

const routes = pages.map((page) =>
  createRoute({
    getParentRoute: () => frame,
    path: page.path,
    component: component(page),
    errorComponent: Failure,
  }),
);

const open = publicPages.map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: component(page),
    errorComponent: Failure,
  }),
);

/** Addresses stay readable: every search parameter is plain text. */
export const router = createRouter({
  routeTree: root.addChildren([frame.addChildren(routes), ...open]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) {
      if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return text ? `?${text}` : '';
  },
});
