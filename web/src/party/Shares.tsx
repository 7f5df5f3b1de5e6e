import { DeleteOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, put } from '../lib/api';
import { useCan } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/form';
import { Line, Mute, Stack } from '../ui/layout';
import { UserPicker } from '../ui/Picker';
import { problemText } from '../ui/problems';

/** Which colleagues see a customer beyond their data scope, and the means to let them. */
export function Shares({ customer }: { customer: string }) {
  const { t } = useTranslation('party');
  const may = useCan();
  const queries = useQueryClient();
  const key = ['customers', customer, 'shares'];
  const query = useQuery({ queryKey: key, queryFn: () => get(`/customers/${customer}/shares`) });
  const share = useMutation({
    mutationFn: (users: string[]) => put(`/customers/${customer}/shares`, { users }),
    onSuccess: async (answer) => {
      queries.setQueryData(key, answer);
      await queries.invalidateQueries({ queryKey: ['record', customer, 'history'] });
    },
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const users = query.data?.users ?? [];
  return (
    <Stack>
      {share.isError && <Alert type="error" showIcon title={problemText(share.error)} />}
      <Mute>{t(query.isSuccess && users.length === 0 ? 'share.none' : 'share.what')}</Mute>
      <ul className="oa-items">
        {users.map((user) => (
          <li key={user.id}>
            <Line between nowrap>
              {user.name}
              {may('customer.share') && (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  disabled={share.isPending}
                  aria-label={t('share.remove', { name: user.name })}
                  onClick={() => {
                    share.mutate(users.filter((other) => other !== user).map((other) => other.id));
                  }}
                />
              )}
            </Line>
          </li>
        ))}
      </ul>
      {may('customer.share') && query.isSuccess && (
        <Field label={t('share.add')} bound={{ id: 'share-with' }}>
          <UserPicker
            id="share-with"
            value={null}
            disabled={share.isPending}
            onChange={(picked) => {
              if (picked) share.mutate([...new Set([...users.map((user) => user.id), picked.id])]);
            }}
          />
        </Field>
      )}
    </Stack>
  );
}
