package io.thor4j.yara.oracle;

import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Makes a difference small enough to be read: takes pieces out of the file while both engines still disagree about a rule. */
final class Shrinker {
    private static final int MAX_ROUNDS = 60;

    private final YaraCommand yara;

    Shrinker(YaraCommand yara) {
        this.yara = yara;
    }

    /**
     * Returns a description of a difference.
     *
     * @param rules the rules of the namespace up to the one in question
     * @param file the file about which the engines disagree
     */
    String shrink(List<RuleMaker.Rule> rules, byte[] file) throws IOException {
        RuleMaker.Rule last = rules.get(rules.size() - 1);
        for (String declaration : last.strings()) {
            String name = declaration.substring(0, declaration.indexOf(' '));
            String alone =
                    "rule one { strings: " + declaration.replace(" private", "") + " condition: true or " + name + " }";
            if (!differing(alone, "n0:one", List.of(file)).isEmpty()) {
                return describe(alone, "n0:one", small(alone, "n0:one", file));
            }
        }
        String text = NamespaceText.of(rules);
        return describe(text, "n0:" + last.name(), small(text, "n0:" + last.name(), file));
    }

    private byte[] small(String rules, String rule, byte[] file) throws IOException {
        byte[] best = file;
        int chunk = Math.max(1, file.length / 2);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<byte[]> candidates = new ArrayList<>();
            for (int at = 0; at < best.length; at += chunk) {
                candidates.add(without(best, at, Math.min(best.length, at + chunk)));
            }
            List<byte[]> differing = differing(rules, rule, candidates);
            if (!differing.isEmpty()) {
                best = differing.get(0);
            } else if (chunk == 1) {
                break;
            }
            chunk = differing.isEmpty() ? chunk / 2 : Math.max(1, Math.min(chunk, best.length));
        }
        return best;
    }

    private static byte[] without(byte[] data, int from, int to) {
        byte[] result = Arrays.copyOf(data, data.length - (to - from));
        System.arraycopy(data, to, result, from, data.length - to);
        return result;
    }

    private List<byte[]> differing(String rules, String rule, List<byte[]> files) throws IOException {
        YaraScanner scanner = ThorEngine.compile(List.of(rules)).scanner();
        YaraCommand.Answer answer = yara.scan(List.of(rules), files);
        if (answer.status() != 0 || !answer.errors().isEmpty()) {
            return List.of();
        }
        List<byte[]> result = new ArrayList<>();
        Predicate<Integer> differs = i -> {
            List<String> theirs = answer.matches().getOrDefault(i, Map.of()).get(rule);
            return !Arrays.asList(theirs)
                    .equals(Arrays.asList(
                            asPrinted(ThorEngine.scan(scanner, files.get(i)).get(rule))));
        };
        for (int i = 0; i < files.size(); i++) {
            if (differs.test(i)) {
                result.add(files.get(i));
            }
        }
        return result;
    }

    private static final Pattern LENGTH = Pattern.compile(":(\\d+):");

    /** Shows matches as 4.2 would, see {@link KnownDifference#PRINTED_LENGTH}. */
    static List<String> asPrinted(List<String> matches) {
        return matches == null
                ? null
                : matches.stream()
                        .map(match -> LENGTH.matcher(match)
                                .replaceFirst(l -> ":" + Math.min(512, Integer.parseInt(l.group(1))) + ":"))
                        .toList();
    }

    private String describe(String rules, String rule, byte[] file) throws IOException {
        StringBuilder shown = new StringBuilder();
        for (byte b : file) {
            shown.append(
                    b >= ' ' && b < 127 && b != '\\' ? String.valueOf((char) b) : String.format("\\x%02x", b & 0xff));
        }
        List<String> theirs = yara.scan(List.of(rules), List.of(file))
                .matches()
                .getOrDefault(0, Map.of())
                .get(rule);
        List<String> ours = ThorEngine.scan(ThorEngine.compile(List.of(rules)).scanner(), file)
                .get(rule);
        return rules + "  data (" + file.length + "): " + shown + "\n  yara: " + brief(theirs) + "\n  thor: "
                + brief(ours);
    }

    private static String brief(List<String> matches) {
        String text = String.valueOf(matches);
        return text.length() > 600 ? text.substring(0, 600) + "..." : text;
    }
}
