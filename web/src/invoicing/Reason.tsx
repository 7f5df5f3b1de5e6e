import { useTranslation } from 'react-i18next';
import { Fields, FormDrawer, TextField, useForm } from '../ui/form';

/** Asks why before something is given back or taken back. */
export function Reason({
  title,
  action,
  text,
  onReason,
  onClose,
}: {
  title: string;
  action: string;
  text: string;
  onReason: (reason: string, key: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation('invoicing');
  const form = useForm({ reason: '' }, (values, key) => onReason(values.reason.trim(), key));
  return (
    <FormDrawer open danger title={title} action={action} form={form} onClose={onClose}>
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('field.reason')} must autoFocus />
      </Fields>
      <div className="oa-mute oa-small">{text}</div>
    </FormDrawer>
  );
}
