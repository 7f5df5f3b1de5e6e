import type { Schema } from '../lib/api';

export type Delivery = Schema<'fulfilment.Delivery'>;
export type DeliveryLine = Schema<'fulfilment.Delivery.Line'>;
export type ReturnLine = Schema<'fulfilment.SalesReturn.Line'>;
export type Notice = Schema<'fulfilment.ShippingNotice'>;
export type NoticeLine = Schema<'fulfilment.ShippingNotice.Line'>;
export type NoticeView = Schema<'fulfilment.ShippingNoticeView'>;
