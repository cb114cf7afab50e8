package io.thor4j.yara.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.PatternSpec;
import io.thor4j.yara.pattern.PatternSpec.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The search finds exactly what trying every place finds. Alphabets are small, so that matches, overlaps and near misses are common. */
class PatternSearchPropertyTest {
    private static final String LETTERS = "abAB1 _\0.";

    /** A text with modifiers. */
    record TextCase(
            String text, boolean ascii, boolean wide, boolean nocase, boolean fullword, int xorMin, int xorMax) {
        PatternSpec spec() {
            PatternSpec.Builder b = PatternSpec.builder(Kind.TEXT, text.getBytes(ISO_8859_1));
            if (ascii) {
                b.ascii();
            }
            if (wide) {
                b.wide();
            }
            if (nocase && xorMin < 0) {
                b.nocase();
            }
            if (fullword) {
                b.fullword();
            }
            if (xorMin >= 0) {
                b.xor(xorMin, xorMax);
            }
            return b.build();
        }
    }

    @Provide
    Arbitrary<List<TextCase>> texts() {
        Arbitrary<String> text =
                Arbitraries.strings().withChars(LETTERS).ofMinLength(1).ofMaxLength(9);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<Integer> xor = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(-1)),
                Tuple.of(1, Arbitraries.integers().between(0, 40)));
        return Combinators.combine(
                        text,
                        flag,
                        flag,
                        flag,
                        flag,
                        xor,
                        Arbitraries.integers().between(0, 60))
                .as((t, a, w, n, f, x, span) -> new TextCase(t, a, w, n, f, x, x < 0 ? -1 : Math.min(255, x + span)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<byte[]> data() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.strings().withChars(LETTERS).ofMaxLength(30),
                Arbitraries.strings().withChars("ab1").ofMaxLength(12).map(PatternSearchPropertyTest::widen),
                Arbitraries.strings().withChars(LETTERS).ofMaxLength(20).map(s -> xor(s, 7)),
                Arbitraries.strings().withChars("a").ofMaxLength(40));
        return part.list().ofMaxSize(6).map(parts -> String.join("", parts).getBytes(ISO_8859_1));
    }

    private static String widen(String s) {
        StringBuilder out = new StringBuilder();
        s.chars().forEach(c -> out.append((char) c).append('\0'));
        return out.toString();
    }

    private static String xor(String s, int key) {
        StringBuilder out = new StringBuilder();
        s.chars().forEach(c -> out.append((char) (c ^ key)));
        return out.toString();
    }

    static List<Map<Integer, Integer>> search(List<PatternSpec> specs, byte[] data) throws PatternException {
        PatternSet.Builder builder = PatternSet.builder();
        List<Integer> numbers = new ArrayList<>();
        for (PatternSpec spec : specs) {
            numbers.add(builder.add(spec, -1, numbers.size() % 2 == 0));
        }
        PatternSet patterns = builder.build();
        // Not at the begin of the array, so that a read outside the range shows.
        byte[] around = new byte[data.length + 21];
        Arrays.fill(around, (byte) 'a');
        System.arraycopy(data, 0, around, 10, data.length);
        PatternSearcher searcher = new PatternSearcher(patterns, YaraLimits.DEFAULT);
        PatternSearcher inParts = new PatternSearcher(patterns, YaraLimits.DEFAULT);
        // So small that borders run through nearly every match; the helper that runs at once does most of the work.
        inParts.shareWith(Runnable::run, 1, 1, 1 + data.length % 7);
        for (boolean firstOnly : new boolean[] {true, false}) {
            run(searcher, around, data.length, firstOnly);
            run(inParts, around, data.length, firstOnly);
            for (int number : numbers) {
                assertEquals(describe(searcher.matches(), number), describe(inParts.matches(), number));
            }
        }
        List<Map<Integer, Integer>> result = new ArrayList<>();
        for (int number : numbers) {
            Map<Integer, Integer> found = new TreeMap<>();
            MatchTable matches = searcher.matches();
            for (int i = 0; i < matches.count(number); i++) {
                found.put(matches.offset(number, i), matches.length(number, i));
            }
            result.add(found);
        }
        return result;
    }

    private static void run(PatternSearcher searcher, byte[] around, int length, boolean firstOnly) {
        ScanControl control = new ScanControl(System::nanoTime);
        control.start(Duration.ZERO);
        searcher.search(around, 10, length, firstOnly, control, (pattern, work) -> false);
    }

    private static String describe(MatchTable matches, int number) {
        StringBuilder out = new StringBuilder(matches.overflowed(number) ? "overflowed" : "");
        for (int i = 0; i < matches.count(number); i++) {
            out.append(' ').append(matches.offset(number, i)).append('+').append(matches.length(number, i));
            out.append('^').append(matches.xorKey(number, i));
        }
        return out.toString();
    }

    @Property(tries = 2000)
    void textsMatchWhereTheNaiveMatcherFindsThem(@ForAll("texts") List<TextCase> texts, @ForAll("data") byte[] data)
            throws PatternException {
        List<PatternSpec> specs = texts.stream().map(TextCase::spec).toList();
        List<Map<Integer, Integer>> found = search(specs, data);
        for (int i = 0; i < specs.size(); i++) {
            byte[] text = texts.get(i).text.getBytes(ISO_8859_1);
            assertEquals(
                    NaiveMatcher.text(specs.get(i), text, data),
                    found.get(i),
                    texts.get(i).toString());
        }
    }

    @Property(tries = 500)
    void base64FindsTheTextInEveryEncodingThatHoldsIt(
            @ForAll("secrets") String secret, @ForAll("secrets") String before, @ForAll("secrets") String behind)
            throws PatternException {
        byte[] plain = (before + secret + behind).getBytes(ISO_8859_1);
        byte[] data = Base64.getEncoder().encode(plain);
        PatternSpec spec = PatternSpec.builder(Kind.TEXT, secret.getBytes(ISO_8859_1))
                .base64()
                .build();
        Map<Integer, Integer> expected = new TreeMap<>();
        String encoded = new String(data, ISO_8859_1);
        for (String form : NaiveMatcher.base64(secret.getBytes(ISO_8859_1))) {
            for (int at = encoded.indexOf(form); at >= 0; at = encoded.indexOf(form, at + 1)) {
                expected.merge(at, form.length(), Math::max);
            }
        }
        assertEquals(expected, search(List.of(spec), data).get(0));
        assertEquals(true, !expected.isEmpty());
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings().withCharRange(' ', 'z').ofMinLength(3).ofMaxLength(12);
    }

    @Provide
    Arbitrary<List<NaiveMatcher.HexItem>> hexItems() {
        Arbitrary<NaiveMatcher.HexItem> value = Combinators.combine(
                        Arbitraries.of(0x61, 0x62, 0x31, 0x00, 0x20),
                        Arbitraries.frequency(
                                Tuple.of(8, 0xff), Tuple.of(1, 0xf0),
                                Tuple.of(1, 0x0f), Tuple.of(1, 0)),
                        Arbitraries.of(false, false, false, true))
                .as((v, m, n) -> new NaiveMatcher.HexItem(v & m, m, n && m != 0, -1, -1));
        Arbitrary<NaiveMatcher.HexItem> jump = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 5))
                .as((low, span) -> new NaiveMatcher.HexItem(0, 0, false, low, Math.max(1, low + span)));
        Arbitrary<NaiveMatcher.HexItem> item = Arbitraries.frequencyOf(Tuple.of(5, value), Tuple.of(1, jump));
        return Combinators.combine(value, item.list().ofMaxSize(6), value).as((first, middle, last) -> {
            List<NaiveMatcher.HexItem> items = new ArrayList<>(List.of(first));
            items.addAll(middle);
            items.add(last);
            return items;
        });
    }

    @Property(tries = 2000)
    void hexStringsMatchWhereTheNaiveMatcherFindsThem(
            @ForAll("hexItems") List<NaiveMatcher.HexItem> items, @ForAll("data") byte[] data) throws PatternException {
        StringBuilder body = new StringBuilder();
        for (NaiveMatcher.HexItem item : items) {
            if (item.max() >= 0) {
                body.append(" [")
                        .append(item.min())
                        .append('-')
                        .append(item.max())
                        .append("] ");
            } else {
                String digits = String.format(Locale.ROOT, "%02x", item.value());
                body.append(item.negated() ? "~" : "")
                        .append((item.mask() & 0xf0) == 0 ? '?' : digits.charAt(0))
                        .append((item.mask() & 0x0f) == 0 ? '?' : digits.charAt(1))
                        .append(' ');
            }
        }
        PatternSpec spec = PatternSpec.builder(Kind.HEX, body.toString().getBytes(ISO_8859_1))
                .build();
        assertEquals(NaiveMatcher.hex(items, data), search(List.of(spec), data).get(0), body.toString());
    }

    /** Regexes of the part of the dialect that java.util.regex reads alike. */
    @Provide
    Arbitrary<String> regexes() {
        Arbitrary<String> single = Arbitraries.of(
                "a", "b", "1", "ab", "ba", "aa", ".", "[ab]", "[^a]", "\\w", "\\d", "\\W", "\\x00", "_", "B");
        Arbitrary<String> quantifier = Arbitraries.of("", "", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}");
        Arbitrary<String> item = Combinators.combine(single, quantifier)
                .as((s, q) -> s.length() == 2 && s.charAt(0) != '\\' && !q.isEmpty() ? "(" + s + ")" + q : s + q);
        Arbitrary<String> sequence = item.list().ofMinSize(1).ofMaxSize(5).map(items -> String.join("", items));
        Arbitrary<String> group =
                Combinators.combine(sequence, sequence, quantifier).as((l, r, q) -> "(" + l + "|" + r + ")" + q);
        Arbitrary<String> part = Arbitraries.frequencyOf(Tuple.of(3, sequence), Tuple.of(1, group));
        return part.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts));
    }

    @Property(tries = 3000)
    void regexesMatchAtTheOffsetsWhereJavaFindsThem(
            @ForAll("regexes") String regex,
            @ForAll("data") byte[] data,
            @ForAll boolean nocase,
            @ForAll boolean dotAll)
            throws PatternException {
        PatternSpec.Builder builder = PatternSpec.builder(Kind.REGEX, regex.getBytes(ISO_8859_1));
        int flags = Pattern.UNIX_LINES | (nocase ? Pattern.CASE_INSENSITIVE : 0) | (dotAll ? Pattern.DOTALL : 0);
        if (nocase) {
            builder.nocase();
        }
        if (dotAll) {
            builder.dotAll();
        }
        Matcher java = Pattern.compile(regex, flags).matcher(new String(data, ISO_8859_1));
        List<Integer> expected = new ArrayList<>();
        for (int at = 0; at < data.length; at++) {
            if (java.region(at, data.length).lookingAt()) {
                expected.add(at);
            }
        }
        Map<Integer, Integer> found = search(List.of(builder.build()), data).get(0);
        assertEquals(expected, List.copyOf(found.keySet()), regex);
        for (Map.Entry<Integer, Integer> match : found.entrySet()) {
            java.region(match.getKey(), match.getKey() + match.getValue());
            assertEquals(true, java.matches(), () -> regex + " does not match the reported " + match);
        }
    }

    @Property(tries = 1000)
    void wideRegexesMatchWherePlainOnesMatch(@ForAll("regexes") String regex, @ForAll("plain") String text)
            throws PatternException {
        byte[] plain = text.getBytes(ISO_8859_1);
        byte[] wide = widen(text).getBytes(ISO_8859_1);
        PatternSpec ascii =
                PatternSpec.builder(Kind.REGEX, regex.getBytes(ISO_8859_1)).build();
        PatternSpec asWide = PatternSpec.builder(Kind.REGEX, regex.getBytes(ISO_8859_1))
                .wide()
                .build();
        // Only the places: of several lengths libyara reports the one that its atoms find, and wide atoms are cut
        // elsewhere.
        Set<Integer> expected = new TreeSet<>();
        search(List.of(ascii), plain).get(0).keySet().forEach(at -> expected.add(2 * at));
        Set<Integer> found = new TreeSet<>(search(List.of(asWide), wide).get(0).keySet());
        // Between the characters only a match of nothing can begin, which has no plain counterpart.
        found.removeIf(at -> at % 2 == 1);
        assertEquals(expected, found, regex);
    }

    @Provide
    Arbitrary<String> plain() {
        return Arbitraries.strings().withChars("abB1_. ").ofMaxLength(40);
    }
}
