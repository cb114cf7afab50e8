package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.RegexSearch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any regex is refused with a reason or searches any text in its time: as a literal of a condition, and as a string of a rule. The input is one
 * byte of flags, the regex up to the first line feed, and the text to search, which is also searched many times repeated.
 */
class RegexFuzzTest {
    private static final int NOCASE = 1;
    private static final int DOT_ALL = 2;
    private static final int WIDE = 4;
    private static final int ASCII = 8;
    private static final int FULLWORD = 16;
    private static final int LONG_TEXT = 20_000;

    private static final List<String> SEEDS = List.of(
            "\0(a+)+$\naaaaaaaaaaaaaaaab",
            "\1ab[c-f]{2,3}x?|[^\\x00-\\x1f]\\d+\nABCDEF x1",
            "\2.*=.*\nkey=value",
            "\4a{1,20}?b\na\0a\0b\0",
            "\14(foo|bar)\\b\\B\\w\\W\\s\\S\nfoo bar",
            "\20^\\/x{0,3}(yz)*$\n/xyz",
            "\0a{1,1000}b{1,1000}c\naaabbbc",
            "\0(a|aa|b|)+?[]a-z]x[^]]\\.\\t\\n\\xff\\Q\naab");

    static Stream<byte[]> seeds() {
        return SEEDS.stream().map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @DictionaryEntries({
        "(", ")", "|", "*", "+", "?", "??", "*?", "{0,}", "{,5}", "{2,300}", "{32767}", "[^", "]", "[a-z]", "\\x",
        "\\b", "\\B", "\\w", "^", "$", ".", "\\d"
    })
    @MethodSource("seeds")
    @FuzzTest
    void searchesInItsTime(byte[] input) {
        int end = 1;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        if (end >= input.length) {
            return;
        }
        int flags = input[0];
        byte[] regex = Arrays.copyOfRange(input, 1, end);
        byte[] text = Arrays.copyOfRange(input, end + 1, input.length);
        byte[] longText = repeated(text);
        YaraRules[] rules = new YaraRules[1];
        Deadline.hold(expired -> {
            searchLiteral(regex, flags, text);
            rules[0] = compile(regex, flags);
        });
        RuleScan.scan(rules[0], text);
        RuleScan.scan(rules[0], longText);
    }

    private static void searchLiteral(byte[] regex, int flags, byte[] text) {
        RegexSearch search;
        try {
            search = RegexSearch.compile(regex, (flags & NOCASE) != 0, (flags & DOT_ALL) != 0);
        } catch (PatternException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("refused without a reason", refused);
            }
            return;
        }
        int length = search.length(text);
        if (length < -1 || length > text.length) {
            throw new AssertionError("a match of " + length + " bytes in " + text.length);
        }
        search.matches(text);
    }

    private static YaraRules compile(byte[] regex, int flags) {
        ByteArrayOutputStream rule = new ByteArrayOutputStream();
        rule.writeBytes(latin1("rule r { strings: $a = /"));
        for (int i = 0; i < regex.length; i++) {
            if (regex[i] == '/') {
                rule.write('\\');
            } else if (regex[i] == '\\' && i + 1 < regex.length) {
                rule.write(regex[i++]);
            }
            rule.write(regex[i]);
        }
        rule.writeBytes(latin1("/" + ((flags & NOCASE) != 0 ? "i" : "") + ((flags & DOT_ALL) != 0 ? "s" : "")));
        rule.writeBytes(latin1(((flags & WIDE) != 0 ? " wide" : "") + ((flags & ASCII) != 0 ? " ascii" : "")));
        rule.writeBytes(latin1(((flags & FULLWORD) != 0 ? " fullword" : "") + " condition: #a != 1 }"));
        return YaraRules.builder()
                .source(YaraRules.DEFAULT_NAMESPACE, "regex.yar", rule.toByteArray())
                .build();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] repeated(byte[] text) {
        byte[] result = new byte[text.length == 0 ? 0 : LONG_TEXT];
        for (int i = 0; i < result.length; i++) {
            result[i] = text[i % text.length];
        }
        return result;
    }
}
