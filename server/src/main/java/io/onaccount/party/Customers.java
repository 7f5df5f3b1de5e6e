package io.onaccount.party;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.document.NameParts;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Numbering;
import io.onaccount.party.EntryOutcome.Accepted;
import io.onaccount.party.EntryOutcome.Invalid;
import io.onaccount.party.EntryOutcome.Known;
import io.onaccount.party.spi.CustomerWatcher;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Enters and changes customers (CUS-01, 02, 03, 06). */
@Component
public final class Customers {
    private final Headers headers;
    private final Numbering numbering;
    private final Duplicates duplicates;
    private final AuditTrail trail;
    private final ObjectProvider<CustomerWatcher> watchers;

    Customers(
            Headers headers,
            Numbering numbering,
            Duplicates duplicates,
            AuditTrail trail,
            ObjectProvider<CustomerWatcher> watchers) {
        this.watchers = watchers;
        this.headers = headers;
        this.numbering = numbering;
        this.duplicates = duplicates;
        this.trail = trail;
    }

    /**
     * Enters one customer: 400 with all wrong fields, or 409 {@code customer-duplicate} when it looks like an existing one and that wasn't
     * confirmed.
     */
    public UUID create(Tx tx, Actor actor, CustomerEntry entry) {
        return switch (create(tx, actor, List.of(entry)).getFirst()) {
            case Accepted accepted -> accepted.id();
            case Invalid invalid -> throw Problem.invalid(invalid.errors());
            case Known known -> throw Problem.conflict("customer-duplicate", known.name(), known.reason());
        };
    }

    /** Enters many customers in a few statements; those that are wrong or known already are not stored, and say why. In order. */
    public List<EntryOutcome> create(Tx tx, Actor actor, List<CustomerEntry> entries) {
        if (entries.stream().anyMatch(entry -> entry.parent() != null)) {
            Parents.lock(tx);
        }
        List<CheckedCustomer> accepted = new ArrayList<>();
        List<EntryOutcome> outcomes = judge(tx, actor, entries, accepted);
        List<CheckedCustomer> numbered = number(tx, accepted);
        write(tx, actor, numbered);
        Map<UUID, String> codes = new LinkedHashMap<>();
        numbered.forEach(customer -> codes.put(customer.id(), customer.code()));
        return outcomes.stream()
                .map(outcome ->
                        outcome instanceof Accepted a ? new Accepted(a.id(), codes.getOrDefault(a.id(), "")) : outcome)
                .toList();
    }

    /** What {@link #create(Tx, Actor, List)} would answer, changing nothing. Codes still to be proposed are empty. */
    public List<EntryOutcome> check(Tx tx, Actor actor, List<CustomerEntry> entries) {
        return judge(tx, actor, entries, new ArrayList<>());
    }

    /** The customer with all its facts; 404 outside the actor's scope. */
    public Customer find(Tx tx, Actor actor, UUID id) {
        return load(tx, actor, headers.find(tx, actor, CustomerKind.NAME, id), true);
    }

    /**
     * Writes all facts of a customer anew. The code stays when the entry has none, the state is not touched, and the owner changes by {@link
     * #transfer} only.
     *
     * @param version the version the caller has seen, or null for whatever it is
     */
    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, CustomerEntry entry) {
        Header header = headers.lock(tx, actor, CustomerKind.NAME, id, version);
        Customer old = load(tx, actor, header, false);
        boolean moves = !old.parentOutside() && !Objects.equals(old.parent(), entry.parent());
        if (moves) {
            Parents.lock(tx);
        }
        References references = References.read(tx, actor, List.of(entry));
        Problem.Collector problems = new Problem.Collector();
        CheckedCustomer changed = CheckedCustomer.check(problems, references, actor, id, entry, old);
        List<Parents.Below> below = moves ? Parents.below(tx, id) : List.of();
        Parents.check(problems, moves ? changed.parent() : null, below);
        problems.throwIfAny();
        Map<MatchKey, Set<UUID>> known = duplicates.matches(tx, changed.keys());
        if (!Boolean.TRUE.equals(entry.confirmDuplicate())) {
            CheckedCustomer before = CheckedCustomer.of(old);
            for (MatchKey key : changed.likelyKeys()) {
                Set<UUID> others = new HashSet<>(known.getOrDefault(key, Set.of()));
                others.remove(id);
                if (!others.isEmpty() && !before.keys().contains(key)) {
                    throw Problem.conflict(
                            "customer-duplicate", name(tx, others.iterator().next()), key.reason());
                }
            }
        }
        Header renamed = header.named(changed.code(), changed.name());
        Map<String, Object> differences = new LinkedHashMap<>();
        Map<String, @Nullable String> before = CheckedCustomer.of(old).facts();
        Map<String, @Nullable String> after = changed.facts();
        for (String field : List.of("paymentTerm", "customerClass")) {
            if (!Objects.equals(before.get(field), after.get(field))) {
                before.computeIfPresent(field, (f, of) -> called(tx, UUID.fromString(of)));
                after.computeIfPresent(field, (f, of) -> called(tx, UUID.fromString(of)));
            }
        }
        before.keySet().stream()
                .filter(field -> !after.containsKey(field))
                .forEach(field -> Headers.difference(differences, field, before.get(field), null));
        after.forEach((field, value) -> Headers.difference(differences, field, before.get(field), value));
        headers.change(tx, actor, header, renamed, differences);
        CustomerRows.update(tx, changed);
        if (moves) {
            Parents.move(tx, changed.parent(), below);
            List<UUID> moved = below.stream().map(Parents.Below::id).toList();
            watchers.orderedStream().forEach(watcher -> watcher.grouped(tx, actor, id, moved));
        }
        if (!Objects.equals(old.customerClass(), changed.customerClass())) {
            watchers.orderedStream().forEach(watcher -> watcher.classified(tx, id));
        }
        NameParts.replace(tx, CustomerKind.NAME, named(header), named(renamed));
    }

    /** Moves the customer to another state (CUS-03). */
    public void move(
            Tx tx,
            Actor actor,
            UUID id,
            @Nullable Integer version,
            String move,
            CustomerState to,
            @Nullable String reason) {
        Header header = headers.lock(tx, actor, CustomerKind.NAME, id, version);
        CustomerState.TABLE.check(CustomerState.TABLE.parse(header.state()), move, to);
        headers.move(tx, actor, header, move, to, reason == null ? Map.of() : Map.of("reason", reason));
        if (to == CustomerState.ACTIVE) {
            watchers.orderedStream().forEach(watcher -> watcher.reopened(tx, id));
        }
    }

    /** The payment term agreed with a customer from now on. For modules in which terms are agreed: they have checked who may. */
    public void agree(Tx tx, Actor actor, UUID id, UUID paymentTerm) {
        Header header = headers.lock(tx, actor.companyWide(), CustomerKind.NAME, id, null);
        Customer old = load(tx, actor, header, false);
        UUID before = old.paymentTerm() == null ? null : old.paymentTerm().id();
        if (paymentTerm.equals(before)) {
            return;
        }
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "paymentTerm", before == null ? null : called(tx, before), called(tx, paymentTerm));
        headers.change(tx, actor, header, header, changes);
        tx.add(
                Rank.DETAIL,
                "update party.party set payment_term_id = ? where company_id = ? and id = ?",
                paymentTerm,
                tx.company(),
                id);
    }

    /** A payment term or a class as history names it, which outlives both. */
    private static String called(Tx tx, UUID id) {
        return tx.first("""
                        select t.code as name from party.payment_term t where t.company_id = ? and t.id = ?
                        union all select c.name from party.customer_class c where c.company_id = ? and c.id = ?""", row -> row.text("name"), tx.company(), id, tx.company(), id)
                .orElse(id.toString());
    }

    /** A contact to be added to a customer. */
    record NewContact(UUID party, Contact contact) {}

    /** What became of a contact to be added. */
    sealed interface ContactOutcome {
        record Added(UUID party) implements ContactOutcome {}

        /** The customer has a contact of this name and mobile number. */
        record There(UUID party) implements ContactOutcome {}

        record Wrong(List<Problem.FieldError> errors) implements ContactOutcome {}
    }

    /** Adds contacts to customers the actor may see, in a few statements; a second primary contact is added as an ordinary one. In order. */
    List<ContactOutcome> addContacts(Tx tx, Actor actor, List<NewContact> contacts) {
        List<UUID> parties = contacts.stream().map(NewContact::party).distinct().toList();
        Map<UUID, List<Contact>> known = new LinkedHashMap<>();
        Map<UUID, String> codes = new LinkedHashMap<>();
        if (!parties.isEmpty()) {
            tx.list(
                    "select id, number from document.header where company_id = ? and id = any(?) order by id for no key update",
                    row -> codes.put(row.uuid("id"), row.text("number")),
                    tx.company(),
                    SqlArray.of("uuid", parties));
            tx.list(
                    """
                    select party_id, id, name, position, role, phone, mobile, email, wechat, is_primary, receives_statements
                    from party.contact where company_id = ? and party_id = any(?) order by party_id, place""",
                    row -> known.computeIfAbsent(row.uuid("party_id"), p -> new ArrayList<>())
                            .add(CustomerRows.contact(row)),
                    tx.company(),
                    SqlArray.of("uuid", parties));
        }
        List<ContactOutcome> outcomes = new ArrayList<>();
        List<CustomerRows.Part<Contact>> added = new ArrayList<>();
        for (NewContact entry : contacts) {
            Problem.Collector problems = new Problem.Collector();
            List<Contact> there = known.computeIfAbsent(entry.party(), p -> new ArrayList<>());
            Contact contact = CheckedCustomer.contact(problems, "", entry.contact());
            if (!problems.isEmpty()) {
                outcomes.add(new ContactOutcome.Wrong(problems.errors()));
            } else if (there.stream()
                    .anyMatch(c -> c.name().equals(contact.name()) && Objects.equals(c.mobile(), contact.mobile()))) {
                outcomes.add(new ContactOutcome.There(entry.party()));
            } else {
                Contact fitting =
                        contact.primary() && there.stream().anyMatch(Contact::primary) ? contact.asOrdinary() : contact;
                added.add(new CustomerRows.Part<>(entry.party(), there.size(), fitting));
                there.add(fitting);
                outcomes.add(new ContactOutcome.Added(entry.party()));
            }
        }
        CustomerRows.addContacts(tx, actor.user(), added);
        trail.record(
                tx,
                actor,
                added.stream()
                        .map(part -> new AuditTrail.Fact(
                                "change",
                                CustomerKind.NAME,
                                part.party(),
                                codes.get(part.party()),
                                Map.of("contacts", part.value().name())))
                        .toList());
        return outcomes;
    }

    /** The moves a page offers for the customer, with what stands against them. */
    public List<MoveOption> moves(Texts texts, Actor actor, Customer customer) {
        return MoveOption.of(texts, actor, CustomerKind.NAME, CustomerState.TABLE, customer.state());
    }

    /** Gives customers to another owner, who then also decides their department (转移). All or none. */
    public void transfer(Tx tx, Actor actor, Collection<UUID> ids, UUID owner) {
        Member member = Member.find(tx, owner).orElseThrow(() -> Problem.invalid("owner", "unknown-user"));
        for (UUID id : new TreeSet<>(ids)) {
            Header header = headers.lock(tx, actor, CustomerKind.NAME, id, null);
            headers.change(tx, actor, header, header.ownedBy(owner, member.department()), Map.of());
        }
        watchers.orderedStream().forEach(watcher -> watcher.lookedAfter(tx, actor, ids));
    }

    /** Shows the customer to exactly these users beyond their data scope (共享). */
    public void share(Tx tx, Actor actor, UUID id, Collection<UUID> users) {
        Header header = headers.find(tx, actor, CustomerKind.NAME, id);
        Set<UUID> wanted = new HashSet<>(users);
        List<UUID> old = sharedWith(tx, actor, id);
        // Whoever has left since stays among those named until taken out.
        Set<UUID> added = new HashSet<>(wanted);
        old.forEach(added::remove);
        if (Member.known(tx, added).size() < added.size()) {
            throw Problem.invalid("users", "unknown-user");
        }
        tx.add(
                Rank.DETAIL,
                "delete from organization.share where company_id = ? and record_id = ? and user_id <> all(?)",
                tx.company(),
                id,
                SqlArray.of("uuid", wanted));
        tx.add(Rank.DETAIL, """
                insert into organization.share (company_id, record_id, user_id)
                select ?, ?, u.id from unnest(?::uuid[]) as u (id) on conflict do nothing""", tx.company(), id, SqlArray.of("uuid", wanted));
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "sharedWith", Member.names(tx, old), Member.names(tx, wanted));
        trail.record(tx, actor, new AuditTrail.Fact("share", header.kind(), id, header.number(), changes));
    }

    /** The users the customer is shown to beyond their data scope. */
    public List<UUID> sharedWith(Tx tx, Actor actor, UUID id) {
        headers.find(tx, actor, CustomerKind.NAME, id);
        return tx.list(
                "select user_id from organization.share where company_id = ? and record_id = ? order by user_id",
                row -> row.uuid("user_id"),
                tx.company(),
                id);
    }

    /** Removes a customer that no document refers to; 409 {@code customer-in-use} otherwise, {@code customer-has-subsidiaries} while others belong to it. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, CustomerKind.NAME, id, version);
        boolean used = tx.first(
                        "select 1 as one from document.header where company_id = ? and party_id = ? and id <> ? limit 1",
                        row -> row.integer("one"),
                        tx.company(),
                        id,
                        id)
                .isPresent();
        if (used) {
            throw Problem.conflict("customer-in-use", header.title());
        }
        Parents.lock(tx);
        if (Parents.isParent(tx, id)) {
            throw Problem.conflict("customer-has-subsidiaries", header.title());
        }
        watchers.orderedStream().forEach(watcher -> watcher.leaving(tx, id));
        CustomerRows.delete(tx, id);
        NameParts.replace(tx, CustomerKind.NAME, named(header), null);
        headers.delete(tx, actor, header);
    }

    private List<EntryOutcome> judge(Tx tx, Actor actor, List<CustomerEntry> entries, List<CheckedCustomer> accepted) {
        References references = References.read(tx, actor, entries);
        List<CheckedCustomer> checked = new ArrayList<>();
        List<Problem.Collector> problems = new ArrayList<>();
        Set<MatchKey> keys = new HashSet<>();
        for (CustomerEntry entry : entries) {
            Problem.Collector own = new Problem.Collector();
            CheckedCustomer customer = CheckedCustomer.check(own, references, actor, null, entry, null);
            Parents.check(own, customer.parent(), List.of(new Parents.Below(customer.id(), 1)));
            problems.add(own);
            checked.add(customer);
            keys.addAll(customer.likelyKeys());
        }
        Map<MatchKey, Set<UUID>> known = duplicates.matches(tx, keys);
        Map<MatchKey, String> entered = new LinkedHashMap<>();
        List<EntryOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            CheckedCustomer customer = checked.get(i);
            if (!problems.get(i).isEmpty()) {
                outcomes.add(new Invalid(problems.get(i).errors()));
                continue;
            }
            Known duplicate = Boolean.TRUE.equals(entries.get(i).confirmDuplicate())
                    ? null
                    : duplicate(tx, customer, known, entered);
            if (duplicate != null) {
                outcomes.add(duplicate);
                continue;
            }
            customer.likelyKeys().forEach(key -> entered.putIfAbsent(key, customer.name()));
            accepted.add(customer);
            outcomes.add(new Accepted(customer.id(), customer.code()));
        }
        return outcomes;
    }

    private static @Nullable Known duplicate(
            Tx tx, CheckedCustomer customer, Map<MatchKey, Set<UUID>> known, Map<MatchKey, String> entered) {
        for (MatchKey key : customer.likelyKeys()) {
            Set<UUID> there = known.getOrDefault(key, Set.of());
            if (!there.isEmpty()) {
                return new Known(name(tx, there.iterator().next()), key.reason());
            }
            String before = entered.get(key);
            if (before != null) {
                return new Known(before, key.reason());
            }
        }
        return null;
    }

    /** Proposes codes for those without; a proposed code that somebody typed in by hand before is passed over. */
    private List<CheckedCustomer> number(Tx tx, List<CheckedCustomer> customers) {
        Set<String> entered = customers.stream()
                .map(CheckedCustomer::code)
                .filter(code -> !code.isEmpty())
                .collect(Collectors.toSet());
        int missing = (int) customers.stream().filter(c -> c.code().isEmpty()).count();
        List<String> codes = new ArrayList<>();
        while (codes.size() < missing) {
            List<String> proposed = numbering.take(
                    tx.company(), CustomerKind.NAME, CustomerKind.NUMBERS, LocalDate.EPOCH, missing - codes.size());
            Set<String> taken = References.takenCodes(tx, proposed);
            taken.addAll(entered);
            proposed.stream().filter(code -> !taken.contains(code)).forEach(codes::add);
        }
        List<CheckedCustomer> numbered = new ArrayList<>();
        int next = 0;
        for (CheckedCustomer customer : customers) {
            numbered.add(customer.code().isEmpty() ? customer.coded(codes.get(next++)) : customer);
        }
        return numbered;
    }

    private void write(Tx tx, Actor actor, List<CheckedCustomer> customers) {
        if (customers.isEmpty()) {
            return;
        }
        List<Header> born = customers.stream()
                .map(c -> Header.born(
                        c.id(),
                        CustomerKind.NAME,
                        c.code(),
                        c.name(),
                        c.state(),
                        c.id(),
                        c.owner(),
                        c.department(),
                        actor.today(),
                        null,
                        null,
                        actor.user(),
                        headers.now()))
                .toList();
        headers.insert(tx, actor, born, Map.of());
        CustomerRows.insert(tx, customers);
        NameParts.insert(
                tx, CustomerKind.NAME, born.stream().map(Customers::named).toList());
        List<UUID> entered = born.stream().map(Header::id).toList();
        watchers.orderedStream().forEach(watcher -> watcher.lookedAfter(tx, actor, entered));
    }

    private static NameParts.Named named(Header header) {
        return new NameParts.Named(header.id(), List.of(header.title()));
    }

    private static String name(Tx tx, UUID id) {
        return tx.first(
                        "select title from document.header where company_id = ? and id = ?",
                        row -> row.text("title"),
                        tx.company(),
                        id)
                .orElse("");
    }

    /** @param shown to the actor, who is told of a parent outside their scope only that there is one */
    private static Customer load(Tx tx, Actor actor, Header header, boolean shown) {
        List<Contact> contacts = tx.list("""
                select id, name, position, role, phone, mobile, email, wechat, is_primary, receives_statements from party.contact
                where company_id = ? and party_id = ? order by place""", CustomerRows::contact, tx.company(), header.id());
        List<Address> addresses = tx.list("""
                select id, purpose, receiver, phone, province, city, district, street from party.address
                where company_id = ? and party_id = ? order by place""", Parties::address, tx.company(), header.id());
        Sql sql = Sql.of("""
                        select p.*, u.name as owner_name, d.name as department_name, k.name as class_name, %s,
                          up.number as parent_code, up.title as parent_name,""".formatted(PaymentTerms.COLUMN))
                .then("coalesce((")
                .then(actor.scope().holds("up"))
                .then("), false) as parent_seen")
                .then("""
                        from party.party p
                        left join party.payment_term t on t.company_id = p.company_id and t.id = p.payment_term_id
                        left join party.customer_class k on k.company_id = p.company_id and k.id = p.class_id
                        left join document.header up on up.company_id = p.company_id and up.id = p.parent_id
                        left join organization.app_user u on u.id = ?
                        left join organization.department d on d.company_id = p.company_id and d.id = ?
                        where p.company_id = ? and p.id = ?""", header.owner(), header.department(), tx.company(), header.id());
        return tx.list(sql, row -> customer(row, header, addresses, contacts, shown))
                .getFirst();
    }

    private static Customer customer(
            Row row, Header header, List<Address> addresses, List<Contact> contacts, boolean shown) {
        boolean outside = row.uuidOrNull("parent_id") != null && !row.bool("parent_seen");
        boolean told = !outside || !shown;
        return new Customer(
                header.id(),
                header.version(),
                header.number(),
                header.title(),
                CustomerState.TABLE.parse(header.state()),
                header.owner(),
                row.textOrNull("owner_name"),
                header.department(),
                row.textOrNull("department_name"),
                row.textOrNull("short_name"),
                row.textOrNull("name_en"),
                row.textOrNull("credit_code"),
                row.textOrNull("legal_person"),
                PaymentTerms.of(row),
                row.uuidOrNull("class_id"),
                row.textOrNull("class_name"),
                told ? row.uuidOrNull("parent_id") : null,
                told ? row.textOrNull("parent_code") : null,
                told ? row.textOrNull("parent_name") : null,
                outside,
                row.textOrNull("industry"),
                row.textOrNull("province"),
                row.textOrNull("city"),
                row.textOrNull("district"),
                row.textOrNull("source"),
                row.textOrNull("phone"),
                row.textOrNull("website"),
                row.textOrNull("notes"),
                row.text("pinyin"),
                row.text("initials"),
                new TaxTitle(
                        row.textOrNull("tax_title"),
                        row.textOrNull("tax_number"),
                        row.textOrNull("tax_bank"),
                        row.textOrNull("tax_account"),
                        row.textOrNull("tax_address"),
                        row.textOrNull("tax_phone")),
                addresses,
                contacts,
                header.createdAt(),
                header.changedAt());
    }
}
