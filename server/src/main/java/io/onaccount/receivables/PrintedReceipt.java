package io.onaccount.receivables;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import io.onaccount.party.Addressee;
import io.onaccount.platform.Texts;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a receipt prints: the money, and what it settled. */
record PrintedReceipt(Receipt receipt, Addressee customer, String method, List<AllocationView> settled) {

    private static final PrintFields<AllocationView> LINE = PrintFields.<AllocationView>start()
            .text("document", AllocationView::number)
            .date("date", AllocationView::on)
            .money("amount", AllocationView::amount);

    private static final PrintFields<PrintedReceipt> FIELDS = Addressee.in(
                    PrintFields.<PrintedReceipt>start()
                            .text("number", p -> p.receipt.header().number())
                            .date("date", p -> p.receipt.header().date()),
                    PrintedReceipt::customer)
            .text("method", PrintedReceipt::method)
            .text("cashAccount", p -> p.receipt.names().cashName())
            .text("payer", p -> p.receipt.payer())
            .text("reference", p -> p.receipt.reference())
            .text("note", p -> p.receipt.note())
            .text("currency", PrintedReceipt::currency)
            .lines("lines", PrintedReceipt::settled, LINE)
            .money("fee", p -> p.receipt.fee())
            .money("allocated", p -> p.receipt.allocated())
            .money("unapplied", p -> p.receipt.unapplied())
            .total("total", p -> p.receipt.amount());

    private String currency() {
        return Objects.requireNonNull(receipt.header().currency());
    }

    @Configuration(proxyBeanMethods = false)
    static class Source {
        @Bean("print.receipt")
        PrintSource<PrintedReceipt> printedReceipts(Receipts receipts, Allocations allocations, Texts texts) {
            return PrintSource.of(
                    Receipts.KIND,
                    (tx, actor, id, language) -> {
                        Receipt receipt = receipts.find(tx, actor, id);
                        return new PrintedReceipt(
                                receipt,
                                Addressee.of(tx, receipt.party(), language),
                                texts.text(language, "choice.receipt.method." + receipt.method()),
                                allocations.ofReceipt(tx, id).stream()
                                        .filter(AllocationView::standing)
                                        .toList());
                    },
                    PrintedReceipt::currency,
                    FIELDS);
        }
    }
}
