import { useNavigate } from '@tanstack/react-router';
import { useQueryParams } from '../lib/route';
import { useRecord } from '../ui/document';
import { Failure } from '../ui/Failure';
import { keepAnswer } from './answers';
import { ChangeEditor } from './ChangeEditor';

/** A change of a confirmed order, entered on its lines as they are. */
export function NewChange() {
  const navigate = useNavigate();
  const { order } = useQueryParams();
  const record = useRecord('sales-orders', order ?? '');
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  return (
    <ChangeEditor
      view={record.data.data}
      change={null}
      onSaved={(id, answer) => {
        keepAnswer(answer);
        void navigate({ to: `/order-changes/${id}`, replace: true });
      }}
      onCancel={() => void navigate({ to: `/sales-orders/${order ?? ''}` })}
    />
  );
}
