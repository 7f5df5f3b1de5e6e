package io.onaccount.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.platform.Texts;
import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Duties that belong in two hands are pointed out where one pair of hands has both (ACC-05). */
class DutiesTest {
    private static final TestApplication APPLICATION = TestApplication.shared();
    private final Duties duties = APPLICATION.bean(Duties.class);

    @Test
    void everyPairNamesRightsThatExistAndHasItsWords() {
        assertThat(duties.all()).hasSizeGreaterThan(5).allSatisfy(conflict -> {
            assertThat(APPLICATION.bean(Rights.class).all()).contains(conflict.begins(), conflict.finishes());
            Texts.LOCALES.forEach(locale -> assertThat(
                            APPLICATION.bean(Texts.class).find(locale, "duty." + conflict.name()))
                    .isPresent());
        });
    }

    @Test
    void readyRolesOfThoseWhoHandleMoneyKeepDutiesApart() {
        ReadyRoles.load().patterns().forEach((role, patterns) -> {
            if (List.of("cashier", "buyer", "auditor", "collector").contains(role)) {
                assertThat(duties.within(patterns)).as(role).isEmpty();
            }
        });
    }

    @Test
    void everyPatternOfAReadyRoleGrantsSomething() {
        Rights rights = APPLICATION.bean(Rights.class);
        ReadyRoles.load()
                .patterns()
                .forEach((role, patterns) -> assertThat(patterns)
                        .as(role)
                        .doesNotHaveDuplicates()
                        .allSatisfy(pattern -> assertThat(rights.granted(List.of(pattern)))
                                .as(pattern)
                                .isNotEmpty()));
    }

    @Test
    void rolesAndPeopleWhoHoldBothArePointedOut() {
        String at = Long.toString(System.nanoTime(), 36);
        var company = APPLICATION
                .bean(Organization.class)
                .found(
                        NewCompany.named("Duties"),
                        List.of(),
                        List.of(
                                NewMember.of("a" + at, "Admin", "a good password", Level.ALL, "administrator"),
                                NewMember.of("c" + at, "Cashier", "a good password", Level.ALL, "cashier"),
                                NewMember.of(
                                        "b" + at,
                                        "Both",
                                        "a good password",
                                        Level.ALL,
                                        "sales-rep",
                                        "credit-controller")));
        Http admin = Http.at(APPLICATION).signIn("a" + at, "a good password");
        JsonNode answer = admin.get("/duty-conflicts").json();
        Map<String, List<String>> users = new HashMap<>();
        answer.path("users").forEach(user -> {
            List<String> found = new ArrayList<>();
            user.path("conflicts").forEach(one -> found.add(one.asString()));
            users.put(user.path("name").asString(), found);
        });
        assertThat(users).containsKey("Admin").doesNotContainKey("Cashier");
        assertThat(users.get("Both")).contains("order-release");
        assertThat(answer.path("roles").toString())
                .contains(company.roles().get("accountant").toString())
                .doesNotContain(company.roles().get("cashier").toString());
    }
}
