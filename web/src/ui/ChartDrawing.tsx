import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAmount, formatShort } from '../lib/money';
import type { ChartData } from './Chart';
import { paletteOf, type Mode } from './theme';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    observer.disconnect();
  };
}

/** The drawing itself, in a chunk of its own. */
export default function ChartDrawing({
  data,
  stacked,
  onDrill,
}: {
  data: ChartData;
  stacked: boolean;
  onDrill?: (category: string, series: string) => void;
}) {
  const { i18n } = useTranslation('ui');
  const box = useRef<HTMLDivElement>(null);
  const mode = useSyncExternalStore(watchTheme, () => document.documentElement.dataset['theme'] as Mode);
  const locale = i18n.language;
  useEffect(() => {
    if (!box.current) return undefined;
    const p = paletteOf(mode);
    const colours = { blue: p.blue, green: p.green, orange: p.orange, red: p.red, grey: p.greyFill };
    const order = [p.blue, p.green, p.orange, p.greyFill];
    const chart = echarts.init(box.current, null, { renderer: 'canvas' });
    chart.setOption({
      animationDuration: 200,
      color: order,
      grid: {
        left: 8,
        right: 8,
        top: data.series.length > 1 ? 30 : 12,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      legend:
        data.series.length > 1
          ? { top: 0, right: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: p.soft, fontSize: 12 } }
          : { show: false },
      tooltip: {
        trigger: 'axis',
        backgroundColor: p.raised,
        borderColor: p.line,
        textStyle: { color: p.ink, fontSize: 12 },
        valueFormatter: (value: unknown) => formatAmount(typeof value === 'number' ? value.toFixed(2) : null),
      },
      xAxis: {
        type: 'category',
        data: [...data.categories],
        axisTick: { show: false },
        axisLine: { lineStyle: { color: p.line } },
        axisLabel: { color: p.mute, fontSize: 11 },
      },
      yAxis: {
        type: 'value',
        splitLine: { lineStyle: { color: p.hair } },
        axisLabel: { color: p.mute, fontSize: 11, formatter: (value: number) => formatShort(value, locale) },
      },
      series: data.series.map((series) => ({
        id: series.key,
        name: series.label,
        type: series.kind ?? 'bar',
        ...(stacked && series.kind !== 'line' ? { stack: 'all' } : {}),
        ...(series.colour
          ? { itemStyle: { color: colours[series.colour] }, lineStyle: { color: colours[series.colour] } }
          : {}),
        barMaxWidth: 26,
        smooth: false,
        symbolSize: 5,
        // A point for each of many days would hide the line.
        showSymbol: data.categories.length <= 40,
        // A drawing needs no more than a float; the exact figures are in the table.
        data: series.values.map((value) => (value === null ? null : Number(value))),
      })),
    });
    if (onDrill) {
      chart.on('click', (event) => {
        onDrill(event.name, event.seriesId ?? '');
      });
    }
    const resize = new ResizeObserver(() => {
      chart.resize();
    });
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, [data, stacked, mode, locale, onDrill]);
  return <div ref={box} style={{ height: '100%' }} />;
}
