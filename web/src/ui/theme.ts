import { theme, type ThemeConfig } from 'antd';

/**
 * Every colour of the product, once for light and once for dark. Components read them as CSS variables (`var(--oa-…)`),
 * antd gets the same ones as tokens. `…Ink` is for text (contrast AA on card), the plain name for areas and strokes.
 */
const LIGHT = {
  bg: '#f5f6f8',
  card: '#ffffff',
  raised: '#ffffff',
  ink: '#1d2129',
  soft: '#4e5969',
  mute: '#626b78',
  line: '#e5e6eb',
  hair: '#f0f1f3',
  track: '#eef0f3',
  hover: '#f7f8fa',
  selected: '#eef3ff',
  blue: '#1f5eff',
  blueHover: '#1a4fdb',
  blueInk: '#1a4fdb',
  blueBg: '#f0f5ff',
  blueEdge: '#bcd0ff',
  blueMid: '#7aa2ff',
  blueLight: '#bcd0ff',
  green: '#12a150',
  greenInk: '#0c7a3c',
  greenBg: '#effaf3',
  greenEdge: '#b7e5c8',
  orange: '#f08c00',
  orangeInk: '#a35a00',
  orangeBg: '#fff8ec',
  orangeEdge: '#ffd8a8',
  yellow: '#f0b429',
  red: '#e5484d',
  redInk: '#c62a30',
  redBg: '#fff1f1',
  redEdge: '#f7c6c8',
  redLight: '#f7b0b2',
  redDark: '#8f1d22',
  greyFill: '#9aa4b2',
  shadow: '0 8px 28px rgb(20 30 50 / 14%)',
};

const DARK: typeof LIGHT = {
  bg: '#101317',
  card: '#181c22',
  raised: '#20252c',
  ink: '#e6e8eb',
  soft: '#b3bbc6',
  mute: '#929ba8',
  line: '#2c323a',
  hair: '#242930',
  track: '#2a3038',
  hover: '#1f242b',
  selected: '#1b2740',
  blue: '#3b74ff',
  blueHover: '#2f62df',
  blueInk: '#8db0ff',
  blueBg: '#172340',
  blueEdge: '#2c4479',
  blueMid: '#6f97ef',
  blueLight: '#44598a',
  green: '#1fa75a',
  greenInk: '#5dce8c',
  greenBg: '#12281c',
  greenEdge: '#22502f',
  orange: '#e08a12',
  orangeInk: '#f2ae4e',
  orangeBg: '#2e2312',
  orangeEdge: '#5f461b',
  yellow: '#d6a128',
  red: '#e5575c',
  redInk: '#ff8f92',
  redBg: '#331a1c',
  redEdge: '#6b2d31',
  redLight: '#8e3b3f',
  redDark: '#ffb3b5',
  greyFill: '#6f7986',
  shadow: '0 8px 28px rgb(0 0 0 / 55%)',
};

export type Mode = 'light' | 'dark';

const FONT =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

export function paletteOf(mode: Mode): typeof LIGHT {
  return mode === 'dark' ? DARK : LIGHT;
}

/** The same colours for antd. */
export function antdTheme(mode: Mode): ThemeConfig {
  const p = paletteOf(mode);
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily: FONT,
      fontSize: 13,
      borderRadius: 6,
      controlHeight: 30,
      colorPrimary: p.blue,
      colorPrimaryHover: p.blueHover,
      colorLink: p.blueInk,
      colorLinkHover: p.blueInk,
      colorLinkActive: p.blueInk,
      colorSuccess: p.green,
      colorWarning: p.orange,
      colorError: p.redInk,
      colorText: p.ink,
      colorTextSecondary: p.soft,
      colorTextTertiary: p.mute,
      colorTextDescription: p.mute,
      colorTextPlaceholder: p.mute,
      colorBgLayout: p.bg,
      colorBgContainer: p.card,
      colorBgElevated: p.raised,
      colorBorder: p.line,
      colorBorderSecondary: p.hair,
      wireframe: false,
      // Without animations their ends don't come either, and a dialog waits for them before it shows.
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: { Button: { dangerColor: p.card } },
  };
}

/** Puts the palette on the document, for everything that isn't antd. */
export function applyPalette(mode: Mode): void {
  const root = document.documentElement;
  for (const [name, value] of Object.entries(paletteOf(mode))) {
    root.style.setProperty(`--oa-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value);
  }
  root.style.setProperty('--oa-font', FONT);
  root.style.colorScheme = mode;
  root.dataset['theme'] = mode;
}
