package io.onaccount.sales;

/**
 * What stands on an order beside its goods and what they cost.
 *
 * @param contact whom to ask, with contact and addresses as agreed
 * @param reference the customer's own order number
 */
public record OrderParticulars(
        String contact, String deliveryAddress, String invoiceAddress, String reference, String note) {}
