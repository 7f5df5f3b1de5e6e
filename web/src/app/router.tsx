import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { plainSearch } from '../lib/route';
import { Failure } from '../ui/Failure';
import { Gate } from './Gate';
import { NotFound } from './NotFound';
import { pages } from './pages';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Gate,
  errorComponent: Failure,
});

const routes = pages.map(({ path, load, name }) =>
  createRoute({
    getParentRoute: () => frame,
    path,
    component: lazyRouteComponent(load as () => Promise<Record<string, ComponentType>>, name),
    errorComponent: Failure,
  }),
);

export const router = createRouter({
  routeTree: root.addChildren([frame.addChildren(routes)]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  ...plainSearch,
});
