import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks why before something is taken back. */
export function ReasonDialog({
  open,
  title,
  action,
  onClose,
  onReason,
}: {
  open: boolean;
  title: string;
  action: string;
  onClose: () => void;
  onReason: (reason: string) => void;
}) {
  const { t } = useTranslation('receivables');
  const [reason, setReason] = useState('');
  return (
    <Modal
      open={open}
      title={title}
      okText={action}
      okButtonProps={{ danger: true, disabled: !reason.trim() }}
      destroyOnHidden
      afterClose={() => {
        setReason('');
      }}
      onCancel={onClose}
      onOk={() => {
        onReason(reason.trim());
        onClose();
      }}
    >
      <Input
        autoFocus
        aria-label={t('receipt.reason')}
        placeholder={t('receipt.reason')}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
    </Modal>
  );
}
