package io.thor4j.scan.ioc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.scan.TestScans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The indicator files of signature-base, whole: counts as thor-scanner.md section 2.5 has them, and every entry at work. */
class SignatureBaseIocTest {
    private static List<String> lines(String name) throws IOException {
        Path file = Path.of(System.getProperty("thor.shared", ""), "rules/signature-base/iocs", name);
        boolean there = !System.getProperty("thor.shared", "").isEmpty() && Files.isReadable(file);
        assumeTrue(there || TestScans.cannot("SignatureBaseIocTest", "no signature-base (property thor.shared)"));
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private static List<String> data(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static IocTexts read(SimpleIocType type, List<String> lines) {
        return IocTexts.read(type, lines.toArray(new String[0]));
    }

    @Test
    void allHostsAreFound() throws Exception {
        List<String> lines = lines("c2-iocs.txt");
        IocTexts read = read(SimpleIocType.DOMAINS, lines);
        assertEquals(List.of(), read.problems());
        assertEquals(1_844, read.set().count(IocKind.DOMAIN));
        int scored = 0;
        for (String line : data(lines)) {
            String[] columns = line.strip().split(";");
            List<IocMatch> found = read.matcher().host(columns[0]);
            assertEquals(1, found.size(), line);
            scored += columns.length > 1 && found.get(0).note().score() == 65 ? 1 : 0;
        }
        assertEquals(6, scored);
    }

    @Test
    void allHashesAreFound() throws Exception {
        List<String> lines = lines("hash-iocs.txt");
        IocTexts read = read(SimpleIocType.HASHES, lines);
        assertEquals(List.of(), read.problems());
        assertEquals(3_224, read.set().count(IocKind.HASH));
        for (String line : data(lines)) {
            String hash = line.substring(0, line.indexOf(';')).strip();
            List<IocMatch> found = read.matcher().hash(hash);
            assertEquals(1, found.size(), line);
            assertTrue(found.get(0).note().description() != null, line);
        }
    }

    @Test
    void allKeywordsAreFound() throws Exception {
        List<String> lines = lines("keywords.txt");
        IocTexts read = read(SimpleIocType.KEYWORDS, lines);
        assertEquals(List.of(), read.problems());
        assertEquals(14, read.set().count(IocKind.KEYWORD));
        for (String line : data(lines)) {
            assertTrue(!read.matcher().keywords("before " + line + " after").isEmpty(), line);
        }
    }

    @Test
    void fileNamesMatchAsJavasEngineSays() throws Exception {
        IocTexts read = read(SimpleIocType.FILENAMES, lines("filename-iocs.txt"));
        assertEquals(List.of(), read.problems());
        assertEquals(3_828, read.set().count(IocKind.FILENAME));
        assertEquals(0, read.matcher().alwaysTried(IocKind.FILENAME), "patterns without a fixed part");
        List<Ioc> iocs = read.set().patterns(IocKind.FILENAME);
        List<Pattern> oracle = iocs.stream()
                .map(ioc -> pattern(ioc.value(), ioc.pattern().caseSensitive()))
                .toList();
        List<List<Pattern>> exceptions = iocs.stream()
                .map(ioc -> ioc.falsePositives().stream()
                        .map(e -> pattern(e.text(), true))
                        .toList())
                .toList();
        // Texts made of the patterns themselves, whole and in everyday places; backslashes only, which both engines see
        // alike.
        List<String> texts = new ArrayList<>();
        for (Ioc ioc : iocs) {
            String text = ioc.value()
                    .replace("\\\\", "\u0001")
                    .replace("\\", "")
                    .replace('\u0001', '\\')
                    .replace('/', '\\');
            texts.add(text);
            texts.add("C:\\Users\\x\\AppData\\Local\\" + text + ".exe");
        }
        Set<Integer> matched = new TreeSet<>();
        for (int i = 0; i < texts.size(); i += 31) {
            String text = texts.get(i);
            List<String> expected = new ArrayList<>();
            for (int j = 0; j < oracle.size(); j++) {
                boolean hit = oracle.get(j).matcher(text).find()
                        && exceptions.get(j).stream()
                                .noneMatch(e -> e.matcher(text).find());
                if (hit) {
                    expected.add(iocs.get(j).value());
                    matched.add(j);
                }
            }
            List<String> found =
                    read.matcher().path(text).stream().map(IocMatch::value).toList();
            assertEquals(expected, found, text);
        }
        assertTrue(matched.size() > 150, "only " + matched.size() + " patterns were met");
        // And every pattern without special characters but escapes matches its own text, with slashes too.
        int plain = 0;
        for (Ioc ioc : iocs) {
            String text = RegexText.unescape(ioc.value());
            boolean classes = ioc.value().replace("\\\\", "").matches(".*\\\\[A-Za-z].*");
            if (text != null && !classes && ioc.falsePositives().isEmpty()) {
                plain++;
                Set<String> values = read.matcher().path(text.replace('\\', '/')).stream()
                        .map(IocMatch::value)
                        .collect(Collectors.toSet());
                assertTrue(values.contains(ioc.value()), ioc.value());
            }
        }
        assertTrue(plain > 3_000, "only " + plain);
    }

    /* In the texts all separators are backslashes, so in the patterns too. */
    private static Pattern pattern(String text, boolean caseSensitive) {
        String regex = caseSensitive
                ? text.replaceAll("(?<!\\[\\^\\\\{2})/", "\\\\\\\\")
                : Pattern.quote(text.replace('/', '\\'));
        boolean nocase = !caseSensitive || text.contains("(?i)");
        return Pattern.compile(regex, nocase ? Pattern.CASE_INSENSITIVE : 0);
    }
}
