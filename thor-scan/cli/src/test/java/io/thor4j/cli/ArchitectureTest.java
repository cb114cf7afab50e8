package io.thor4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between the modules, and what only some of them may do. The command line sees all of them, so it stands here. */
class ArchitectureTest {
    private static final JavaClasses THOR = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("io.thor4j");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.thor4j.core",
                "io.thor4j.licensing",
                "io.thor4j.threatintel",
                "io.thor4j.yara",
                "io.thor4j.libyara",
                "io.thor4j.formats",
                "io.thor4j.scan",
                "io.thor4j.cli"
            })
    void everyModuleIsSeen(String root) {
        assertTrue(
                THOR.stream().anyMatch(c -> !c.getSimpleName().equals("package-info") && isIn(c, root)),
                "no class of " + root + " was read: the other rules would hold for nothing");
    }

    @ParameterizedTest(name = "{0} needs nothing of {1}")
    @CsvSource({
        "io.thor4j.core, io.thor4j.licensing",
        "io.thor4j.core, io.thor4j.yara",
        "io.thor4j.core, io.thor4j.libyara",
        "io.thor4j.core, io.thor4j.scan",
        "io.thor4j.core, io.thor4j.cli",
        "io.thor4j.yara, io.thor4j.libyara",
        "io.thor4j.yara, io.thor4j.scan",
        "io.thor4j.yara, io.thor4j.cli",
        "io.thor4j.libyara, io.thor4j.yara",
        "io.thor4j.libyara, io.thor4j.scan",
        "io.thor4j.libyara, io.thor4j.cli",
        "io.thor4j.scan, io.thor4j.libyara",
        "io.thor4j.scan, io.thor4j.licensing",
        "io.thor4j.scan, io.thor4j.cli",
        "io.thor4j.licensing, io.thor4j.yara",
        "io.thor4j.licensing, io.thor4j.libyara",
        "io.thor4j.licensing, io.thor4j.scan",
        "io.thor4j.licensing, io.thor4j.cli",
        "io.thor4j.yara, io.thor4j.licensing",
        "io.thor4j.licensing, io.thor4j.threatintel",
        "io.thor4j.threatintel, io.thor4j.licensing",
        "io.thor4j.core, io.thor4j.threatintel",
        "io.thor4j.threatintel, io.thor4j.yara",
        "io.thor4j.threatintel, io.thor4j.scan",
        "io.thor4j.threatintel, io.thor4j.cli",
        "io.thor4j.scan, io.thor4j.threatintel",
        "io.thor4j.yara, io.thor4j.threatintel",
        "io.thor4j.cli, io.thor4j.libyara",
        "io.thor4j.core, io.thor4j.formats",
        "io.thor4j.scan, io.thor4j.formats",
        "io.thor4j.yara, io.thor4j.formats",
        "io.thor4j.cli, io.thor4j.formats",
        "io.thor4j.formats, io.thor4j.scan",
        "io.thor4j.formats, io.thor4j.yara",
        "io.thor4j.formats, io.thor4j.cli",
    })
    void arrowsPointOneWay(String lower, String upper) {
        check(noClasses()
                .that()
                .resideInAPackage(lower + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(upper + ".."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "collector", "transport", "update"})
    void sendingSamplesNeedsNoEngineAndNoServer(String part) {
        String packages = "io.thor4j.thunderstorm." + part;
        assertTrue(THOR.stream().anyMatch(c -> isIn(c, packages)), "no class of " + packages + " was read");
        check(noClasses()
                .that()
                .resideInAPackage(packages + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.thor4j.scan..", "io.thor4j.yara..", "io.thor4j.thunderstorm.server..", "org.eclipse.."));
    }

    @Test
    void noPackageIsSplitOverTwoModules() {
        Map<String, Set<String>> homes = new TreeMap<>();
        for (JavaClass c : THOR) {
            homes.computeIfAbsent(c.getPackageName(), p -> new TreeSet<>()).add(codeRoot(c));
        }
        homes.values().removeIf(roots -> roots.size() == 1);
        assertEquals(Map.of(), homes);
    }

    @Test
    void onlyTheCommandLineWritesToTheConsole() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.cli..")
                .should()
                .accessField(System.class, "out"));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.cli..")
                .should()
                .accessField(System.class, "err"));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.cli..")
                .should()
                .callMethod(Throwable.class, "printStackTrace"));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.cli..")
                .should()
                .callMethod(System.class, "setOut", PrintStream.class));
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.cli..")
                .should()
                .callMethod(System.class, "exit", int.class));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.cli..")
                .should()
                .callMethod(Runtime.class, "exit", int.class));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.cli..")
                .should()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void onlyTheLibyaraModuleCallsNativeCode() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.thor4j.libyara..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna.."));
    }

    @Test
    void rulesNeverMeetABacktrackingEngine() {
        // These two match patterns of their own, which no rule can change.
        check(noClasses()
                .that()
                .resideInAPackage("io.thor4j.yara..")
                .and()
                .doNotHaveFullyQualifiedName("io.thor4j.yara.syntax.ErrorRecovery")
                .and()
                .doNotHaveFullyQualifiedName("io.thor4j.yara.module.pe.Asn1Time")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(Pattern.class.getPackageName()));
        // These three hide the same engine.
        check(noClasses()
                .that()
                .resideInAPackage("io.thor4j.yara..")
                .should()
                .callMethod(String.class, "matches", String.class));
        check(noClasses()
                .that()
                .resideInAPackage("io.thor4j.yara..")
                .should()
                .callMethod(String.class, "replaceAll", String.class, String.class));
        check(noClasses()
                .that()
                .resideInAPackage("io.thor4j.yara..")
                .should()
                .callMethod(String.class, "replaceFirst", String.class, String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.thor4j.core.ioc..", "io.thor4j.scan.ioc..", "io.thor4j.scan.signature.."})
    void indicatorsNeverMeetABacktrackingEngine(String packages) {
        check(noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(Pattern.class.getPackageName()));
        for (String method : new String[] {"replaceAll", "replaceFirst"}) {
            check(noClasses()
                    .that()
                    .resideInAPackage(packages)
                    .should()
                    .callMethod(String.class, method, String.class, String.class));
        }
        check(noClasses().that().resideInAPackage(packages).should().callMethod(String.class, "matches", String.class));
    }

    @Test
    void nothingIsDeserialised() {
        check(noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class));
    }

    private static void check(ArchRule rule) {
        rule.check(THOR);
    }

    private static boolean isIn(JavaClass c, String root) {
        return c.getPackageName().equals(root) || c.getPackageName().startsWith(root + ".");
    }

    /** The jar or folder that a class was read from. */
    private static String codeRoot(JavaClass c) {
        String uri = c.getSource().orElseThrow().getUri().toString();
        return uri.substring(0, uri.length() - (c.getName().length() + ".class".length()));
    }
}
