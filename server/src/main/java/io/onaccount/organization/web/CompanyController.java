package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.CompanySettings;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The company one works in: its name and what it has decided; and making further ones. */
@RestController
class CompanyController {
    private final Companies companies;
    private final Organization organization;
    private final Database database;

    CompanyController(Companies companies, Organization organization, Database database) {
        this.companies = companies;
        this.organization = organization;
        this.database = database;
    }

    record BankView(
            @MaxLength(200) String bank,
            @MaxLength(60) String account,
            @MaxLength(200) String holder) {}

    record LetterheadView(
            @Nullable @MaxLength(300) String address,
            @Nullable @MaxLength(60) String phone,
            @Nullable @MaxLength(60) String taxNumber,
            @Nullable @MaxLength(60) String seal) {

        static LetterheadView of(CompanySettings.Letterhead letterhead) {
            return new LetterheadView(
                    letterhead.address(), letterhead.phone(), letterhead.taxNumber(), letterhead.seal());
        }

        CompanySettings.Letterhead letterhead() {
            return new CompanySettings.Letterhead(text(address), text(phone), text(taxNumber), text(seal));
        }

        private static String text(@Nullable String entered) {
            return entered == null ? "" : entered.strip();
        }
    }

    /** @param letterhead what it was when left out, like the settings after it */
    record SettingsView(
            List<DayOfWeek> workingDays,
            Map<String, String> numberPatterns,
            boolean negativeStock,
            CompanySettings.@Nullable StockCheck stockCheck,
            @Nullable BigDecimal defaultCreditLimit,
            boolean wholeAfterJiao,
            BankView bank,
            @Nullable LetterheadView letterhead,
            CompanySettings.@Nullable ReceivableBasis receivableBasis,
            @Nullable Boolean deliveriesNeedNotice) {}

    record CompanyView(
            long id,
            String name,
            @Nullable String nameEn,
            String baseCurrency,
            String timeZone,
            int fiscalYearStart,
            boolean taxInclusive,
            int priceDecimals,
            int quantityDecimals,
            SettingsView settings,
            int version) {}

    record ChangedCompany(
            @MaxLength(200) String name,
            @Nullable @MaxLength(200) String nameEn,
            @MaxLength(60) String timeZone,
            int fiscalYearStart,
            boolean taxInclusive,
            int priceDecimals,
            int quantityDecimals,
            SettingsView settings) {}

    record NewCompanyView(long id) {}

    @GetMapping("/api/v1/company")
    @Needs("company.view")
    ResponseEntity<CompanyView> get(Actor actor) {
        return answer(view(database.read(actor.company(), companies::get)));
    }

    @PutMapping("/api/v1/company")
    @Needs("company.edit")
    ResponseEntity<CompanyView> change(Actor actor, Once once, Seen seen, @RequestBody ChangedCompany body) {
        Problem.Collector problems = new Problem.Collector();
        String name = Input.required(problems, "name", body.name(), 200);
        String nameEn = Input.text(problems, "nameEn", body.nameEn(), 200);
        ZoneId zone = Organization.zone(body.timeZone());
        problems.check(zone != null, "timeZone", "not-a-zone");
        problems.check(
                body.fiscalYearStart() >= 1 && body.fiscalYearStart() <= 12, "fiscalYearStart", "not-between", 1, 12);
        problems.check(body.priceDecimals() >= 0 && body.priceDecimals() <= 6, "priceDecimals", "not-between", 0, 6);
        problems.check(
                body.quantityDecimals() >= 0 && body.quantityDecimals() <= 6, "quantityDecimals", "not-between", 0, 6);
        BigDecimal limit = Input.notNegative(
                problems, "settings.defaultCreditLimit", body.settings().defaultCreditLimit());
        problems.check(body.settings().numberPatterns().size() <= 200, "settings.numberPatterns", "json-too-large");
        problems.throwIfAny();
        return answer(once.run(actor.company(), CompanyView.class, tx -> {
            Company old = companies.get(tx);
            return view(companies.update(
                    tx,
                    actor,
                    new Company(
                            old.id(),
                            name,
                            nameEn,
                            old.baseCurrency(),
                            zone == null ? old.zone() : zone,
                            body.fiscalYearStart(),
                            body.taxInclusive(),
                            body.priceDecimals(),
                            body.quantityDecimals(),
                            new CompanySettings(
                                    body.settings().workingDays().stream()
                                            .distinct()
                                            .sorted()
                                            .toList(),
                                    body.settings().numberPatterns(),
                                    body.settings().negativeStock(),
                                    body.settings().stockCheck() == null
                                            ? old.settings().stockCheck()
                                            : body.settings().stockCheck(),
                                    limit,
                                    body.settings().wholeAfterJiao(),
                                    new CompanySettings.BankDetails(
                                            body.settings().bank().bank(),
                                            body.settings().bank().account(),
                                            body.settings().bank().holder()),
                                    body.settings().letterhead() == null
                                            ? old.settings().letterhead()
                                            : body.settings().letterhead().letterhead(),
                                    body.settings().receivableBasis() == null
                                            ? old.settings().receivableBasis()
                                            : body.settings().receivableBasis(),
                                    body.settings().deliveriesNeedNotice() == null
                                            ? old.settings().deliveriesNeedNotice()
                                            : body.settings().deliveriesNeedNotice()),
                            old.version()),
                    seen.version()));
        }));
    }

    /** The logo as a picture; 404 when there is none. */
    @GetMapping("/api/v1/company/logo")
    @Needs("company.view")
    ResponseEntity<byte[]> logo(Actor actor) {
        Companies.Logo logo = database.read(actor.company(), companies::logo)
                .orElseThrow(() -> Problem.notFound("logo", actor.company()));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(logo.type()))
                .body(logo.content());
    }

    /** A PNG or JPEG, printed at the head of documents. */
    @PostMapping(path = "/api/v1/company/logo", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Needs("company.edit")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changeLogo(Actor actor, @RequestParam("file") MultipartFile file) throws IOException {
        if (file.getSize() > Companies.Logo.MOST_BYTES) {
            throw Problem.invalid(
                    "file", "logo-too-large", Companies.Logo.MOST_BYTES / 1024, Companies.Logo.MOST_PIXELS);
        }
        byte[] content = file.getBytes();
        database.write(actor.company(), tx -> {
            companies.changeLogo(tx, actor, content);
            return null;
        });
    }

    @DeleteMapping("/api/v1/company/logo")
    @Needs("company.edit")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeLogo(Actor actor) {
        database.write(actor.company(), tx -> {
            companies.changeLogo(tx, actor, null);
            return null;
        });
    }

    /** Not repeatable by key: the key belongs to a company, and this makes one. */
    @PostMapping("/api/v1/companies")
    @Needs("company.create")
    @ResponseStatus(HttpStatus.CREATED)
    NewCompanyView create(Actor actor, @RequestBody SetupController.CompanyToSetUp body) {
        return new NewCompanyView(organization.foundBy(
                actor, SetupController.company(body, actor.locale().toLanguageTag())));
    }

    private static ResponseEntity<CompanyView> answer(CompanyView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }

    private static CompanyView view(Company company) {
        CompanySettings settings = company.settings();
        return new CompanyView(
                company.id(),
                company.name(),
                company.nameEn(),
                company.baseCurrency(),
                company.zone().getId(),
                company.fiscalYearStart(),
                company.taxInclusive(),
                company.priceDecimals(),
                company.quantityDecimals(),
                new SettingsView(
                        settings.workingDays(),
                        settings.numberPatterns(),
                        settings.negativeStock(),
                        settings.stockCheck(),
                        settings.defaultCreditLimit(),
                        settings.wholeAfterJiao(),
                        new BankView(
                                settings.bank().bank(),
                                settings.bank().account(),
                                settings.bank().holder()),
                        LetterheadView.of(settings.letterhead()),
                        settings.receivableBasis(),
                        settings.deliveriesNeedNotice()),
                company.version());
    }
}
