import {
  AuditOutlined,
  BulbOutlined,
  DownOutlined,
  GlobalOutlined,
  HomeOutlined,
  MenuFoldOutlined,
  MenuOutlined,
  MenuUnfoldOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  ShoppingCartOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Button, Drawer, Dropdown } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, put, remove } from '../lib/api';
import { currentLocale, type Locale } from '../lib/i18n';
import { usePhone } from '../lib/media';
import { can, useMe } from '../lib/session';
import { recall, remember } from '../lib/storage';
import { Link } from '../ui/Link';
import { useLanguage } from './language';
import { groups, type Place } from './nav';
import { chooseTheme, useThemeChoice, type ThemeChoice } from './preferences';

const Palette = lazy(() => import('./Palette'));

function useHere(): (place: Partial<Place>) => boolean {
  const { pathname } = useLocation();
  return ({ path }) =>
    path !== undefined && (path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`));
}

function Navigation({ folded, onFollow }: { folded?: boolean; onFollow?: () => void }) {
  const { t } = useTranslation('app');
  const me = useMe();
  const here = useHere();
  const [opened, setOpened] = useState<string[]>(() =>
    recall<string[]>('nav.open', ['sales', 'shipping', 'receivables', 'credit']),
  );
  const toggle = (key: string) => {
    const next = opened.includes(key) ? opened.filter((k) => k !== key) : [...opened, key];
    setOpened(next);
    remember('nav.open', next);
  };
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    // The navigation is longer than the screen: the place one is at comes into sight.
    list.current?.querySelector('a.on')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  return (
    <ul ref={list}>
      {groups.map((group) => {
        const places = group.places?.filter((place) => can(me, place.rights));
        if (group.places ? !places?.length : !can(me, group.rights)) return null;
        const label = t(`nav.${group.key}`);
        if (!places) {
          return (
            <li key={group.key}>
              <Link
                to={group.path ?? '/'}
                className={here(group) ? 'on' : ''}
                title={folded ? label : ''}
                onClick={onFollow}
              >
                {group.icon}
                <span className="word grow">{label}</span>
              </Link>
            </li>
          );
        }
        const inside = places.some(here);
        const open = !folded && (opened.includes(group.key) || inside);
        return (
          <li key={group.key}>
            {folded ? (
              <Link to={places[0]?.path ?? '/'} className={inside ? 'on' : ''} title={label}>
                {group.icon}
              </Link>
            ) : (
              <button
                type="button"
                className={inside ? 'on' : ''}
                aria-expanded={open}
                onClick={() => {
                  toggle(group.key);
                }}
              >
                {group.icon}
                <span className="word grow">{label}</span>
                <DownOutlined rotate={open ? 0 : -90} style={{ fontSize: 10 }} />
              </button>
            )}
            {open && (
              <ul>
                {places.map((place) => (
                  <li key={place.key}>
                    <Link to={place.path} className={here(place) ? 'on' : ''} onClick={onFollow}>
                      <span className="grow">{t(`nav.${place.key}`)}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** How much waits for this person's decision; always in sight. */
function InboxBadge() {
  const { t } = useTranslation('app');
  const inbox = useQuery({
    queryKey: ['approvals', 'count'],
    queryFn: () => get('/approvals/inbox/count'),
    refetchInterval: 60_000,
  });
  const count = inbox.data?.count ?? 0;
  return (
    <Link to="/approvals" className="oa-inbox" title={t('frame.inbox', { count })}>
      <AuditOutlined />
      {count > 0 && <b>{count > 99 ? '99+' : count}</b>}
    </Link>
  );
}

/** What surrounds every page: navigation at the left, search and person at the top, at the phone a bar at the bottom. */
export function Frame() {
  const { t } = useTranslation('app');
  const me = useMe();
  const phone = usePhone();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const speak = useLanguage();
  const here = useHere();
  const { choice } = useThemeChoice();
  const [folded, setFolded] = useState(() => recall('nav.folded', false));
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if ((event.key === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !typing && !event.ctrlKey)) {
        event.preventDefault();
        setPalette(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  const leave = useMutation({
    mutationFn: () => remove('/session'),
    onSettled: () => {
      queries.clear();
      queries.setQueryData(['me'], null);
    },
  });
  const switchCompany = useMutation({
    mutationFn: (id: string) => put('/me/company', { id: Number(id) }),
    onSuccess: async () => {
      await navigate({ to: '/' });
      queries.clear();
      await queries.invalidateQueries();
    },
  });
  // Kept with the user for other browsers; this one has it already, so a failure is of no consequence.
  const keep = (preferences: Record<string, unknown>) => put('/me/preferences', preferences).catch(() => undefined);
  const say = (locale: Locale) => {
    remember('localeChosen', true);
    // First the server, which answers in the user's language; then the page.
    void keep({ locale }).then(() => speak(locale));
  };

  const languages = [
    { key: 'zh-CN', label: '中文' },
    { key: 'en', label: 'English' },
  ];
  const themes = (['light', 'dark', 'system'] as const).map((key) => ({ key, label: t(`theme.${key}`) }));
  const companies = me.companies.map((company) => ({ key: String(company.id), label: company.name }));
  const setTheme = (key: string) => {
    chooseTheme(key as ThemeChoice);
    void keep({ preferences: { ...(me.preferences as object), theme: key } });
  };

  return (
    <div className={`oa-frame${folded ? ' folded' : ''}`}>
      <nav className="oa-nav" aria-label={t('frame.navigation')}>
        <Link to="/" className="oa-brand">
          <img src="/icon.svg" alt="" />
          <span className="word">OnAccount 赊销通</span>
        </Link>
        <Navigation folded={folded} />
        <button
          type="button"
          className="oa-fold"
          aria-label={t(folded ? 'frame.unfold' : 'frame.fold')}
          onClick={() => {
            setFolded(!folded);
            remember('nav.folded', !folded);
          }}
        >
          {folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          <span className="word">{t('frame.fold')}</span>
        </button>
      </nav>
      <div>
        <header className="oa-top">
          <button
            type="button"
            className="search"
            onClick={() => {
              setPalette(true);
            }}
          >
            <SearchOutlined />
            <span className="words">{t('frame.search')}</span>
            {!phone && <kbd>/</kbd>}
          </button>
          <div className="right">
            {can(me, 'approval.decide') && <InboxBadge />}
            {companies.length > 1 && !phone ? (
              <Dropdown
                menu={{
                  items: companies,
                  selectedKeys: [String(me.company.id)],
                  onClick: ({ key }) => {
                    switchCompany.mutate(key);
                  },
                }}
                trigger={['click']}
              >
                <Button type="text" loading={switchCompany.isPending}>
                  {me.company.name} <DownOutlined style={{ fontSize: 10 }} />
                </Button>
              </Dropdown>
            ) : (
              !phone && <span className="oa-soft oa-clip">{me.company.name}</span>
            )}
            {!phone && (
              <>
                <Dropdown
                  menu={{
                    items: languages,
                    selectedKeys: [currentLocale()],
                    onClick: ({ key }) => {
                      say(key as Locale);
                    },
                  }}
                  trigger={['click']}
                >
                  <Button type="text" icon={<GlobalOutlined />} aria-label={t('frame.language')} />
                </Dropdown>
                <Dropdown
                  menu={{
                    items: themes,
                    selectedKeys: [choice],
                    onClick: ({ key }) => {
                      setTheme(key);
                    },
                  }}
                  trigger={['click']}
                >
                  <Button type="text" icon={<BulbOutlined />} aria-label={t('frame.theme')} />
                </Dropdown>
              </>
            )}
            <Dropdown
              menu={{
                items: [
                  { key: 'who', label: me.user.login, disabled: true },
                  { key: 'account', label: t('frame.account') },
                  ...(phone
                    ? [
                        { key: 'company', label: me.company.name, children: companies },
                        { key: 'language', label: t('frame.language'), children: languages },
                        { key: 'theme', label: t('frame.theme'), children: themes },
                      ]
                    : []),
                  { type: 'divider' as const },
                  { key: 'leave', label: t('frame.leave') },
                ],
                onClick: ({ key, keyPath }) => {
                  if (key === 'leave') leave.mutate();
                  else if (key === 'account') void navigate({ to: '/settings/sessions' });
                  else if (keyPath[1] === 'language') say(key as Locale);
                  else if (keyPath[1] === 'theme') setTheme(key);
                  else if (keyPath[1] === 'company') switchCompany.mutate(key);
                },
              }}
              trigger={['click']}
            >
              <Button type="text">{me.user.name}</Button>
            </Dropdown>
          </div>
        </header>
        <main className="oa-main">
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <nav className="oa-bottom" aria-label={t('frame.shortcuts')}>
        <Link to="/" className={here({ path: '/' }) ? 'on' : ''}>
          <HomeOutlined />
          {t('nav.home')}
        </Link>
        {can(me, 'customer.view') && (
          <Link to="/customers" className={here({ path: '/customers' }) ? 'on' : ''}>
            <TeamOutlined />
            {t('nav.customers')}
          </Link>
        )}
        {can(me, 'sales-order.view') && (
          <Link to="/sales-orders" className={here({ path: '/sales-orders' }) ? 'on' : ''}>
            <ShoppingCartOutlined />
            {t('nav.salesOrders')}
          </Link>
        )}
        {can(me, 'credit-hold.view') && (
          <Link to="/credit/holds" className={here({ path: '/credit/holds' }) ? 'on' : ''}>
            <SafetyCertificateOutlined />
            {t('nav.credit')}
          </Link>
        )}
        <button
          type="button"
          onClick={() => {
            setDrawer(true);
          }}
        >
          <MenuOutlined />
          {t('frame.more')}
        </button>
      </nav>
      <Drawer
        open={drawer}
        placement="left"
        size={260}
        title="OnAccount 赊销通"
        onClose={() => {
          setDrawer(false);
        }}
      >
        <nav
          className="oa-nav"
          style={{ position: 'static', height: 'auto', border: 0, padding: 0 }}
          aria-label={t('frame.navigation')}
        >
          <Navigation
            onFollow={() => {
              setDrawer(false);
            }}
          />
        </nav>
      </Drawer>
      {palette && (
        <Suspense fallback={null}>
          <Palette
            onClose={() => {
              setPalette(false);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
