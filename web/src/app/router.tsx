import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { plainSearch } from '../lib/route';
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

export const router = createRouter({
  routeTree: root.addChildren([frame.addChildren(routes), ...open]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  ...plainSearch,
});
