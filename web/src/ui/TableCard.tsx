import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ComponentProps, ReactNode } from 'react';
import { DataTable } from './DataTable';
import { Card, Line } from './layout';

/** A page of few records: title, the step that begins one, means to narrow them, the table. */
export function TableCard<T>({
  title,
  what,
  create,
  tools,
  foot,
  ...table
}: {
  title: string;
  /** What these are, in a sentence. */
  what?: string;
  create?: { label: string; run: () => void } | false;
  tools?: ReactNode;
  foot?: ReactNode;
} & Omit<ComponentProps<typeof DataTable<T>>, 'foot' | 'caption'>) {
  return (
    <Card flush>
      <div className="oa-list-head" style={{ paddingBottom: 12 }}>
        <Line>
          <h1 className="oa-grow">{title}</h1>
          {create && (
            <Button type="primary" icon={<PlusOutlined />} onClick={create.run}>
              {create.label}
            </Button>
          )}
        </Line>
        {what && <div className="oa-mute">{what}</div>}
        {tools}
      </div>
      <DataTable<T> {...table} caption={title} />
      {foot && <div className="oa-list-foot">{foot}</div>}
    </Card>
  );
}
