package io.onaccount.party;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Pinyin;
import io.onaccount.platform.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A customer after all checks, as it will be stored. */
record CheckedCustomer(
        UUID id,
        String code,
        String name,
        CustomerState state,
        @Nullable UUID owner,
        @Nullable UUID department,
        @Nullable String shortName,
        @Nullable String nameEn,
        @Nullable String creditCode,
        @Nullable String legalPerson,
        @Nullable UUID paymentTerm,
        @Nullable UUID customerClass,
        Parents.@Nullable Above parent,
        @Nullable String industry,
        @Nullable String province,
        @Nullable String city,
        @Nullable String district,
        @Nullable String source,
        @Nullable String phone,
        @Nullable String website,
        @Nullable String notes,
        Pinyin pinyin,
        TaxTitle taxTitle,
        List<Address> addresses,
        List<Contact> contacts,
        Set<MatchKey> keys) {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{N}._/+#-]+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9A-Za-z -]+");
    private static final int MOST_PARTS = 100;

    /**
     * Checks an entry and answers what would be stored; what is wrong goes to the collector.
     *
     * @param id the id it has, or null for a new one
     * @param old what it was before, or null for a new one
     */
    static CheckedCustomer check(
            Problem.Collector problems,
            References references,
            Actor actor,
            @Nullable UUID id,
            CustomerEntry entry,
            @Nullable Customer old) {
        String name = Input.required(problems, "name", entry.name(), 200);
        String shortName = Input.text(problems, "shortName", entry.shortName(), 60);
        String phone = Input.text(problems, "phone", entry.phone(), 40);
        String creditCode = Input.text(problems, "creditCode", entry.creditCode(), 40);
        if (creditCode != null) {
            creditCode = CreditCode.normal(creditCode);
            problems.check(CreditCode.isValid(creditCode), "creditCode", "credit-code-wrong");
        }
        problems.check(
                entry.paymentTerm() == null || references.terms().contains(entry.paymentTerm()),
                "paymentTerm",
                "unknown-payment-term");
        problems.check(
                entry.customerClass() == null || references.classes().contains(entry.customerClass()),
                "customerClass",
                "unknown-customer-class");
        Member owner = owner(problems, references, actor, entry, old);
        List<Contact> contacts = contacts(problems, entry, old);
        List<Address> addresses = addresses(problems, entry, old);
        List<@Nullable String> phones = new ArrayList<>();
        phones.add(phone);
        contacts.forEach(contact -> {
            phones.add(contact.phone());
            phones.add(contact.mobile());
        });
        return new CheckedCustomer(
                id == null ? Ids.next() : id,
                code(problems, references, entry, old),
                name,
                state(problems, entry, old),
                owner.user(),
                owner.department(),
                shortName,
                Input.text(problems, "nameEn", entry.nameEn(), 200),
                creditCode,
                Input.text(problems, "legalPerson", entry.legalPerson(), 60),
                entry.paymentTerm(),
                entry.customerClass(),
                parent(problems, references, entry, old),
                Input.text(problems, "industry", entry.industry(), 60),
                Input.text(problems, "province", entry.province(), 60),
                Input.text(problems, "city", entry.city(), 60),
                Input.text(problems, "district", entry.district(), 60),
                Input.text(problems, "source", entry.source(), 60),
                phone,
                Input.text(problems, "website", entry.website(), 200),
                Input.text(problems, "notes", entry.notes(), 2000),
                pinyin(problems, entry, old, name),
                taxTitle(problems, entry.taxTitle()),
                addresses,
                contacts,
                problems.isEmpty() ? MatchKey.of(name, shortName, creditCode, phones) : Set.of());
    }

    /** What is stored. */
    static CheckedCustomer of(Customer customer) {
        List<@Nullable String> phones = new ArrayList<>();
        phones.add(customer.phone());
        customer.contacts().forEach(contact -> {
            phones.add(contact.phone());
            phones.add(contact.mobile());
        });
        return new CheckedCustomer(
                customer.id(),
                customer.code(),
                customer.name(),
                customer.state(),
                customer.owner(),
                customer.department(),
                customer.shortName(),
                customer.nameEn(),
                customer.creditCode(),
                customer.legalPerson(),
                customer.paymentTerm() == null ? null : customer.paymentTerm().id(),
                customer.customerClass(),
                customer.parent() == null
                        ? null
                        : new Parents.Above(
                                customer.parent(),
                                Objects.requireNonNullElse(customer.parentCode(), ""),
                                customer.parent(),
                                1),
                customer.industry(),
                customer.province(),
                customer.city(),
                customer.district(),
                customer.source(),
                customer.phone(),
                customer.website(),
                customer.notes(),
                new Pinyin(customer.pinyin(), customer.initials()),
                customer.taxTitle(),
                customer.addresses(),
                customer.contacts(),
                MatchKey.of(customer.name(), customer.shortName(), customer.creditCode(), phones));
    }

    CheckedCustomer coded(String proposed) {
        return new CheckedCustomer(
                id,
                proposed,
                name,
                state,
                owner,
                department,
                shortName,
                nameEn,
                creditCode,
                legalPerson,
                paymentTerm,
                customerClass,
                parent,
                industry,
                province,
                city,
                district,
                source,
                phone,
                website,
                notes,
                pinyin,
                taxTitle,
                addresses,
                contacts,
                keys);
    }

    /** The keys that make two entries the same until somebody says otherwise. */
    List<MatchKey> likelyKeys() {
        return keys.stream()
                .filter(key -> key.reason() != Duplicate.Reason.SIMILAR)
                .toList();
    }

    /** Field → value for the history; contacts and addresses each as one. Code and name stand in the header. */
    Map<String, @Nullable String> facts() {
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        facts.put("shortName", shortName);
        facts.put("nameEn", nameEn);
        facts.put("creditCode", creditCode);
        facts.put("legalPerson", legalPerson);
        facts.put("paymentTerm", paymentTerm == null ? null : paymentTerm.toString());
        facts.put("customerClass", customerClass == null ? null : customerClass.toString());
        facts.put("parent", parent == null ? null : parent.code());
        facts.put("industry", industry);
        facts.put("province", province);
        facts.put("city", city);
        facts.put("district", district);
        facts.put("source", source);
        facts.put("phone", phone);
        facts.put("website", website);
        facts.put("notes", notes);
        facts.put("pinyin", pinyin.full());
        facts.put("initials", pinyin.initials());
        facts.put("taxTitle.title", taxTitle.title());
        facts.put("taxTitle.taxNumber", taxTitle.taxNumber());
        facts.put("taxTitle.bank", taxTitle.bank());
        facts.put("taxTitle.account", taxTitle.account());
        facts.put("taxTitle.address", taxTitle.address());
        facts.put("taxTitle.phone", taxTitle.phone());
        for (Contact contact : contacts) {
            facts.merge(
                    "contacts." + contact.name(),
                    joined(
                            contact.position(),
                            contact.role().name(),
                            contact.phone(),
                            contact.mobile(),
                            contact.email(),
                            contact.wechat(),
                            contact.primary() ? "primary" : null,
                            contact.receivesStatements() ? "receivesStatements" : null),
                    (a, b) -> a + "; " + b);
        }
        for (Address address : addresses) {
            facts.merge(
                    "addresses." + address.purpose().name(),
                    joined(
                            address.receiver(),
                            address.phone(),
                            address.province(),
                            address.city(),
                            address.district(),
                            address.street()),
                    (a, b) -> a + "; " + b);
        }
        return facts;
    }

    private static String joined(@Nullable String... parts) {
        return String.join(" ", Stream.of(parts).filter(part -> part != null).toList());
    }

    private static String code(
            Problem.Collector problems, References references, CustomerEntry entry, @Nullable Customer old) {
        String code = Input.text(problems, "code", entry.code(), 40);
        if (code == null) {
            return old == null ? "" : old.code();
        }
        if (old != null && old.code().equals(code)) {
            return code;
        }
        problems.check(CODE.matcher(code).matches(), "code", "bad-code");
        // A code that two entries of one call want is taken by the first.
        problems.check(references.takenCodes().add(code), "code", "taken", code);
        return code;
    }

    private static CustomerState state(Problem.Collector problems, CustomerEntry entry, @Nullable Customer old) {
        if (old != null) {
            return old.state();
        }
        CustomerState state = entry.state() == null ? CustomerState.ACTIVE : entry.state();
        problems.check(state.buys(), "state", "not-a-first-state");
        return state;
    }

    private static Member owner(
            Problem.Collector problems,
            References references,
            Actor actor,
            CustomerEntry entry,
            @Nullable Customer old) {
        UUID now = old == null ? actor.user() : old.owner();
        UUID department = old == null ? actor.department() : old.department();
        UUID wanted = entry.owner();
        if (wanted == null || wanted.equals(now)) {
            return new Member(now == null ? actor.user() : now, department);
        }
        if (old != null || !actor.may("customer.transfer")) {
            problems.add("owner", "owner-by-transfer");
            return new Member(wanted, department);
        }
        Member member = references.owners().get(wanted);
        problems.check(member != null, "owner", "unknown-user");
        return member == null ? new Member(wanted, department) : member;
    }

    /** One that whoever changes the customer may not see stays: they can neither take it away nor put another in its place. */
    private static Parents.@Nullable Above parent(
            Problem.Collector problems, References references, CustomerEntry entry, @Nullable Customer old) {
        UUID wanted = entry.parent();
        if (old != null && old.parentOutside()) {
            problems.check(wanted == null || wanted.equals(old.parent()), "parent", "customer-parent-outside");
            return of(old).parent();
        }
        Parents.Above above = wanted == null ? null : references.parents().get(wanted);
        problems.check(wanted == null || above != null, "parent", "unknown-customer");
        return above;
    }

    /** As entered; else as it was while the name stays; else as the name is read. */
    private static Pinyin pinyin(Problem.Collector problems, CustomerEntry entry, @Nullable Customer old, String name) {
        String full = Input.text(problems, "pinyin", entry.pinyin(), 600);
        String initials = Input.text(problems, "initials", entry.initials(), 200);
        Pinyin proposed =
                old != null && old.name().equals(name) ? new Pinyin(old.pinyin(), old.initials()) : Pinyin.of(name);
        return new Pinyin(
                full == null ? proposed.full() : Pinyin.typed(full.toLowerCase(Locale.ROOT)),
                initials == null ? proposed.initials() : Pinyin.typed(initials));
    }

    private static TaxTitle taxTitle(Problem.Collector problems, @Nullable TaxTitle entry) {
        if (entry == null) {
            return TaxTitle.NONE;
        }
        String account = Input.text(problems, "taxTitle.account", entry.account(), 60);
        problems.check(account == null || ACCOUNT.matcher(account).matches(), "taxTitle.account", "bad-account");
        return new TaxTitle(
                Input.text(problems, "taxTitle.title", entry.title(), 200),
                Input.text(problems, "taxTitle.taxNumber", entry.taxNumber(), 40),
                Input.text(problems, "taxTitle.bank", entry.bank(), 200),
                account,
                Input.text(problems, "taxTitle.address", entry.address(), 300),
                Input.text(problems, "taxTitle.phone", entry.phone(), 40));
    }

    private static List<Contact> contacts(Problem.Collector problems, CustomerEntry entry, @Nullable Customer old) {
        List<Contact> entered = entry.contacts() == null ? List.of() : entry.contacts();
        if (!problems.check(entered.size() <= MOST_PARTS, "contacts", "too-many", MOST_PARTS)) {
            return List.of();
        }
        Set<UUID> own = new HashSet<>();
        if (old != null) {
            old.contacts().forEach(contact -> own.add(contact.id()));
        }
        List<Contact> contacts = new ArrayList<>();
        boolean primary = false;
        for (int i = 0; i < entered.size(); i++) {
            Contact contact = entered.get(i);
            String at = "contacts[" + i + "].";
            UUID id = contact.id();
            problems.check(id == null || own.remove(id), at + "id", "unknown-part");
            problems.check(!(primary && contact.primary()), at + "primary", "one-primary");
            primary |= contact.primary();
            contacts.add(contact(problems, at, contact));
        }
        return contacts;
    }

    /** One contact as it will be stored, with an id. */
    static Contact contact(Problem.Collector problems, String at, Contact entered) {
        String email = Input.text(problems, at + "email", entered.email(), 200);
        problems.check(email == null || EMAIL.matcher(email).matches(), at + "email", "bad-email");
        problems.check(!entered.receivesStatements() || email != null, at + "email", "statements-need-email");
        UUID id = entered.id();
        return new Contact(
                id == null ? Ids.next() : id,
                Input.required(problems, at + "name", entered.name(), 100),
                Input.text(problems, at + "position", entered.position(), 60),
                entered.role(),
                Input.text(problems, at + "phone", entered.phone(), 40),
                Input.text(problems, at + "mobile", entered.mobile(), 40),
                email,
                Input.text(problems, at + "wechat", entered.wechat(), 60),
                entered.primary(),
                entered.receivesStatements());
    }

    private static List<Address> addresses(Problem.Collector problems, CustomerEntry entry, @Nullable Customer old) {
        List<Address> entered = entry.addresses() == null ? List.of() : entry.addresses();
        if (!problems.check(entered.size() <= MOST_PARTS, "addresses", "too-many", MOST_PARTS)) {
            return List.of();
        }
        Set<UUID> own = new HashSet<>();
        if (old != null) {
            old.addresses().forEach(address -> own.add(address.id()));
        }
        List<Address> addresses = new ArrayList<>();
        for (int i = 0; i < entered.size(); i++) {
            Address address = entered.get(i);
            String at = "addresses[" + i + "].";
            UUID id = address.id();
            problems.check(id == null || own.remove(id), at + "id", "unknown-part");
            addresses.add(new Address(
                    id == null ? Ids.next() : id,
                    address.purpose(),
                    Input.text(problems, at + "receiver", address.receiver(), 100),
                    Input.text(problems, at + "phone", address.phone(), 40),
                    Input.text(problems, at + "province", address.province(), 60),
                    Input.text(problems, at + "city", address.city(), 60),
                    Input.text(problems, at + "district", address.district(), 60),
                    Input.required(problems, at + "street", address.street(), 300)));
        }
        return addresses;
    }
}
