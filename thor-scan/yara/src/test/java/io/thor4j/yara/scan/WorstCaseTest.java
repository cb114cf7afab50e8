package io.thor4j.yara.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.yara.RuleProbe;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.module.pe.PeFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No data makes a scan more than twenty times as dear as clean data unless the result says that it was cut short. Work is counted, not timed:
 * the units follow the time closely enough, and are the same on a busy machine.
 */
class WorstCaseTest {
    private static final int SIZE = 1 << 18;
    private static final int SEARCH_SIZE = 1 << 16;
    private static final Duration SEARCH_TIME = Duration.ofMinutes(3);

    /** The rules that come with the command; in another module, whose sources are beside this one's. */
    private static YaraRules starterRules() throws IOException {
        Path folder = Path.of("..", "cli", "src", "main", "resources", "io", "thor4j", "cli", "rules");
        assumeTrue(Files.isDirectory(folder), "skipped: the sources of thor-cli are not there");
        return compile(folder);
    }

    private static YaraRules signatureBase() throws IOException {
        String shared = System.getProperty("thor.shared", "");
        Path folder = Path.of(shared, "rules", "signature-base", "yara");
        assumeTrue(!shared.isEmpty() && Files.isDirectory(folder), "skipped: no signature-base (property thor.shared)");
        return compile(folder);
    }

    private static YaraRules compile(Path folder) throws IOException {
        YaraRules.Builder builder = YaraRules.builder()
                .define("filename", "sample.bin")
                .define("filepath", "folder")
                .define("extension", ".bin")
                .define("filetype", "EXE")
                .define("owner", "someone")
                .define("age", 3)
                .define("unpack_parent", "")
                .define("unpack_source", "");
        for (Path file : ruleFiles(folder)) {
            builder.file(file.getFileName().toString(), file);
        }
        YaraRules rules = builder.build();
        assertEquals(List.of(), rules.leftOut());
        return rules;
    }

    private static List<Path> ruleFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yar"))
                    .sorted()
                    .toList();
        }
    }

    /** Files of a format whose headers promise much. */
    private static Map<String, byte[]> formats(SlowInputs inputs) {
        Map<String, byte[]> result = new TreeMap<>();
        result.put("a PE file of many resources", PeFiles.withManyResources(false));
        result.put("a PE file of many different resources", PeFiles.withManyResources(true));
        byte[] pe = inputs.repeated(new byte[] {0, 2, 0, 0});
        byte[] small = PeFiles.withManyResources(true);
        System.arraycopy(small, 0, pe, 0, 0x200);
        result.put("a PE header before tables of small numbers", pe);
        for (String magic : List.of("MZ", "\u007fELF\2\1\1", "PK\3\4", "\u00ca\u00fe\u00ba\u00be", "dex\n035\0")) {
            for (int fill : new int[] {1, 0xff}) {
                byte[] file = inputs.repeated(new byte[] {(byte) fill});
                byte[] head = magic.getBytes(ISO_8859_1);
                System.arraycopy(head, 0, file, 0, head.length);
                result.put("the magic " + magic.substring(1) + " before bytes " + fill, file);
            }
        }
        return result;
    }

    private static Map<String, byte[]> withHeader(Map<String, byte[]> inputs, String header) {
        Map<String, byte[]> result = new LinkedHashMap<>();
        inputs.forEach((name, data) -> {
            byte[] copy = data.clone();
            byte[] head = header.getBytes(ISO_8859_1);
            System.arraycopy(head, 0, copy, 0, head.length);
            result.put(name + " behind " + header, copy);
        });
        return result;
    }

    private static void hold(MeasuredRules rules, Map<String, byte[]> inputs) {
        List<String> slow = new ArrayList<>();
        String worst = "";
        double times = 0;
        int cut = 0;
        for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
            MeasuredRules.Measure measure = rules.measure(input.getValue());
            if (!measure.holds()) {
                slow.add(input.getKey() + ": " + measure);
            }
            cut += measure.complete() ? 0 : 1;
            if (measure.complete() && measure.times() > times) {
                times = measure.times();
                worst = input.getKey() + ": " + measure;
            }
        }
        System.out.printf("%d inputs, %d cut short and reported; the slowest other: %s%n", inputs.size(), cut, worst);
        assertEquals(List.of(), slow);
    }

    private static void holdForAll(YaraRules compiled, byte[] text, int everyAutomaton) throws Exception {
        MeasuredRules rules = new MeasuredRules(compiled);
        SlowInputs inputs = new SlowInputs(rules.patterns(), SIZE);
        Map<String, byte[]> all = new LinkedHashMap<>(inputs.common());
        all.put("the rules themselves", inputs.repeated(text));
        all.putAll(inputs.ofAllStrings());
        all.putAll(inputs.ofSharedRuns(20));
        all.putAll(inputs.ofAutomata(everyAutomaton));
        all.putAll(withHeader(all, "MZ"));
        all.putAll(formats(inputs));
        hold(rules, all);
    }

    private static byte[] text(Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Path file : ruleFiles(folder)) {
            out.writeBytes(Files.readAllBytes(file));
        }
        return out.toByteArray();
    }

    @Test
    void theStarterRulesAreNotSlowedDown() throws Exception {
        YaraRules rules = starterRules();
        holdForAll(rules, text(Path.of("..", "cli", "src", "main", "resources", "io", "thor4j", "cli", "rules")), 4);
    }

    @Test
    void signatureBaseIsNotSlowedDown() throws Exception {
        YaraRules rules = signatureBase();
        holdForAll(rules, text(Path.of(System.getProperty("thor.shared", ""), "rules", "signature-base", "yara")), 100);
    }

    @Tag("soak")
    @Test
    void noStringOfSignatureBaseSlowsItDown() throws Exception {
        MeasuredRules rules = new MeasuredRules(signatureBase());
        hold(rules, new SlowInputs(rules.patterns(), SEARCH_SIZE).ofAutomata(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/(a+)+$/",
                "/(x+x+)+y/",
                "/a{0,4000}a{0,4000}/",
                "/.*.*.*=.*/",
                "/(a|aa)+b/",
                "/a.*a.*a.*a.*b/s",
                "/([a-z]+)*[0-9]/",
                "/a{1,2000}b{1,2000}c/",
                "/(.{1,300}?a){2}?.{1,300}?b/s",
                "/a+/ wide ascii",
                "/[a-z]{1,3000}foo/",
                "/foo[a-z]{1,3000}bar/ wide",
                "/[^b]{1000,30000}/",
                "{ 61 [-] 61 [-] 61 [-] 62 }",
                "{ 61 [0-200] 61 [0-200] 61 [0-200] 62 }",
                "{ ( 61 | 61 61 ) ( 61 | 61 61 ) [0-5000] ( 62 | 61 ) }",
                "\"a\"",
                "\"aaaa\" xor",
                "\"aaa\" base64 base64wide"
            })
    void aStringMadeToBeSlowIsReportedOrNotSlow(String string) throws Exception {
        MeasuredRules rules =
                new MeasuredRules(RuleProbe.compileClean("rule r { strings: $a = " + string + " condition: #a > 5 }"));
        SlowInputs inputs = new SlowInputs(rules.patterns(), SEARCH_SIZE);
        Map<String, byte[]> all = new LinkedHashMap<>(inputs.common());
        all.putAll(inputs.ofAllStrings());
        all.putAll(inputs.ofAutomata(1));
        all.put("repeated foo", inputs.repeated("foo".getBytes(ISO_8859_1)));
        hold(rules, all);
    }

    /** Changes data step by step to what takes longer, from several beginnings. */
    @Tag("soak")
    @Test
    void aSearchForSlowDataFindsNone() throws Exception {
        for (YaraRules compiled : List.of(starterRules(), signatureBase())) {
            search(new MeasuredRules(compiled), SEARCH_TIME);
        }
    }

    /** The same for a second, so that it is run by every build. */
    @Test
    void aShortSearchForSlowDataFindsNone() throws Exception {
        search(new MeasuredRules(starterRules()), Duration.ofSeconds(1));
    }

    private static void search(MeasuredRules rules, Duration time) throws Exception {
        SlowInputs inputs = new SlowInputs(rules.patterns(), SEARCH_SIZE);
        Random dice = new Random(6);
        long end = System.nanoTime() + time.toNanos();
        int tried = 0;
        MeasuredRules.Measure worst = rules.measure(new byte[SEARCH_SIZE]);
        while (System.nanoTime() < end) {
            List<byte[]> units = new ArrayList<>(List.of(inputs.unit(dice)));
            double best = 0;
            for (int failed = 0; failed < 40 && System.nanoTime() < end; failed++) {
                List<byte[]> changed = changed(units, inputs, dice);
                MeasuredRules.Measure measure = rules.measure(joined(changed, inputs));
                tried++;
                String shown = Arrays.deepToString(changed.toArray());
                assertTrue(measure.holds(), () -> measure + " of " + shown);
                if (measure.complete() && measure.times() > best) {
                    best = measure.times();
                    units = changed;
                    failed = 0;
                }
                worst = measure.complete() && measure.times() > worst.times() ? measure : worst;
            }
        }
        System.out.printf("%d inputs tried, the slowest that was not cut short: %s%n", tried, worst);
    }

    private static List<byte[]> changed(List<byte[]> units, SlowInputs inputs, Random dice) throws Exception {
        List<byte[]> result = new ArrayList<>(units);
        int at = dice.nextInt(result.size());
        switch (dice.nextInt(4)) {
            case 0 -> result.add(at, inputs.unit(dice));
            case 1 -> result.set(at, inputs.unit(dice));
            case 2 -> {
                byte[] unit = result.get(at).clone();
                if (unit.length > 0) {
                    unit[dice.nextInt(unit.length)] = (byte) dice.nextInt(256);
                }
                result.set(at, unit);
            }
            default -> {
                byte[] unit = result.get(at);
                result.set(at, Arrays.copyOf(unit, dice.nextInt(unit.length + 1)));
            }
        }
        return result;
    }

    private static byte[] joined(List<byte[]> units, SlowInputs inputs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        units.forEach(out::writeBytes);
        return inputs.repeated(out.toByteArray());
    }
}
