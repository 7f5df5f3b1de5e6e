package io.onaccount.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Actor;
import io.onaccount.party.EntryOutcome.Accepted;
import io.onaccount.party.EntryOutcome.Invalid;
import io.onaccount.party.EntryOutcome.Known;
import io.onaccount.platform.Problem;
import io.onaccount.testing.TestCompany;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A customer's life: entered, recognised when entered again, changed, given to others, stopped, removed. */
class CustomersTest {
    private final TestCompany company = new TestCompany("customer.transfer");
    private final Customers customers = company.application.bean(Customers.class);
    private final Duplicates duplicates = company.application.bean(Duplicates.class);
    private final PaymentTerms terms = company.application.bean(PaymentTerms.class);
    private final Parties parties = company.application.bean(Parties.class);

    private static CustomerEntry full(UUID term, List<Contact> contacts) {
        return new CustomerEntry(
                null,
                "上海恒昌贸易有限公司",
                "恒昌",
                "Hengchang",
                "91310116076409427l",
                null,
                null,
                null,
                term,
                "贸易",
                "上海",
                "上海",
                "浦东新区",
                "展会",
                "021-5888 1234",
                "https://hengchang.example",
                "老客户",
                null,
                null,
                new TaxTitle("上海恒昌贸易有限公司", "91310116076409427L", "工商银行", "1001 2345", "浦东", "021-58881234"),
                List.of(new Address(null, Address.Purpose.SHIPPING, "王芳", "13800000001", "上海", "上海", "浦东新区", "世纪大道1号")),
                contacts,
                null);
    }

    private static Contact contact(UUID id, String name, String mobile, boolean primary) {
        return new Contact(
                id, name, "经理", Contact.Role.FINANCE, null, mobile, name + "@hc.example", null, primary, true);
    }

    private UUID hengchang() {
        return company.write(tx ->
                customers.create(tx, company.actor, full(null, List.of(contact(null, "wang", "13900000001", true)))));
    }

    @Test
    void aCustomerIsReadAsItWasEntered() {
        company.write(tx -> {
            terms.add(tx);
            return true;
        });
        UUID term = company.read(
                tx -> terms.byCode(tx, List.of("EOM+30")).get("EOM+30").id());
        UUID id = company.write(tx ->
                customers.create(tx, company.actor, full(term, List.of(contact(null, "wang", "13900000001", true)))));

        Customer customer = company.read(tx -> customers.find(tx, company.actor, id));
        assertThat(customer.code()).isEqualTo("C-00001");
        assertThat(customer.creditCode()).isEqualTo("91310116076409427L");
        assertThat(customer.pinyin()).isEqualTo("shanghaihengchangmaoyiyouxiangongsi");
        assertThat(customer.initials()).isEqualTo("shhcmyyxgs");
        assertThat(customer.owner()).isEqualTo(company.actor.user());
        assertThat(customer.ownerName()).isEqualTo("boss");
        assertThat(customer.paymentTerm().code()).isEqualTo("EOM+30");
        assertThat(customer.contacts())
                .singleElement()
                .matches(Contact::primary)
                .matches(Contact::receivesStatements);
        assertThat(customer.addresses())
                .singleElement()
                .extracting(Address::street)
                .isEqualTo("世纪大道1号");
        assertThat(customer.taxTitle().bank()).isEqualTo("工商银行");

        Party party = party(company.actor, id);
        assertThat(party.called()).isEqualTo("恒昌");
        assertThat(party.paymentTerm().due(company.actor.today())).hasToString("2026-04-30");
        assertThat(byCode(List.of("C-00001", "C-99999"))).containsOnlyKeys("C-00001");
        assertThat(company.history(id)).containsExactly("create {}");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        CustomerEntry wrong = new CustomerEntry(
                "has blank",
                "",
                null,
                null,
                "91310116076409427K",
                null,
                CustomerState.STOPPED,
                UUID.randomUUID(),
                UUID.randomUUID(),
                null,
                null,
                null,
                null,
                null,
                "x".repeat(41),
                null,
                "zero\u0000byte",
                null,
                null,
                null,
                null,
                List.of(contact(null, "a", "1", true), contact(UUID.randomUUID(), "b", "2", true)),
                null);
        assertThatThrownBy(() -> company.write(tx -> customers.create(tx, company.actor, wrong)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::field)
                                .containsExactlyInAnyOrder(
                                        "name",
                                        "phone",
                                        "creditCode",
                                        "paymentTerm",
                                        "owner",
                                        "contacts[1].id",
                                        "contacts[1].primary",
                                        "code",
                                        "state",
                                        "notes"));
    }

    @Test
    void aCustomerEnteredAgainIsRecognisedUntilSomebodyConfirms() {
        hengchang();
        for (CustomerEntry again : List.of(
                CustomerEntry.named(null, "上海 恆昌貿易有限責任公司"),
                full(null, List.of()),
                withPhone("另一家公司", "+86 139 0000 0001"))) {
            assertThatThrownBy(() -> company.write(tx -> customers.create(tx, company.actor, again)))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.code()).isEqualTo("customer-duplicate");
                        assertThat(problem.arguments().getFirst()).isEqualTo("上海恒昌贸易有限公司");
                    });
        }
        CustomerEntry confirmed = new CustomerEntry(
                null,
                "上海恒昌贸易有限公司",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true);
        UUID twin = company.write(tx -> customers.create(tx, company.actor, confirmed));
        assertThat(twin).isNotNull();
    }

    @Test
    void whileTypingTheReasonIsShown() {
        UUID id = hengchang();
        assertThat(find("上海恒昌贸易有限责任公司", null, null)).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo(id);
            assertThat(found.reasons()).contains(Duplicate.Reason.NAME);
        });
        assertThat(find("上海恒", null, null)).singleElement().matches(found -> !found.isLikely());
        assertThat(find("恒昌贸易", null, null)).singleElement().matches(found -> !found.isLikely());
        assertThat(find(null, "91310116076409427l", null))
                .singleElement()
                .extracting(Duplicate::reasons)
                .isEqualTo(List.of(Duplicate.Reason.CREDIT_CODE));
        assertThat(find(null, null, "021 58881234")).hasSize(1);
        assertThat(find("北京云帆", null, null)).isEmpty();
        assertThat(find("%", null, "_______")).isEmpty();
    }

    @Test
    void customersOfOthersAreToldAsExistingButNotShown() {
        hengchang();
        Actor other = TestCompany.ownOnly(company.user("li", Set.of()));
        assertThat(find(other, "上海恒昌贸易有限公司", null, null)).singleElement().satisfies(found -> {
            assertThat(found.id()).isNull();
            assertThat(found.code()).isNull();
            assertThat(found.ownerName()).isEqualTo("boss");
        });
        assertThat(find(other, "上海恒", null, null)).isEmpty();
    }

    @Test
    void changesAreGuardedAndWrittenDownFieldByField() {
        UUID id = hengchang();
        Customer before = company.read(tx -> customers.find(tx, company.actor, id));
        List<Contact> contacts = new ArrayList<>(before.contacts());
        Contact wang = contacts.getFirst();
        contacts.set(0, contact(wang.id(), "wang", "13900000002", false));
        contacts.add(contact(null, "zhao", "13900000003", true));
        CustomerEntry changed = full(null, contacts);
        company.write(tx -> {
            customers.change(tx, company.actor, id, before.version(), changed);
            return true;
        });
        Customer after = company.read(tx -> customers.find(tx, company.actor, id));
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.code()).isEqualTo(before.code());
        assertThat(after.contacts()).extracting(Contact::name).containsExactly("wang", "zhao");
        assertThat(after.contacts().getFirst().id()).isEqualTo(wang.id());
        // The address was entered anew with the same words, so nothing changed there.
        assertThat(company.history(id).getLast())
                .startsWith("change")
                .contains("contacts.wang", "13900000001", "13900000002", "contacts.zhao")
                .doesNotContain("addresses", "phone\":");
        // Found by the new number, no longer by the old one.
        assertThat(find(null, null, "13900000003")).hasSize(1);
        assertThat(find(null, null, "13900000001")).isEmpty();

        assertThatThrownBy(() -> company.write(tx -> {
                    customers.change(tx, company.actor, id, before.version(), changed);
                    return true;
                }))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(412);
                    assertThat(problem.arguments().getFirst()).isEqualTo("boss");
                });
    }

    @Test
    void theReadingOfANameCanBeCorrectedAndStays() {
        UUID id = company.write(tx -> customers.create(tx, company.actor, CustomerEntry.named(null, "乐氏行")));
        CustomerEntry corrected = new CustomerEntry(
                null,
                "乐氏行",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "Yue Shi Hang",
                "ysh",
                null,
                null,
                null,
                null);
        company.write(tx -> {
            customers.change(tx, company.actor, id, null, corrected);
            return true;
        });
        company.write(tx -> {
            customers.change(tx, company.actor, id, null, CustomerEntry.named(null, "乐氏行"));
            return true;
        });
        Customer after = company.read(tx -> customers.find(tx, company.actor, id));
        assertThat(after.pinyin()).isEqualTo("yueshihang");
        assertThat(after.initials()).isEqualTo("ysh");
    }

    @Test
    void stoppedCustomersBuyNothingUntilReactivated() {
        UUID id = hengchang();
        move(id, "stop", CustomerState.STOPPED, "违约");
        assertThat(party(company.actor, id).state().buys()).isFalse();
        assertThat(company.history(id).getLast()).contains("违约", "ACTIVE", "STOPPED");
        assertThatThrownBy(() -> move(id, "activate", CustomerState.ACTIVE, null))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("wrong-state"));
        move(id, "reactivate", CustomerState.ACTIVE, null);
        assertThat(party(company.actor, id).state().buys()).isTrue();
    }

    @Test
    void aCustomerFollowsItsOwnerAndThoseItIsSharedWith() {
        UUID id = hengchang();
        Actor li = TestCompany.ownOnly(company.user("li", Set.of()));
        Actor zhao = TestCompany.ownOnly(company.user("zhao", Set.of()));
        assertThatThrownBy(() -> party(li, id))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        company.write(tx -> {
            customers.transfer(tx, company.actor, List.of(id), li.user());
            customers.share(tx, company.actor, id, List.of(zhao.user()));
            return true;
        });
        assertThat(party(li, id).owner()).isEqualTo(li.user());
        assertThat(party(zhao, id)).isNotNull();
        Map<UUID, Party> named = company.read(tx -> parties.named(tx, List.of(id)));
        assertThat(named).containsKey(id);
        assertThat(company.history(id))
                .anyMatch(line -> line.contains("owner"))
                .anyMatch(line -> line.contains("zhao"));
        company.write(tx -> {
            customers.share(tx, company.actor, id, List.of());
            return true;
        });
        assertThatThrownBy(() -> party(zhao, id)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> company.write(tx -> {
                    customers.transfer(tx, company.actor, List.of(id), UUID.randomUUID());
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(400));
    }

    @Test
    void onlyACustomerNobodyRefersToCanBeRemoved() {
        UUID id = hengchang();
        company.application
                .database()
                .sql("insert into document.header (company_id, id, kind, number, state, party_id, date) values ("
                        + company.id + ", '" + UUID.randomUUID() + "', 'sales-order', 'SO-1', 'DRAFT', '" + id
                        + "', current_date)");
        assertThatThrownBy(() -> delete(id))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("customer-in-use"));
        company.application
                .database()
                .sql("delete from document.header where kind = 'sales-order' and company_id = " + company.id);
        delete(id);
        assertThatThrownBy(() -> company.read(tx -> customers.find(tx, company.actor, id)))
                .isInstanceOf(Problem.class);
        assertThat(find("上海恒昌贸易有限公司", null, null)).isEmpty();
    }

    @Test
    void manyAreEnteredAtOnceAndEachIsAnswered() {
        hengchang();
        List<CustomerEntry> entries = Arrays.asList(
                CustomerEntry.named("A1", "北京云帆科技有限公司"),
                CustomerEntry.named(null, "北京云帆科技有限责任公司"), // the same as the one before
                CustomerEntry.named("A1", "广州大明五金厂"), // its code is taken by the first
                CustomerEntry.named(null, "上海恒昌贸易有限公司"), // there already
                CustomerEntry.named("C-00002", "杭州一号有限公司"), // takes the next code by hand
                CustomerEntry.named(null, "杭州二号有限公司"));
        List<EntryOutcome> checked = company.read(tx -> customers.check(tx, company.actor, entries));
        assertThat(find("北京云帆", null, null)).isEmpty();
        List<EntryOutcome> outcomes = company.write(tx -> customers.create(tx, company.actor, entries));
        assertThat(outcomes)
                .hasExactlyElementsOfTypes(
                        Accepted.class, Known.class, Invalid.class, Known.class, Accepted.class, Accepted.class);
        assertThat(checked)
                .extracting(Object::getClass)
                .isEqualTo(outcomes.stream().map(Object::getClass).toList());
        assertThat(((Known) outcomes.get(1)).name()).isEqualTo("北京云帆科技有限公司");
        assertThat(byCode(List.of("A1", "C-00001", "C-00002", "C-00003"))).hasSize(4);
    }

    private static CustomerEntry withPhone(String name, String phone) {
        return new CustomerEntry(
                null, name, null, null, null, null, null, null, null, null, null, null, null, null, phone, null, null,
                null, null, null, null, null, null);
    }

    private List<Duplicate> find(String name, String creditCode, String phone) {
        return find(company.actor, name, creditCode, phone);
    }

    private List<Duplicate> find(Actor actor, String name, String creditCode, String phone) {
        return company.read(tx -> duplicates.find(tx, actor, name, creditCode, phone));
    }

    private Party party(Actor actor, UUID id) {
        return company.read(tx -> parties.require(tx, actor, id));
    }

    private Map<String, Party> byCode(List<String> codes) {
        return company.read(tx -> parties.byCode(tx, company.actor, codes));
    }

    private void move(UUID id, String move, CustomerState to, String reason) {
        company.write(tx -> {
            customers.move(tx, company.actor, id, null, move, to, reason);
            return true;
        });
    }

    private void delete(UUID id) {
        company.write(tx -> {
            customers.delete(tx, company.actor, id, null);
            return true;
        });
    }
}
