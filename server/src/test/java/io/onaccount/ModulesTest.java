package io.onaccount;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The walls of the house: which module may use which, and what none may do. */
class ModulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.onaccount");

    @Test
    void everyArrowPointsDown() {
        ApplicationModules.of(OnAccountApplication.class).verify();
    }

    @Test
    void everyModuleSaysWhatItMayUse() {
        assertThat(ApplicationModules.of(OnAccountApplication.class).stream())
                .isNotEmpty()
                .allSatisfy(module -> assertThat(
                                CLASSES.getPackage(module.getBasePackage().getName())
                                        .getPackageInfo()
                                        .isAnnotatedWith(org.springframework.modulith.ApplicationModule.class))
                        .as(module.getIdentifier().toString())
                        .isTrue());
    }

    @Test
    void everyPackageSaysThatNothingIsNullUnlessItSaysSo() {
        var bare = new TreeSet<String>();
        CLASSES.getPackage("io.onaccount").getSubpackagesInTree().forEach(one -> {
            if (!one.getClasses().isEmpty()
                    && !one.tryGetPackageInfo()
                            .map(info -> info.isAnnotatedWith(NullMarked.class))
                            .orElse(false)) {
                bare.add(one.getName());
            }
        });
        assertThat(bare).isEmpty();
    }

    @Test
    void nobodyAsksTheWallForTheTime() {
        noClasses()
                .should()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now", java.time.ZoneId.class)
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .because("a clock or a date is handed in")
                .check(CLASSES);
    }

    @Test
    void transactionsAreOpenedInSight() {
        for (String foreign : List.of(
                "org.springframework.transaction.annotation.Transactional",
                "jakarta.transaction.Transactional",
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.jdbc.core.simple.JdbcClient")) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName(foreign)
                    .because("SQL goes through platform.db.Database")
                    .check(CLASSES);
        }
    }

    @Test
    void controllersLiveInWebAndAreNobodyElsesBusiness() {
        classes()
                .that()
                .areAnnotatedWith(org.springframework.web.bind.annotation.RestController.class)
                .should()
                .resideInAPackage("..web..")
                .andShould()
                .notBePublic()
                .check(CLASSES);
    }
}
