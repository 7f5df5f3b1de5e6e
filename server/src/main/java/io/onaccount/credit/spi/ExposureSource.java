package io.onaccount.credit.spi;

/** A module that can say from its own documents what customers owe: the proof compares it with the accounts (CRD-13). */
public interface ExposureSource {
    /**
     * A query without parameters that yields (company_id, party_id, bucket, document_id, order_id, amount) for every document that makes up
     * exposure. The bucket is a name of {@link io.onaccount.credit.Bucket}, or {@code ASSIGNED} for money assigned to the order in order_id;
     * the document is the one named in the entries; order_id is the order behind it, the document itself for an order, or null. The caller adds
     * the condition on company_id.
     */
    String sql();
}
