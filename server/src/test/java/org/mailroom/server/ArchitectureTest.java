package org.mailroom.server;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailroom.mailstore.mail.Deliverer;
import org.mailroom.messaging.policy.Clearance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Which module may know which, and that no package goes round in circles. */
class ArchitectureTest {

    /** Module to what it may depend on. */
    private static final Map<String, List<String>> ALLOWED =
            Map.of(
                    "transport", List.of(),
                    "mailstore", List.of(),
                    "messaging", List.of("mailstore", "transport"),
                    "smtp", List.of("messaging", "mailstore", "transport"),
                    "imap", List.of("mailstore", "transport"),
                    "webmail", List.of("messaging", "mailstore"));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        // the test kits other modules lend
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("org.mailroom");
        assertThat(classes.size()).isGreaterThan(100);
    }

    @Test
    void modulesKnowOnlyThoseBelowThem() {
        for (Map.Entry<String, List<String>> module : ALLOWED.entrySet()) {
            String[] forbidden =
                    java.util.stream.Stream.concat(
                                    ALLOWED.keySet().stream(),
                                    java.util.stream.Stream.of("server", "bench"))
                            .filter(other -> !other.equals(module.getKey()))
                            .filter(other -> !module.getValue().contains(other))
                            .map(other -> "org.mailroom." + other + "..")
                            .toArray(String[]::new);
            ArchRule rule =
                    noClasses()
                            .that()
                            .resideInAPackage("org.mailroom." + module.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden)
                            .allowEmptyShould(true);
            rule.check(classes);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(classes);
    }

    /** And delivery takes nothing that the decision point has not cleared: so says its type. */
    @Test
    void onlyDeliveryFilesMailForOthers() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.mailroom.mailstore..", "org.mailroom.messaging.delivery")
                .should()
                .callMethodWhere(
                        target(owner(equivalentTo(Deliverer.class))).and(target(name("deliver"))))
                .check(classes);
    }

    @Test
    void onlyThePolicyClears() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.mailroom.messaging.policy")
                .should()
                .callConstructorWhere(target(owner(equivalentTo(Clearance.class))))
                .check(classes);
    }

    @Test
    void loggingIsSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(classes);
    }

    @Test
    void onlyTheTerminalWritesToStandardOutput() throws IOException {
        for (Path source : Repository.sources("main")) {
            String path = Repository.root().relativize(source).toString();
            if (path.startsWith("bench/")
                    || path.contains("/console/")
                    || path.contains("/command/")) {
                continue;
            }
            assertThat(Files.readString(source))
                    .as(path)
                    .doesNotContain("System.out.", "System.err.", "printStackTrace()");
        }
    }

    @Test
    void everyPackageHasAMap() throws IOException {
        for (Path source : Repository.sources("main")) {
            Path map = source.resolveSibling("package-info.java");
            assertThat(map).exists();
            assertThat(Files.readString(map)).as("%s", map).contains("@NullMarked", "/**");
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        for (JavaClass c : classes) {
            assertThat(c.getSimpleName())
                    .doesNotMatch(".*(Impl|Manager|Utils?|Helper)$")
                    .doesNotMatch("Abstract[A-Z].*");
        }
    }

    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass c) {
            return SliceIdentifier.of(c.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
