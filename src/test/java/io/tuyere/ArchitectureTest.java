package io.tuyere;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** Holds the directions between packages, and the habits that no compiler checks. */
@AnalyzeClasses(packages = "io.tuyere", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    /** Package to the packages it may use. What is named nowhere here, the commands and what starts them, may use all. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("core", Set.of()),
            entry("sign", Set.of("core")),
            entry("observe", Set.of("core")),
            entry("redis", Set.of("core", "observe")),
            entry("limit", Set.of("core", "observe", "redis")),
            entry("token", Set.of("core", "observe", "redis")),
            entry("tenant", Set.of("core", "observe", "redis")),
            entry("wire", Set.of()),
            entry("upstream", Set.of("core", "observe", "sign", "limit", "token", "wire")),
            entry("jwt", Set.of("core", "observe", "token")),
            entry("gateway", Set.of("core", "observe", "sign", "redis", "limit", "token", "jwt", "upstream")),
            // A reply, and the lifetime of the call that it answers, are words of upstream; what is still to come of
            // one, of wire.
            entry("http", Set.of("core", "observe", "gateway", "upstream", "wire")),
            // And the settings of all others, which is why those may know nothing of it.
            entry("config", Set.of("core", "observe")),
            entry("doctor", Set.of("core", "token", "jwt", "upstream")),
            entry(
                    "admin",
                    Set.of(
                            "core",
                            "observe",
                            "sign",
                            "redis",
                            "limit",
                            "token",
                            "upstream",
                            "tenant",
                            "gateway",
                            "config")),
            // With signature code of its own: shared code would hide a mistake from every test.
            entry("sim", Set.of("core")));

    private static final String[] COMMANDS = {"io.tuyere", "io.tuyere.cli.."};

    /** What holds up the thread that calls it; on an event loop, every other call as well. */
    private static final Map<String, Set<String>> BLOCKING = Map.of(
            "java.lang.Object", Set.of("wait"),
            "java.lang.Thread", Set.of("sleep", "join"),
            "java.util.concurrent.Future", Set.of("get"),
            "java.util.concurrent.CompletableFuture", Set.of("get", "join"),
            "java.util.concurrent.CountDownLatch", Set.of("await"),
            "java.util.concurrent.Semaphore", Set.of("acquire", "acquireUninterruptibly"),
            "java.util.concurrent.BlockingQueue", Set.of("put", "take"),
            "io.netty.util.concurrent.Future", Set.of("await", "sync", "syncUninterruptibly"),
            "io.vertx.core.Future", Set.of("await"));

    @ArchTest
    static final ArchRule packagesPointInOneDirection = directions();

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.tuyere.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("io.tuyere.config.."), settings())
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule settingsArePlainValues = noClasses()
            .that(settings())
            .should()
            .dependOnClassesThat(resideInAPackage("io.tuyere.config..").and(not(settings())))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule wordsOfTheDomainKnowNoFramework = noClasses()
            .that()
            .resideInAPackage("io.tuyere.core..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "com.google.i18n.phonenumbers..", "org.jspecify.annotations..", "io.tuyere.core..");

    @ArchTest
    static final ArchRule signaturesArePureFunctions = noClasses()
            .that()
            .resideInAPackage("io.tuyere.sign..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "org.slf4j..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyCommandsPrint = noClasses()
            .that()
            .resideOutsideOfPackages(COMMANDS)
            .should(ACCESS_STANDARD_STREAMS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyCommandsWait = noClasses()
            .that()
            .resideOutsideOfPackages(COMMANDS)
            .should()
            .accessTargetWhere(blocks())
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule staticFieldsDoNotChange =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper|Impl)");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<JavaPackage> packages = classes.getPackage("io.tuyere").getSubpackagesInTree();

        assertThat(packages)
                .filteredOn(each -> !each.getClasses().isEmpty())
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as("package-info of %s has @NullMarked", each.getName())
                        .isTrue());
    }

    /** Without this a new package would stand outside every direction above. */
    @ArchTest
    static void everyPackageHasItsPlace(JavaClasses classes) {
        Set<JavaPackage> packages = classes.getPackage("io.tuyere").getSubpackages();

        assertThat(packages)
                .extracting(JavaPackage::getRelativeName)
                .allSatisfy(name -> assertThat(name.equals("cli") || MAY_USE.containsKey(name))
                        .as("package %s is in the table", name)
                        .isTrue());
    }

    private static ArchRule directions() {
        LayeredArchitecture layers =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        layers = layers.layer("commands").definedBy(COMMANDS);
        for (String name : MAY_USE.keySet()) {
            layers = layers.layer(name).definedBy("io.tuyere." + name + "..");
        }
        for (Map.Entry<String, Set<String>> row : MAY_USE.entrySet()) {
            layers = row.getValue().isEmpty()
                    ? layers.whereLayer(row.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(row.getKey())
                            .mayOnlyAccessLayers(row.getValue().toArray(new String[0]));
        }
        return layers.ignoreDependency(resideInAPackage("io.tuyere.config.."), settings());
    }

    /** A package's {@code XxxSettings}, and what is nested in them. */
    private static DescribedPredicate<JavaClass> settings() {
        return describe("settings", type -> {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return outermost.getSimpleName().endsWith("Settings");
        });
    }

    private static DescribedPredicate<JavaAccess<?>> blocks() {
        return describe(
                "it blocks its thread",
                access -> BLOCKING.entrySet().stream()
                        .anyMatch(row ->
                                row.getValue().contains(access.getTarget().getName())
                                        && access.getTarget().getOwner().isAssignableTo(row.getKey())));
    }
}
