import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Input, Modal } from 'antd';
import { EllipsisOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post } from '../lib/api';
import { usePhone } from '../lib/media';
import { useCan, useMe } from '../lib/session';
import type { ApprovalCard } from '../ui/approval';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { Line, Mute } from '../ui/layout';
import { UserPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';

export type How = 'reject' | 'return' | 'add' | 'withdraw' | 'link';

const PATHS = { reject: 'rejection', return: 'return', add: 'approvers', withdraw: 'withdrawal' } as const;

/** Approving takes one click or key; what it led to is told, and the queue is read again. */
export function useApprove(): (id: string, done?: () => void) => void {
  const { t } = useTranslation('approval');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  return (id, done) => {
    if (busy === id) return;
    setBusy(id);
    post(`/approvals/${id}/approval`, {}, { key: newKey() })
      .then((decided) => {
        void message[decided.state === 'VOID' ? 'warning' : 'success'](
          decided.message ?? t(`decided.${decided.state}`),
        );
        done?.();
      })
      .catch((error: unknown) => void message.error(problemText(error)))
      .finally(() => {
        setBusy(null);
        void queries.invalidateQueries();
      });
  };
}

/** The buttons of a request: the natural ones in sight, on a phone at the bottom of the screen. */
export function Decisions({
  card,
  onApprove,
  onAsk,
}: {
  card: ApprovalCard;
  onApprove: () => void;
  onAsk: (how: How) => void;
}) {
  const { t } = useTranslation('approval');
  const phone = usePhone();
  const me = useMe();
  const may = useCan();
  const move = (name: string) => card.moves.find((m) => m.name === name);
  const approve = move('approve');
  const deciding = approve?.allowed ?? false;
  const link = deciding || (may('approval.link') && card.state === 'PENDING' && card.askedBy.id !== me.user.id);
  const rare = [
    ...(move('add')?.allowed ? [{ key: 'add', label: t('move.add') }] : []),
    ...(link ? [{ key: 'link', label: t('move.link') }] : []),
    ...(move('withdraw')?.allowed ? [{ key: 'withdraw', label: t('move.withdraw'), danger: true }] : []),
  ];
  const more = rare.length > 0 && (
    <Dropdown
      trigger={['click']}
      menu={{
        items: rare,
        onClick: ({ key }) => {
          onAsk(key as How);
        },
      }}
    >
      <Button icon={<EllipsisOutlined />} aria-label={t('move.more')} style={phone ? { flex: '0 0 44px' } : {}} />
    </Dropdown>
  );
  const buttons = (
    <>
      {deciding && (
        <>
          <Button type="primary" onClick={onApprove}>
            {t('move.approve')} {!phone && <kbd>A</kbd>}
          </Button>
          <Button
            danger
            onClick={() => {
              onAsk('reject');
            }}
          >
            {t('move.reject')} {!phone && <kbd>R</kbd>}
          </Button>
          <Button
            onClick={() => {
              onAsk('return');
            }}
          >
            {t('move.return')} {!phone && <kbd>B</kbd>}
          </Button>
        </>
      )}
      {more}
    </>
  );
  if (phone) return deciding || more ? <div className="oa-stick oa-actions">{buttons}</div> : null;
  return (
    <Line>
      {buttons}
      {!deciding && card.state === 'PENDING' && approve?.reason && <Mute>{approve.reason}</Mute>}
    </Line>
  );
}

/** Asks for what a decision needs besides the click: a reason, or a person. */
export function Asking({ card, how, onClose }: { card: ApprovalCard; how: How; onClose: () => void }) {
  return how === 'link' ? (
    <LinkFor card={card} onClose={onClose} />
  ) : (
    <AskFor card={card} how={how} onClose={onClose} />
  );
}

function AskFor({ card, how, onClose }: { card: ApprovalCard; how: Exclude<How, 'link'>; onClose: () => void }) {
  const { t } = useTranslation('approval');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const form = useForm({ user: null as Picked | null, reason: '' }, async (values, key) => {
    const reason = values.reason.trim();
    const decided = await post(
      `/approvals/${card.id}/${PATHS[how]}`,
      how === 'add' ? { user: values.user?.id ?? null, reason: reason || null } : { reason },
      { key },
    );
    void message.success(t(how === 'add' ? 'added' : `decided.${decided.state}`));
    await queries.invalidateQueries();
  });
  const reason = form.bind('reason');
  const user = form.bind('user');
  const must = how === 'reject' || how === 'return';
  return (
    <FormDrawer
      open
      title={`${t(`move.${how}`)} · ${card.subject.number ?? ''}`}
      action={t(`move.${how}`)}
      danger={how === 'reject' || how === 'withdraw'}
      form={form}
      onClose={onClose}
    >
      <div>{t(`ask.${how}`)}</div>
      <Fields columns={1}>
        {how === 'add' && (
          <Field label={t('person')} bound={user} form={form} name="user" must>
            <UserPicker {...user} />
          </Field>
        )}
        <Field label={t('reason')} bound={reason} form={form} name="reason" must={must}>
          <Input.TextArea
            id={reason.id}
            autoFocus={how !== 'add'}
            autoSize={{ minRows: 3 }}
            value={reason.value}
            status={reason.status}
            onChange={(event) => {
              reason.onChange(event.target.value);
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}

/** A link for deciding from a mail. There is no mail server yet, so it is copied by hand. */
function LinkFor({ card, onClose }: { card: ApprovalCard; onClose: () => void }) {
  const { t } = useTranslation('approval');
  const { message } = App.useApp();
  const me = useMe();
  const may = useCan();
  const own = card.moves.find((m) => m.name === 'approve')?.allowed ?? false;
  const [person, setPerson] = useState<Picked | null>(own ? { id: me.user.id, label: me.user.name } : null);
  const [path, setPath] = useState<string | null>(null);
  const link = path ? `${window.location.origin}${path}` : '';
  return (
    <Modal
      open
      title={t('link.title')}
      okText={t(link ? 'link.copy' : 'link.make')}
      okButtonProps={{ disabled: !person }}
      cancelText={t('link.close')}
      onCancel={onClose}
      onOk={() => {
        if (link) {
          void navigator.clipboard.writeText(link).then(
            () => void message.success(t('link.copied')),
            () => void message.warning(t('link.byHand')),
          );
        } else if (person) {
          post(`/approvals/${card.id}/links`, { user: person.id }).then(
            (made) => {
              setPath(made.path);
            },
            (error: unknown) => void message.error(problemText(error)),
          );
        }
      }}
    >
      <p>{t('link.text')}</p>
      {link ? (
        <Input.TextArea readOnly autoSize aria-label={t('link.title')} value={link} />
      ) : (
        <UserPicker
          aria-label={t('person')}
          value={person}
          disabled={!may('approval.link')}
          onChange={(picked) => {
            setPerson(picked);
          }}
        />
      )}
    </Modal>
  );
}
