package io.onaccount.receivables.bank;

import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.party.PartyNames;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountQuotes;
import io.onaccount.receivables.LedgerAccount;
import io.onaccount.receivables.bank.Proposal.BankNamed;
import io.onaccount.receivables.bank.Proposal.ItemShare;
import io.onaccount.receivables.bank.Proposal.Kind;
import io.onaccount.receivables.bank.Proposal.OrderShare;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What lines of the bank may be (BNK-02), each proposal with its reasons in words. Everything that is asked of the database is asked once for all
 * lines; deciding is plain arithmetic on signs: who the payer is (account, name, numbers in the text) and what the amount pays.
 */
@Component
public final class BankMatching {
    private static final int MOST_PROPOSALS = 5;
    private static final int MOST_WORDS = 40;
    private static final int MOST_ITEMS = 150;

    /** So many customers with an item of the very amount say nothing any more. */
    private static final int MOST_BY_AMOUNT = 8;

    private static final int DAYS_OF_RECEIPT = 15;

    /** The surest a proposal can be whose amount is not explained by open items. */
    private static final int MOST_UNEXPLAINED = 84;

    private static final BigDecimal MOST_SHORT = new BigDecimal("50");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_/.-]{3,39}");

    private final BankRules rules;
    private final DiscountQuotes discounts;

    BankMatching(BankRules rules, DiscountQuotes discounts) {
        this.rules = rules;
        this.discounts = discounts;
    }

    /**
     * An open item, in its own currency.
     *
     * @param asked what settles it on the day of the money: less than is open while its discount runs
     */
    private record Item(
            UUID id,
            UUID party,
            UUID document,
            Optional<UUID> order,
            String number,
            String currency,
            BigDecimal open,
            LocalDate due,
            BigDecimal asked) {

        Item asking(BigDecimal less) {
            return new Item(id, party, document, order, number, currency, open, due, less);
        }

        ItemShare share(BigDecimal money) {
            return new ItemShare(id, number, open, money);
        }
    }

    private record Doc(UUID id, String kind, String number, UUID party, BigDecimal total) {}

    private record KnownReceipt(
            UUID line,
            UUID id,
            String number,
            UUID party,
            String partyNumber,
            String partyName,
            LocalDate date,
            String payer,
            String reference) {}

    /** What was read for all lines at once. */
    private record Facts(
            String base,
            Map<String, Map<UUID, Integer>> accounts,
            Map<String, Map<UUID, Integer>> names,
            PartyNames index,
            Map<String, List<Doc>> docs,
            Map<String, List<Item>> itemsByNumber,
            Map<String, List<UUID>> byAmount) {
        /** Customers with an item of this very amount. */
        List<UUID> ofAmount(String currency, BigDecimal amount, List<UUID> otherwise) {
            return byAmount.getOrDefault(currency + plain(amount).toPlainString(), otherwise);
        }
    }

    /** The proposals for each line, the surest first; customers outside the actor's scope are left out. */
    public Map<UUID, List<Proposal>> propose(Tx tx, Actor actor, List<OpenLine> lines) {
        Map<UUID, List<Proposal>> proposals = new LinkedHashMap<>();
        lines.forEach(line -> proposals.put(line.id(), new ArrayList<>()));
        List<OpenLine> in =
                lines.stream().filter(line -> line.amount().signum() > 0).toList();
        if (!in.isEmpty()) {
            customers(tx, actor, in, proposals);
        }
        rules.propose(tx, lines)
                .forEach((line, found) ->
                        Objects.requireNonNull(proposals.get(line)).addAll(found));
        proposals.replaceAll((line, found) -> found.stream()
                .sorted(Comparator.comparingInt(Proposal::confidence).reversed())
                .limit(MOST_PROPOSALS)
                .toList());
        return proposals;
    }

    private void customers(Tx tx, Actor actor, List<OpenLine> lines, Map<UUID, List<Proposal>> proposals) {
        Facts facts = facts(tx, actor, lines);
        Map<UUID, Map<UUID, Candidate>> candidates = new LinkedHashMap<>();
        Set<UUID> wanted = new LinkedHashSet<>();
        for (OpenLine line : lines) {
            Map<UUID, Candidate> found = signs(line, facts);
            candidates.put(line.id(), found);
            wanted.addAll(found.keySet());
        }
        List<KnownReceipt> receipts = receipts(tx, lines);
        receipts.forEach(receipt -> wanted.add(receipt.party()));
        Map<UUID, Party> named = Parties.visible(tx, actor, wanted);
        Map<UUID, List<Item>> open = open(tx, actor, named.keySet());
        Map<LocalDate, Map<UUID, BigDecimal>> payable = new HashMap<>();
        List<UUID> all =
                open.values().stream().flatMap(List::stream).map(Item::id).toList();
        for (OpenLine line : lines) {
            payable.computeIfAbsent(line.valued(), day -> discounts.payable(tx, actor, all, day));
        }
        for (OpenLine line : lines) {
            List<Candidate> known = Objects.requireNonNull(candidates.get(line.id())).values().stream()
                    .filter(candidate -> named.containsKey(candidate.party))
                    .toList();
            Map<Candidate, List<ItemShare>> shares = new HashMap<>();
            for (Candidate candidate : known) {
                List<Item> asking = asking(
                        open.getOrDefault(candidate.party, List.of()).stream()
                                .filter(item -> item.currency().equals(line.currency()))
                                .toList(),
                        Objects.requireNonNull(payable.get(line.valued())));
                shares.put(candidate, amount(line, candidate, asking, facts));
            }
            List<Proposal> found = Objects.requireNonNull(proposals.get(line.id()));
            for (Candidate candidate : known) {
                found.add(
                        proposal(line, candidate, known, Objects.requireNonNull(shares.get(candidate)), named, facts));
            }
            for (KnownReceipt receipt : receipts) {
                if (receipt.line().equals(line.id()) && named.containsKey(receipt.party())) {
                    found.add(match(line, receipt, known));
                }
            }
        }
    }

    // -- what is read ----------------------------------------------------------------------------------------------

    private static Facts facts(Tx tx, Actor actor, List<OpenLine> lines) {
        Set<String> words = new LinkedHashSet<>();
        Set<BigDecimal> amounts = new LinkedHashSet<>();
        for (OpenLine line : lines) {
            words.addAll(words(line));
            amounts.add(line.amount());
            if (line.fee() != null) {
                amounts.add(line.amount().add(line.fee()));
            }
        }
        Map<String, List<Doc>> docs = new HashMap<>();
        tx.list(
                        """
                        select h.id, h.kind, h.number, h.party_id, h.total from document.header h
                        where h.company_id = ? and h.number = any(?) and h.party_id is not null""",
                        row -> new Doc(
                                row.uuid("id"),
                                row.text("kind"),
                                row.text("number"),
                                row.uuid("party_id"),
                                Objects.requireNonNullElse(row.decimalOrNull("total"), BigDecimal.ZERO)),
                        tx.company(),
                        SqlArray.of("text", words))
                .forEach(doc -> docs.computeIfAbsent(doc.number(), n -> new ArrayList<>())
                        .add(doc));
        Map<String, List<Item>> byNumber = new HashMap<>();
        tx.list(
                        ITEMS + " and i.number = any(?)",
                        BankMatching::item,
                        actor.currency(),
                        tx.company(),
                        SqlArray.of("text", words))
                .forEach(item -> byNumber.computeIfAbsent(item.number(), n -> new ArrayList<>())
                        .add(item));
        Map<String, List<UUID>> byAmount = new HashMap<>();
        tx.list(
                """
                select i.amount - i.settled as open, i.party_id, ? as currency from receivables.open_item i
                where i.company_id = ? and i.settled <> i.amount and i.amount - i.settled = any(?::numeric[]) and i.fx_currency is null
                union
                select i.fx_amount - i.fx_settled, i.party_id, i.fx_currency from receivables.open_item i
                where i.company_id = ? and i.settled <> i.amount and i.fx_currency = any(?) and i.fx_amount - i.fx_settled = any(?::numeric[])""",
                row -> byAmount.computeIfAbsent(
                                row.text("currency")
                                        + plain(row.decimal("open")).toPlainString(),
                                a -> new ArrayList<>())
                        .add(row.uuid("party_id")),
                actor.currency(),
                tx.company(),
                SqlArray.of("numeric", amounts),
                tx.company(),
                SqlArray.of("text", lines.stream().map(OpenLine::currency).collect(Collectors.toSet())),
                SqlArray.of("numeric", amounts));
        return new Facts(
                actor.currency(),
                learned(
                        tx,
                        "ACCOUNT",
                        lines.stream()
                                .map(OpenLine::account)
                                .map(OwnAccounts::key)
                                .toList()),
                learned(
                        tx,
                        "NAME",
                        lines.stream().map(OpenLine::name).map(PartyNames::key).toList()),
                PartyNames.of(tx),
                docs,
                byNumber,
                byAmount);
    }

    private static final String ITEMS = """
            select i.id, i.party_id, i.document_id, i.order_id, i.number, coalesce(i.fx_currency, ?) as currency,
              coalesce(i.fx_amount - i.fx_settled, i.amount - i.settled) as open, i.due
            from receivables.open_item i where i.company_id = ? and i.settled <> i.amount and i.amount > 0""";

    private static Item item(io.onaccount.platform.db.Row row) {
        return new Item(
                row.uuid("id"),
                row.uuid("party_id"),
                row.uuid("document_id"),
                Optional.ofNullable(row.uuidOrNull("order_id")),
                row.text("number"),
                row.text("currency"),
                row.decimal("open"),
                row.date("due"),
                row.decimal("open"));
    }

    private static Map<String, Map<UUID, Integer>> learned(Tx tx, String kind, List<String> keys) {
        Map<String, Map<UUID, Integer>> learned = new HashMap<>();
        tx.list(
                "select p.key, p.party_id, p.times from receivables.bank_payer p where p.company_id = ? and p.kind = ? and p.key = any(?)",
                row -> learned.computeIfAbsent(row.text("key"), k -> new HashMap<>())
                        .put(row.uuid("party_id"), row.integer("times")),
                tx.company(),
                kind,
                SqlArray.of("text", new HashSet<>(keys)));
        return learned;
    }

    private static Map<UUID, List<Item>> open(Tx tx, Actor actor, Collection<UUID> wanted) {
        Map<UUID, List<Item>> open = new HashMap<>();
        tx.list(
                        """
                        select n.* from unnest(?::uuid[]) as p (id)
                        cross join lateral (%s and i.party_id = p.id order by i.due, i.id limit ?) n""".formatted(ITEMS),
                        BankMatching::item,
                        SqlArray.of("uuid", wanted),
                        actor.currency(),
                        tx.company(),
                        MOST_ITEMS)
                .forEach(item -> open.computeIfAbsent(item.party(), p -> new ArrayList<>())
                        .add(item));
        return open;
    }

    /** Receipts of the same account and amount that no line is yet. */
    private static List<KnownReceipt> receipts(Tx tx, List<OpenLine> lines) {
        return tx.list(
                """
                select n.line, r.id, h.number, r.party_id, c.number as party_number, c.title as party_name, h.date, r.payer, r.reference
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::date[]) as n (line, account, amount, day)
                join receivables.receipt r on r.cash_account_id = n.account and n.amount = case when r.fx_currency is null
                  then r.amount - r.withheld - case when r.fee_by = 'US' then r.fee else 0 end
                  else r.fx_amount - r.fx_withheld - case when r.fee_by = 'US' then r.fx_fee else 0 end end
                join document.header h on h.company_id = ? and h.id = r.id
                join document.header c on c.company_id = ? and c.id = r.party_id
                where r.company_id = ? and h.state <> 'REVERSED' and h.date between n.day - ? and n.day + ?
                  and not exists (select 1 from receivables.bank_work w where w.company_id = ? and w.receipt_id = r.id)""",
                row -> new KnownReceipt(
                        row.uuid("line"),
                        row.uuid("id"),
                        row.text("number"),
                        row.uuid("party_id"),
                        row.text("party_number"),
                        row.text("party_name"),
                        row.date("date"),
                        row.text("payer"),
                        row.text("reference")),
                SqlArray.of("uuid", lines, OpenLine::id),
                SqlArray.of("uuid", lines, OpenLine::cashAccount),
                SqlArray.of("numeric", lines, OpenLine::amount),
                SqlArray.of("date", lines, OpenLine::valued),
                tx.company(),
                tx.company(),
                tx.company(),
                DAYS_OF_RECEIPT,
                DAYS_OF_RECEIPT,
                tx.company());
    }

    /** Words that may be numbers of documents: what is written in Latin letters and has a digit. */
    private static Set<String> words(OpenLine line) {
        Set<String> words = new LinkedHashSet<>();
        Matcher word = WORD.matcher(Normalizer.normalize(line.words(), Normalizer.Form.NFKC));
        while (word.find() && words.size() < MOST_WORDS) {
            String text = word.group().replaceFirst("[.,/_-]+$", "");
            if (text.chars().anyMatch(Character::isDigit)) {
                words.add(text);
                words.add(text.toUpperCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static BigDecimal plain(BigDecimal amount) {
        return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    // -- what speaks for whom --------------------------------------------------------------------------------------

    /** Everyone for whom something speaks, and what. */
    private static Map<UUID, Candidate> signs(OpenLine line, Facts facts) {
        Map<UUID, Candidate> found = new LinkedHashMap<>();
        byAccount(line, facts, found);
        byName(line, facts, found);
        byNumber(line, facts, found);
        List<UUID> sameAmount = facts.ofAmount(line.currency(), line.amount(), List.of());
        if (sameAmount.size() <= MOST_BY_AMOUNT) {
            sameAmount.forEach(party -> of(found, party));
        }
        return found;
    }

    private static Candidate of(Map<UUID, Candidate> found, UUID party) {
        return found.computeIfAbsent(party, Candidate::new);
    }

    private static void byAccount(OpenLine line, Facts facts, Map<UUID, Candidate> found) {
        if (!line.account().isEmpty()) {
            learned(facts.accounts().get(OwnAccounts.key(line.account())), 0.93, "account", line.account(), found);
        }
    }

    /** A payer's account or name that paid for several customers says less of each. */
    private static void learned(
            @org.jspecify.annotations.Nullable Map<UUID, Integer> parties,
            double worth,
            String code,
            String shown,
            Map<UUID, Candidate> found) {
        if (parties != null) {
            int all = parties.values().stream().mapToInt(Integer::intValue).sum();
            parties.forEach(
                    (party, times) -> of(found, party).sign(worth * times / all, Reason.of(code, shown, times)));
        }
    }

    private static void byName(OpenLine line, Facts facts, Map<UUID, Candidate> found) {
        if (line.name().isEmpty()) {
            return;
        }
        learned(facts.names().get(PartyNames.key(line.name())), 0.88, "name-learned", line.name(), found);
        List<PartyNames.Likeness> alike = facts.index().alike(line.name());
        for (PartyNames.Likeness one : alike) {
            long rivals = alike.stream()
                    .filter(other -> other.percent() >= one.percent())
                    .count();
            double worth = one.percent() == 100 ? 0.9 : one.percent() >= 90 ? 0.8 : 0.25 + (one.percent() - 50) / 100.0;
            of(found, one.party())
                    .sign(
                            worth / Math.max(1, rivals),
                            one.percent() == 100
                                    ? Reason.of("name", line.name())
                                    : Reason.of("name-alike", line.name(), one.percent()));
        }
    }

    private static void byNumber(OpenLine line, Facts facts, Map<UUID, Candidate> found) {
        for (String word : words(line)) {
            for (Item item : facts.itemsByNumber().getOrDefault(word, List.of())) {
                Candidate candidate = of(found, item.party());
                if (item.currency().equals(line.currency()) && candidate.items.add(item.id())) {
                    candidate.sign(0.93, Reason.of("number", item.number()));
                }
            }
            for (Doc doc : facts.docs().getOrDefault(word, List.of())) {
                Candidate candidate = of(found, doc.party());
                if (doc.kind().equals("sales-order")) {
                    candidate.orders.add(doc.id());
                }
                candidate.sign(
                        0.9, Reason.of(doc.kind().equals("customer") ? "customer-number" : "number", doc.number()));
            }
        }
    }

    // -- what the amount pays --------------------------------------------------------------------------------------

    private static List<Item> asking(List<Item> open, Map<UUID, BigDecimal> payable) {
        return payable.isEmpty()
                ? open
                : open.stream()
                        .map(item -> item.asking(payable.getOrDefault(item.id(), item.open())))
                        .toList();
    }

    /** What the money would settle if it is this customer's; what fits speaks for them. */
    private static List<ItemShare> amount(OpenLine line, Candidate candidate, List<Item> open, Facts facts) {
        List<Item> named =
                open.stream().filter(item -> isNamed(line, candidate, item)).toList();
        List<ItemShare> shares =
                named.isEmpty() ? found(line, candidate, open, facts) : named(candidate, line.amount(), named, open);
        if (shares.isEmpty()) {
            // Some pay in full although a discount is theirs.
            List<Item> full =
                    open.stream().map(item -> item.asking(item.open())).toList();
            shares = full.equals(open) ? shares : found(line, candidate, full, facts);
        }
        Map<UUID, BigDecimal> asked = new HashMap<>();
        open.forEach(item -> asked.put(item.id(), item.asked()));
        BigDecimal saved = shares.stream()
                .filter(share -> share.amount().compareTo(share.open()) < 0
                        && share.amount().compareTo(asked.getOrDefault(share.item(), share.open())) == 0)
                .map(share -> share.open().subtract(share.amount()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (saved.signum() > 0) {
            candidate.amount(0, Reason.of("discount", saved.stripTrailingZeros().toPlainString()));
        }
        return shares;
    }

    private static List<ItemShare> found(OpenLine line, Candidate candidate, List<Item> open, Facts facts) {
        BigDecimal amount = line.amount();
        Optional<Combination.Found> found =
                Combination.find(open.stream().map(Item::asked).toList(), amount);
        if (found.isPresent()) {
            List<Item> items = found.get().items().stream().map(open::get).toList();
            int same = facts.ofAmount(line.currency(), amount, List.of(candidate.party))
                    .size();
            double round = amount.remainder(BigDecimal.valueOf(1000)).signum() == 0 ? 0.7 : 1;
            double worth = switch (found.get().how()) {
                case ONE -> (found.get().sole() ? 0.6 : 0.5) * (candidate.isKnown() ? 1 : 1.0 / Math.max(1, same));
                case OLDEST, ALL -> 0.5;
                case SOME -> (found.get().sole() ? 0.4 : 0.2) * (items.size() == 2 ? 1 : 0.7);
            };
            candidate.amount(worth * round, fits(found.get(), items));
            return items.stream().map(item -> item.share(item.asked())).toList();
        }
        for (Item item : open) {
            BigDecimal missing = item.asked().subtract(amount);
            if (missing.signum() > 0
                    && missing.compareTo(MOST_SHORT) <= 0
                    && missing.multiply(BigDecimal.valueOf(50)).compareTo(item.open()) <= 0) {
                candidate.amount(
                        0.2,
                        Reason.of(
                                "short",
                                item.number(),
                                missing.stripTrailingZeros().toPlainString()));
                return List.of(item.share(amount));
            }
        }
        return List.of();
    }

    /** Whether the text names the item: by its number, however it is separated, or by its order. */
    private static boolean isNamed(OpenLine line, Candidate candidate, Item item) {
        if (candidate.items.contains(item.id())
                || item.order().filter(candidate.orders::contains).isPresent()) {
            return true;
        }
        String number = compact(item.number());
        return number.length() >= 6 && compact(line.text()).contains(number);
    }

    private static String compact(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .toUpperCase(Locale.ROOT);
    }

    private static List<ItemShare> named(Candidate candidate, BigDecimal amount, List<Item> named, List<Item> open) {
        BigDecimal sum = named.stream().map(Item::asked).reduce(BigDecimal.ZERO, BigDecimal::add);
        named.stream()
                .filter(item -> !candidate.items.contains(item.id()))
                .forEach(item -> candidate.sign(0.6, Reason.of("number", item.number())));
        List<Item> paid = new ArrayList<>(named);
        if (sum.compareTo(amount) == 0) {
            candidate.amount(0.7, Reason.of("named-exactly"));
        } else if (sum.compareTo(amount) < 0) {
            List<Item> others =
                    open.stream().filter(item -> !named.contains(item)).toList();
            Combination.find(others.stream().map(Item::asked).toList(), amount.subtract(sum))
                    .ifPresent(found -> {
                        List<Item> more =
                                found.items().stream().map(others::get).toList();
                        paid.addAll(more);
                        candidate.amount(0.4, fits(found, more));
                    });
        } else {
            candidate.amount(0.1, Reason.of("named-partly"));
        }
        List<ItemShare> shares = new ArrayList<>();
        BigDecimal left = amount;
        for (Item item : paid) {
            BigDecimal share = item.asked().min(left);
            if (share.signum() > 0) {
                shares.add(item.share(share));
                left = left.subtract(share);
            }
        }
        return shares;
    }

    private static Reason fits(Combination.Found found, List<Item> items) {
        return switch (found.how()) {
            case ONE -> Reason.of("amount", items.getFirst().number());
            case OLDEST ->
                Reason.of("amount-oldest", items.size(), items.getLast().due());
            case ALL -> Reason.of("amount-all", items.size());
            case SOME ->
                Reason.of(
                        "amount-some",
                        String.join(", ", items.stream().map(Item::number).toList()));
        };
    }

    // -- proposals -------------------------------------------------------------------------------------------------

    private static Proposal proposal(
            OpenLine line,
            Candidate candidate,
            List<Candidate> all,
            List<ItemShare> shares,
            Map<UUID, Party> named,
            Facts facts) {
        BigDecimal settled = shares.stream().map(ItemShare::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<OrderShare> orders = orders(line, candidate, line.amount().subtract(settled), shares, facts);
        boolean explained = settled.compareTo(line.amount()) == 0 || !orders.isEmpty();
        int confidence = (int) Math.min(99, Math.floor(100 * candidate.against(all)));
        Party party = Objects.requireNonNull(named.get(candidate.party));
        List<Reason> reasons = new ArrayList<>(candidate.reasons);
        if (!explained) {
            confidence = Math.min(confidence, MOST_UNEXPLAINED);
            reasons.add(Reason.of("amount-unexplained"));
        }
        return new Proposal(
                Kind.RECEIPT,
                new BankNamed(party.id(), party.code(), party.name()),
                shares,
                orders,
                null,
                null,
                confidence,
                reasons);
    }

    /** What is left is kept for orders the text names that nothing was delivered of. */
    private static List<OrderShare> orders(
            OpenLine line, Candidate candidate, BigDecimal left, List<ItemShare> shares, Facts facts) {
        List<OrderShare> orders = new ArrayList<>();
        BigDecimal rest = left;
        for (String word : words(line)) {
            for (Doc doc : facts.docs().getOrDefault(word, List.of())) {
                boolean there = orders.stream().anyMatch(order -> order.order().equals(doc.id()));
                if (rest.signum() > 0 && !there && candidate.orders.contains(doc.id()) && shares.isEmpty()) {
                    boolean told = doc.total().signum() > 0 && line.currency().equals(facts.base());
                    BigDecimal share = told ? rest.min(doc.total()) : rest;
                    orders.add(new OrderShare(doc.id(), doc.number(), share));
                    rest = rest.subtract(share);
                }
            }
        }
        return orders;
    }

    /** A receipt that somebody entered before the statement came. */
    private static Proposal match(OpenLine line, KnownReceipt receipt, List<Candidate> known) {
        double worth = known.stream()
                .filter(candidate -> candidate.party.equals(receipt.party()))
                .mapToDouble(candidate -> candidate.isKnown() ? candidate.worth() : 0)
                .max()
                .orElse(0);
        List<Reason> reasons = new ArrayList<>();
        reasons.add(Reason.of("receipt-amount", receipt.number(), receipt.date()));
        double doubt = (1 - worth)
                * (receipt.date().equals(line.valued()) || receipt.date().equals(line.booked()) ? 0.3 : 0.5);
        if (!receipt.payer().isEmpty()
                && !line.name().isEmpty()
                && PartyNames.key(receipt.payer()).equals(PartyNames.key(line.name()))) {
            reasons.add(Reason.of("name", line.name()));
            doubt *= 0.2;
        } else if (worth > 0.5) {
            reasons.add(Reason.of("receipt-party", receipt.partyName()));
        }
        return new Proposal(
                Kind.MATCH,
                new BankNamed(receipt.party(), receipt.partyNumber(), receipt.partyName()),
                List.of(),
                List.of(),
                new BankNamed(receipt.id(), receipt.number(), receipt.partyName()),
                null,
                (int) Math.min(99, Math.floor(100 * (1 - doubt))),
                reasons);
    }

    /** How an account is called in reasons; the text {@code ledger.account.<name>}. */
    static Proposal entry(LedgerAccount account, int confidence, Reason reason) {
        return new Proposal(Kind.ENTRY, null, List.of(), List.of(), null, account, confidence, List.of(reason));
    }
}
