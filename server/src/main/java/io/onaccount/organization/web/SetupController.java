package io.onaccount.organization.web;

import io.onaccount.organization.Anyone;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.web.MaxLength;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The first start of an empty installation: makes the company and its administrator, once. */
@RestController
class SetupController {
    private final Organization organization;

    SetupController(Organization organization) {
        this.organization = organization;
    }

    record SetupState(boolean needed) {}

    record CompanyToSetUp(
            @MaxLength(200) String name,
            @Nullable @MaxLength(200) String nameEn,
            @Nullable @MaxLength(3) String baseCurrency,
            @Nullable @MaxLength(60) String timeZone) {}

    record Administrator(
            @MaxLength(100) String name,
            @MaxLength(100) String login,
            @MaxLength(200) String password) {}

    record Setup(
            CompanyToSetUp company,
            Administrator administrator,
            @Nullable @MaxLength(20) String locale) {}

    @GetMapping("/api/v1/setup")
    @Anyone("there is nobody yet who could sign in")
    SetupState state() {
        return new SetupState(organization.isEmpty());
    }

    @PostMapping("/api/v1/setup")
    @Anyone("there is nobody yet who could sign in; works once")
    @ResponseStatus(HttpStatus.CREATED)
    SetupState setUp(@RequestBody Setup body) {
        if (!organization.isEmpty()) {
            throw Problem.conflict("already-set-up");
        }
        organization.setUp(
                company(body.company(), body.locale()),
                new NewMember(
                        body.administrator().login(),
                        body.administrator().name(),
                        body.administrator().password(),
                        List.of("administrator"),
                        null,
                        Scope.Level.ALL,
                        null));
        return new SetupState(false);
    }

    static NewCompany company(CompanyToSetUp body, @Nullable String locale) {
        NewCompany standard = NewCompany.named(body.name());
        ZoneId zone = body.timeZone() == null ? standard.zone() : Organization.zone(body.timeZone());
        if (zone == null) {
            throw Problem.invalid("company.timeZone", "not-a-zone");
        }
        return new NewCompany(
                body.name(),
                body.nameEn(),
                body.baseCurrency() == null ? standard.baseCurrency() : body.baseCurrency(),
                zone,
                Texts.nearest(locale == null ? null : Locale.forLanguageTag(locale)),
                standard.settings());
    }
}
