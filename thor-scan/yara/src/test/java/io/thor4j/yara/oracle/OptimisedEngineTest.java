package io.thor4j.yara.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.eval.PlainProgram;
import io.thor4j.yara.store.RuleReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the engine passes over, and what threads share, must not be seen: with all triggers, gates, filters and sharing and without any. */
class OptimisedEngineTest {
    private static final List<String> HEADERS =
            List.of("MZ", "MZ\u0090\0", "\u007fELF", "PK\3\4", "GIF8", "<?ph", "M", "");
    private static final int NAMESPACES = 8;
    private static final int RULES = 10;
    private static final int FILES = 10;

    private long matches;
    private long optimised;
    private long plain;
    private long open;

    @Test
    void gatesFiltersAndSharingChangeNoAnswer() throws Exception {
        run(101, 10);
    }

    /** So many files of one kind that the first pass takes in the strings of rules that the triggers say little of. */
    @Test
    void whatIsLearntFromManyFilesChangesNoAnswer() throws Exception {
        batch(77, 600, YaraLimits.DEFAULT);
        assertTrue(open > 100, "hardly any second pass");
    }

    @Test
    void limitsOfMatchesChangeNoAnswer() throws Exception {
        for (long seed = 300; seed < 302; seed++) {
            batch(seed, FILES, new YaraLimits(Duration.ZERO, 7, 1_000_000, 0, Long.MAX_VALUE));
        }
        assertTrue(open > 10, "hardly any second pass");
    }

    @Test
    @Tag("soak")
    void gatesFiltersAndSharingChangeNoAnswerInThousandsOfSets() throws Exception {
        run(1_000, 1_500);
    }

    private void run(long first, int seeds) throws Exception {
        for (long seed = first; seed < first + seeds; seed++) {
            batch(seed, FILES, YaraLimits.DEFAULT);
        }
        System.out.printf("%d matches, %d of %d conditions evaluated, %d twice%n", matches, optimised, plain, open);
        assertTrue(matches > 100L * seeds, "hardly anything matched");
        assertTrue(optimised < plain, "nothing was passed over");
        assertTrue(open > 20L * seeds, "hardly any second pass");
    }

    private void batch(long seed, int files, YaraLimits limits) throws Exception {
        Dice dice = new Dice(seed);
        RuleMaker maker = new RuleMaker(dice);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < NAMESPACES; i++) {
            List<RuleMaker.Rule> gated = new ArrayList<>();
            for (RuleMaker.Rule rule : maker.namespace(RULES)) {
                gated.add(gated(dice, rule));
            }
            texts.add(NamespaceText.of(gated));
        }
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        ThorEngine.compile(texts).save(saved);
        PlainProgram program = new PlainProgram(
                RuleReader.read(new ByteArrayInputStream(saved.toByteArray())).image(), limits);
        DataMaker data = new DataMaker(dice);
        for (int i = 0; i < files; i++) {
            // Many files are small ones, or the plain engine takes minutes.
            byte[] file = withHeader(dice, data.make(maker.samples()), files == FILES && dice.oneIn(25));
            List<String> found = program.optimised(file);
            String what = "seed " + seed + ", file " + i;
            assertEquals(program.plain(file), found, what);
            assertEquals(found, program.withoutTriggers(file), what);
            // Short parts have many borders, but a hundred are enough.
            int chunk = 1 + file.length / 100 + dice.below(300);
            if (files == FILES) {
                assertEquals(found, program.shared(file, ForkJoinPool.commonPool(), chunk), what);
            }
            matches += found.size();
            open += program.openRules();
            optimised += program.evaluated()[0];
            plain += program.evaluated()[1];
        }
    }

    private static RuleMaker.Rule gated(Dice dice, RuleMaker.Rule rule) {
        String head = "  condition:\n    ";
        int at = rule.text().lastIndexOf(head);
        String condition = rule.text().substring(at + head.length(), rule.text().lastIndexOf("\n}"));
        String gate = rule.strings().isEmpty() || dice.oneIn(2) ? gate(dice) : trigger(dice, rule.strings());
        String made = switch (dice.below(6)) {
            case 0 -> "(" + condition + ") and not (" + gate + ")";
            case 1 -> "(" + gate + ") or (" + condition + ")";
            case 2 -> condition;
            default -> gate + " and (" + condition + ")";
        };
        return new RuleMaker.Rule(
                rule.name(), rule.strings(), rule.text().substring(0, at + head.length()) + made + "\n}\n");
    }

    /* What is certainly false without some of the strings. */
    private static String trigger(Dice dice, List<String> strings) {
        String last = name(strings.get(strings.size() - 1));
        String any = name(dice.of(strings));
        return switch (dice.below(14)) {
            case 0 -> "all of them";
            case 1 -> "$" + any;
            case 2 -> "$" + any + " and not $" + last;
            case 3 -> "$" + any + " and #" + last + " == 0";
            case 4 -> "any of them and none of ($" + last + ")";
            case 5 -> "for all of them : (# < 5)";
            case 6 -> "for any of them : ($ in (0..filesize) and @ < 700)";
            case 7 -> dice.between(1, strings.size()) + " of them";
            case 8 -> "(#" + any + " > 0 or $" + last + " at 4)";
            case 9 -> "for all i in (1..#" + any + ") : (@" + any + "[i] >= 0)";
            case 10 -> "50% of them";
            case 11 -> "$" + any + " in (0..300) and defined !" + last + "[2]";
            case 12 -> "any of them at " + dice.between(0, 40);
            default -> "not defined @" + any + "[1]";
        };
    }

    private static String name(String declaration) {
        return declaration.substring(1, declaration.indexOf(' '));
    }

    private static String gate(Dice dice) {
        return switch (dice.below(14)) {
            case 0, 1, 2, 3 -> "uint16(0) == 0x5a4d";
            case 4, 5 -> "uint32be(0) == 0x7f454c46";
            case 6 -> "(uint16(0) == 0x5a4d or uint32(0) == 0x04034b50)";
            case 7 -> "uint32(0) != 0x38464947";
            case 8 -> "uint16be(0) == 0x3c3f";
            case 9 -> "uint32(0) == 0x00905a4d";
            case 10 ->
                "filesize " + dice.of("<", ">", "<=", ">=", "==") + " " + dice.of("200KB", "1MB", "3", "100", "204800");
            case 11 -> "int16(0) == " + dice.of("-1", "0x5a4d", "70000");
            case 12 -> "uint8(0) == 0x4d and filesize < 300KB";
            default -> "not uint16(0) == 0x5a4d";
        };
    }

    private static byte[] withHeader(Dice dice, byte[] content, boolean large) {
        byte[] header = dice.of(HEADERS).getBytes(StandardCharsets.ISO_8859_1);
        int size = header.length + content.length;
        byte[] file = Arrays.copyOf(header, large ? Math.max(size, dice.of(List.of(204_800, 204_799, 250_000))) : size);
        System.arraycopy(content, 0, file, header.length, content.length);
        return dice.oneIn(12) ? Arrays.copyOf(file, dice.below(6)) : file;
    }
}
