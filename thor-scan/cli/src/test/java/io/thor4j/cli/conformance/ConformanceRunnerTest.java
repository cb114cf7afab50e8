package io.thor4j.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformanceRunnerTest {
    private static final String ABC = "\"input_b64\":\"YWJj\"";
    private static final String RULE = "\"rule\":\"rule t { strings: $a = \\\"b\\\" condition: $a }\"";

    @TempDir
    private Path folder;

    private List<String> run(String... lines) throws IOException {
        return run(Map.of(), lines);
    }

    private List<String> run(Map<String, String> deliberate, String... lines) throws IOException {
        Path file = Files.write(folder.resolve("cases.jsonl"), List.of(lines));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConformanceRunner runner =
                new ConformanceRunner(new PrintStream(out, true, StandardCharsets.UTF_8), deliberate);
        runner.run(file);
        runner.summary();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'1','kind':'match',R,I,'expect':{'min_rules_matching':1},'oracle_matches':{'t':{'$a':[[1,1]]}}}",
                "{'id':'2','kind':'match',R,I,'expect':{'rules_matching':1}}",
                "{'id':'3','kind':'nomatch',R,'input_b64':''}",
                "{'id':'4','kind':'capture',R,I,'expect':{'matched_b64':'Yg==','offset':1,'length':1}}",
                "{'id':'5','kind':'error','rule':'rule t { condition: x }','expected_error':'ERROR_UNDEFINED_IDENTIFIER'}",
                "{'id':'6','kind':'warning',R,'expect':{'min_warnings':1}}",
                "{'id':'7','kind':'compiles','rule':'rule t { condition: true }','expect':{'max_warnings':0}}",
                "{'id':'8','kind':'match','rule':'rule t { condition: v == 3 and w and x }',I,'externals':{'v':3,'w':true,'x':'s'}}",
                "{'id':'9',R,I,'libyara_458':{'result':'match','matches':{'t':{'$a':[[1,1]]}}}}",
                "{'id':'10','rule':'rule t { condition: false }',I,'libyara_458':{'result':'nomatch'}}",
                "{'id':'11','rule':'rule t { condition: x }',I,'libyara_458':{'result':'error','detail':'ERROR_UNDEFINED_IDENTIFIER: x'}}",
                "{'id':'12','rule':'rule t { strings: $a = \\\"a\\\" condition: #a == 9 }','input_repeat':['YWFh',3],"
                        + "'libyara_458':{'result':'match','matches':{'t':{'$a':[[0,1],[1,1]]}},'more':{'$a':7}}}",
                "{'id':'13','rule':'rule t { condition: var_one == 1 and filename == \\\"sample.exe\\\" }',I,'ext':true,"
                        + "'libyara_458':{'result':'match','matches':{'t':{}}}}",
            })
    void agrees(String line) throws IOException {
        assertEquals("1 agree, 0 differ, 0 skipped", last(run(json(line))));
    }

    private static String json(String line) {
        return line.replace("'", "\"")
                .replace("R,", RULE + ",")
                .replace("I,", ABC + ",")
                .replace(",I}", "," + ABC + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'x','kind':'match',R,'input_b64':''}",
                "{'id':'x','kind':'match',R,I,'expect':{'rules_matching':2}}",
                "{'id':'x','kind':'match',R,I,'oracle_matches':{'t':{'$a':[[1,2]]}}}",
                "{'id':'x','kind':'nomatch',R,I,'expect':{}}",
                "{'id':'x','kind':'nomatch','rule':'rule t { condition: x }',I,'expect':{}}",
                "{'id':'x','kind':'capture',R,I,'expect':{'matched_b64':'Yw==','offset':1,'length':1}}",
                "{'id':'x','kind':'capture',R,I,'expect':{'matched_b64':'Yg==','offset':0,'length':1}}",
                "{'id':'x','kind':'error','rule':'rule t { condition: x }','expected_error':'ERROR_SYNTAX_ERROR'}",
                "{'id':'x','kind':'error','rule':'rule t { condition: true }','expected_error':'ERROR_SYNTAX_ERROR'}",
                "{'id':'x','kind':'warning','rule':'rule t { condition: true }','expect':{'min_warnings':1}}",
                "{'id':'x','kind':'compiles',R,'expect':{'max_warnings':0}}",
                "{'id':'x',R,I,'libyara_458':{'result':'match','matches':{'t':{}}}}",
                "{'id':'x',R,I,'libyara_458':{'result':'match','matches':{'t':{'$a':[[1,1]]},'u':{}}}}",
                "{'id':'x',R,I,'libyara_458':{'result':'nomatch'}}",
                "{'id':'x',R,I,'libyara_458':{'result':'scan-error','detail':'ERROR_TOO_MANY_RE_FIBERS'}}",
                "{'id':'x',R,I,'libyara_458':{'result':'match','matches':{'t':{'$a':[[1,1]]}},'console':'said\\n'}}",
            })
    void differs(String line) throws IOException {
        List<String> lines = run(json(line));
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("x: expected "), lines.get(0));
        assertTrue(lines.get(0).contains(", got "), lines.get(0));
        assertTrue(lines.get(0).contains(" | rule t {"), lines.get(0));
        assertEquals("0 agree, 1 differ, 0 skipped", lines.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'s','kind':'match',R,'input_file':'data/missing'}",
                "{'id':'s','kind':'match',R,'input_file':'../outside'}",
                "{'id':'s','kind':'match',R,'expect':{}}",
                "{'id':'s','kind':'match','rule':'include \\\"no.yar\\\" rule t { condition: true }',I,'include_base':'.'}",
                "{'id':'s','kind':'match','rule':'import \\\"nosuchmodule\\\" rule t { condition: true }',I,'modules':['nosuchmodule']}",
                "{'id':'s','kind':'dance',R,I,'expect':{}}",
                "{'kind':'match',R,I,'expect':{}}",
                "not json",
                "[1]",
                "{'id':'s','kind':'match',R,'input_b64':'!'}",
            })
    void skipsWithAReason(String line) throws IOException {
        List<String> lines = run(json(line));
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("skipped 1: "), lines.get(0));
        assertEquals("0 agree, 0 differ, 1 skipped", lines.get(1));
    }

    @Test
    void anUnknownModuleIsNoReasonToSkipWhereItIsExpected() throws IOException {
        assertEquals(
                "1 agree, 0 differ, 0 skipped",
                last(run(json("{'id':'m','rule':'import \\\"nosuchmodule\\\" rule t { condition: true }',I,"
                        + "'libyara_458':{'result':'error','detail':'ERROR_UNKNOWN_MODULE: x'}}"))));
    }

    @Test
    void inputsAndIncludesComeFromBesideTheCaseFile() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/in"), "xxb");
        Files.writeString(folder.resolve("data/inc.yar"), "rule inc { condition: true }");
        assertEquals(
                "2 agree, 0 differ, 0 skipped",
                last(run(
                        json(
                                "{'id':'1','kind':'match',R,'input_file':'data/in','oracle_matches':{'t':{'$a':[[2,1]]}}}"),
                        json(
                                "{'id':'2','kind':'match','rule':'include \\\"data/inc.yar\\\" rule t { condition: inc }',I,"
                                        + "'include_base':'.'}"))));
    }

    @Test
    void deliberateDifferencesAreMarkedButCounted() throws IOException {
        List<String> lines = run(Map.of("x", "we know better"), json("{'id':'x','kind':'nomatch',R,I,'expect':{}}"));
        assertTrue(lines.get(0).startsWith("x: differs deliberately: we know better ("), lines.get(0));
        assertEquals("0 agree, 1 differ, 0 skipped", lines.get(1));
    }

    @Test
    void theCommandTakesSeveralFilesAndPrintsTheSumLast() throws IOException {
        Path file = Files.write(
                folder.resolve("c.jsonl"),
                List.of(
                        json("{'id':'1','kind':'match',R,I,'expect':{}}"),
                        "",
                        json("{'id':'2','kind':'nomatch',R,I,'expect':{}}")));
        CommandRun run = CommandRun.of("yara", "conformance", file.toString(), file.toString());
        assertEquals(0, run.exitCode());
        assertEquals("", run.err());
        assertTrue(run.out().endsWith("\n2 agree, 2 differ, 0 skipped\n"), run.out());
    }

    @Test
    void anUnreadableFileIsAUsageError() {
        CommandRun run =
                CommandRun.of("yara", "conformance", folder.resolve("missing").toString());
        assertEquals(2, run.exitCode());
        assertEquals("", run.out());
        assertEquals(2, CommandRun.of("yara", "conformance", folder.toString()).exitCode());
    }

    /** The recorded cases themselves: whatever differs must be on the list of deliberate differences. */
    @Test
    void theRecordedCasesDifferOnlyDeliberately() throws IOException {
        String shared = System.getProperty("thor.shared", "");
        assumeTrue(!shared.isEmpty(), "thor.shared is not set");
        Path data = Path.of(shared, "conformance", "yara");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConformanceRunner runner = new ConformanceRunner(new PrintStream(out, true, StandardCharsets.UTF_8));
        runner.run(data.resolve("cases.jsonl"));
        runner.run(data.resolve("probes.jsonl"));
        List<String> surprises = out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains(": differs deliberately: "))
                .toList();
        assertEquals(List.of(), surprises);
        assertTrue(runner.agree() > 1_000, "only " + runner.agree() + " agree");
    }
}
