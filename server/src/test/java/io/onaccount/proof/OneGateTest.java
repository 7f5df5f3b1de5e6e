package io.onaccount.proof;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.onaccount.credit.CreditControl;
import io.onaccount.document.Kinds;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * One gate for every door (CRD-19): whatever raises exposure passes {@link CreditControl#reserve}. Every move of every kind of document is listed
 * here with what it does to exposure, and everybody who moves exposure without asking is named with the reason; a new one fails the build until
 * somebody has thought about it.
 */
class OneGateTest {
    /** What a move does to what a customer owes or has promised to owe. */
    private enum Exposure {
        /** Raises it, through the gate. */
        ASKS,
        /** Moves it between buckets without raising it; asks whether goods may still leave. */
        CARRIES,
        /** Lowers it, or leaves it as it is. */
        NEVER_RAISES,
        /** Raises it because the world did: the money went back. Refusing would deny a fact. */
        STATES_A_FACT
    }

    private static final Map<String, Exposure> MOVES = new TreeMap<>(Map.ofEntries(
            Map.entry("sales-order.submit", Exposure.NEVER_RAISES),
            Map.entry("sales-order.return-to-draft", Exposure.NEVER_RAISES),
            Map.entry("sales-order.confirm", Exposure.ASKS),
            Map.entry("sales-order.split", Exposure.NEVER_RAISES),
            Map.entry("sales-order.change", Exposure.ASKS),
            Map.entry("order-change.submit", Exposure.NEVER_RAISES),
            Map.entry("order-change.return-to-draft", Exposure.NEVER_RAISES),
            Map.entry("order-change.apply", Exposure.ASKS),
            Map.entry("order-change.reject", Exposure.NEVER_RAISES),
            Map.entry("order-change.withdraw", Exposure.NEVER_RAISES),
            Map.entry("sales-order.deliver", Exposure.CARRIES),
            Map.entry("sales-order.close", Exposure.NEVER_RAISES),
            Map.entry("sales-order.cancel", Exposure.NEVER_RAISES),
            Map.entry("shipping-notice.issue", Exposure.NEVER_RAISES),
            Map.entry("shipping-notice.return-to-draft", Exposure.NEVER_RAISES),
            Map.entry("shipping-notice.deliver", Exposure.CARRIES),
            Map.entry("shipping-notice.close", Exposure.NEVER_RAISES),
            Map.entry("shipping-notice.cancel", Exposure.NEVER_RAISES),
            Map.entry("delivery.post", Exposure.CARRIES),
            Map.entry("delivery.sign", Exposure.NEVER_RAISES),
            Map.entry("delivery.invoice", Exposure.CARRIES),
            Map.entry("sales-invoice.issue", Exposure.CARRIES),
            Map.entry("sales-invoice.redden", Exposure.CARRIES),
            Map.entry("sales-invoice.annul", Exposure.CARRIES),
            Map.entry("sales-invoice.hand-over", Exposure.NEVER_RAISES),
            Map.entry("sales-return.post", Exposure.NEVER_RAISES),
            Map.entry("payment-plan.apply", Exposure.NEVER_RAISES),
            Map.entry("write-off.apply", Exposure.NEVER_RAISES),
            Map.entry("write-off.cancel", Exposure.NEVER_RAISES),
            Map.entry("write-off.recover", Exposure.STATES_A_FACT),
            Map.entry("allowance.apply", Exposure.NEVER_RAISES),
            Map.entry("allowance.cancel", Exposure.NEVER_RAISES),
            Map.entry("payment-plan.cancel", Exposure.NEVER_RAISES),
            Map.entry("receipt.confirm", Exposure.NEVER_RAISES),
            Map.entry("statement.send", Exposure.NEVER_RAISES),
            Map.entry("statement.agree", Exposure.NEVER_RAISES),
            Map.entry("statement.differ", Exposure.NEVER_RAISES),
            Map.entry("statement.cancel", Exposure.NEVER_RAISES),
            Map.entry("receipt.reverse", Exposure.STATES_A_FACT),
            Map.entry("cash-entry.reverse", Exposure.NEVER_RAISES),
            Map.entry("refund.confirm", Exposure.ASKS),
            Map.entry("refund.reverse", Exposure.NEVER_RAISES),
            Map.entry("bill.receive", Exposure.CARRIES),
            Map.entry("bill.endorse", Exposure.NEVER_RAISES),
            Map.entry("bill.discount", Exposure.NEVER_RAISES),
            Map.entry("bill.mature", Exposure.NEVER_RAISES),
            Map.entry("bill.dishonour", Exposure.CARRIES),
            Map.entry("bill.give-back", Exposure.CARRIES),
            Map.entry("opening-balance.reverse", Exposure.STATES_A_FACT)));

    /** Kinds whose documents no customer owes anything by. */
    private static final Set<String> WITHOUT_EXPOSURE = Set.of(
            "customer",
            "contact",
            "quote",
            "product",
            "warehouse",
            "stock-adjustment",
            "cash-transfer",
            "shared-limit",
            "acceptor-limit",
            "invoice-application",
            "credit-application");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.onaccount");

    @Test
    void everyMoveOfEveryDocumentSaysWhatItDoesToExposure() {
        Set<String> found = new TreeSet<>();
        TestApplication.shared().bean(Kinds.class).all().stream()
                .filter(kind -> !WITHOUT_EXPOSURE.contains(kind.name()))
                .forEach(kind -> kind.states()
                        .ifPresent(table -> table.moves().forEach(move -> found.add(kind.name() + "." + move))));
        assertThat(found)
                .as("a new move: list it here with what it does to exposure; what raises it asks CreditControl.reserve")
                .isEqualTo(new TreeSet<>(MOVES.keySet()));
    }

    /** Whoever moves exposure without asking, and why that is right. */
    @Test
    void whoMovesExposureWithoutAskingIsKnown() {
        Map<String, String> known = Map.ofEntries(
                entry("SalesOrders", "gives back what was not delivered"),
                entry("OrderedGoods", "takes goods off an order whose credit was taken when it was confirmed"),
                entry(
                        "OrderReceivables",
                        "an order, or the difference of its change, whose credit was just taken is owed for at once"),
                entry("DeliveredGoods", "what left is shipped until it is invoiced, and then a receivable"),
                entry("ItemSplits", "adds nothing; tells the account that a part falls due sooner"),
                entry("DueDates", "adds nothing; tells the account that something falls due sooner"),
                entry("ItemRecords", "adds nothing; tells the account that an item no longer disputed counts again"),
                entry("OpenItems", "what was delivered becomes a receivable; opening balances and returns are facts"),
                entry("Deposits", "money kept for an order settles what its deliveries raise"),
                entry("ReceiptAllocation", "money is kept for orders, or freed"),
                entry(
                        "Refunds",
                        "a refund that the gate has let pass takes the customer's money; one that came back gives it back"),
                entry(
                        "Bills",
                        "a bill counts from its receipt to its maturity; unpaid it is the receivable it had settled"),
                entry("Settlements", "money settles items, or is taken back from them"),
                entry("Receipts", "money came in, or went back"));
        Set<String> found = CLASSES.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(CreditControl.class)
                        && Set.of("move", "assign").contains(access.getTarget().getName())
                        && !access.getOriginOwner().isEquivalentTo(CreditControl.class))
                .map(JavaAccess::getOriginOwner)
                .map(owner -> owner.getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(new TreeSet<>(known.keySet()));
    }

    /** The tables of credit are written by credit alone: what stands in another module's sources is looked at as text. */
    @Test
    void nobodyElseWritesTheAccounts() throws IOException {
        Path sources = Path.of("src/main/java/io/onaccount");
        var writes = Pattern.compile("(insert into|update|delete from)\\s+credit\\.");
        try (var files = Files.walk(sources)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !sources.relativize(file).startsWith("credit"))
                            .filter(file -> writes.matcher(read(file)).find()))
                    .isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
