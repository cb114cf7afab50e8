package io.thor4j.yara.syntax;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.thor4j.yara.pattern.PatternSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the entries of a {@code strings:} section (libyara grammar.y:589-930). Used once. */
final class StringSectionParser {
    private static final String INVALID_MODIFIER = "ERROR_INVALID_MODIFIER";
    private static final int MAX_KEY = 255;
    private static final int ALPHABET = 64;
    private static final byte[] STANDARD_ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);

    private static final Set<TokenKind> TEXT_MODIFIERS = EnumSet.of(
            TokenKind.ASCII,
            TokenKind.WIDE,
            TokenKind.NOCASE,
            TokenKind.FULLWORD,
            TokenKind.PRIVATE,
            TokenKind.XOR,
            TokenKind.BASE64,
            TokenKind.BASE64WIDE);
    private static final Set<TokenKind> REGEX_MODIFIERS =
            EnumSet.of(TokenKind.ASCII, TokenKind.WIDE, TokenKind.NOCASE, TokenKind.FULLWORD, TokenKind.PRIVATE);
    private static final Set<TokenKind> HEX_MODIFIERS = EnumSet.of(TokenKind.PRIVATE);

    private final TokenStream in;

    StringSectionParser(TokenStream in) {
        this.in = in;
    }

    /**
     * Parses the entries behind the colon.
     *
     * @param strings takes each entry as soon as it is complete
     */
    void parse(List<StringDecl> strings) {
        if (!in.at(TokenKind.STRING_ID)) {
            throw in.unexpected("a string such as $a = \"text\"", identifierHint(true));
        }
        while (in.at(TokenKind.STRING_ID)) {
            strings.add(declaration());
        }
    }

    private @Nullable String identifierHint(boolean first) {
        return switch (in.peek().kind()) {
            case CONDITION -> first ? "leave out a section that is empty" : null;
            case IDENTIFIER ->
                in.peek(1).kind() == TokenKind.ASSIGN
                        ? "a string's name begins with $: $" + in.peek().name()
                        : null;
            default -> null;
        };
    }

    private StringDecl declaration() {
        Token identifier = in.next();
        if (!in.at(TokenKind.ASSIGN)) {
            throw in.unexpected("\"=\" behind \"" + identifier.name() + "\"", "a string is written $a = \"text\"");
        }
        in.next();
        Token literal = in.peek();
        PatternSpec.Builder spec;
        Set<TokenKind> allowed;
        switch (literal.kind()) {
            case TEXT -> {
                in.next();
                spec = PatternSpec.builder(PatternSpec.Kind.TEXT, literal.bytes());
                allowed = TEXT_MODIFIERS;
            }
            case REGEX -> {
                in.next();
                Token.Regex regex = literal.regex();
                spec = PatternSpec.builder(PatternSpec.Kind.REGEX, regex.source());
                applyFlags(spec, regex);
                allowed = REGEX_MODIFIERS;
            }
            case HEX -> {
                in.next();
                spec = PatternSpec.builder(PatternSpec.Kind.HEX, literal.bytes());
                allowed = HEX_MODIFIERS;
            }
            default -> throw in.unexpected("a text, a hex string or a regular expression", literalHint(literal));
        }
        modifiers(spec, allowed, literal);
        if (literal.kind() == TokenKind.TEXT
                && literal.bytes().length == 0
                && literal.problems().isEmpty()) {
            in.report("ERROR_EMPTY_STRING", literal, "the string " + identifier.name() + " is empty", null);
        }
        Position begin = in.position(literal);
        Position body = new Position(begin.source(), begin.line(), begin.column() + 1);
        return new StringDecl(in.position(identifier), identifier.name(), spec.build(), body);
    }

    private static void applyFlags(PatternSpec.Builder spec, Token.Regex regex) {
        if (regex.nocase()) {
            spec.nocase();
        }
        if (regex.dotAll()) {
            spec.dotAll();
        }
    }

    private static @Nullable String literalHint(Token found) {
        return switch (found.kind()) {
            case STRING_ID -> "a string cannot be another string";
            case IDENTIFIER, INTEGER, FLOAT -> "write texts in double quotes, bytes in braces";
            case BACKSLASH -> "write texts in double quotes";
            default -> null;
        };
    }

    private void modifiers(PatternSpec.Builder spec, Set<TokenKind> allowed, Token literal) {
        Set<TokenKind> seen = EnumSet.noneOf(TokenKind.class);
        byte @Nullable [] alphabet = null;
        while (allowed.contains(in.peek().kind()) && !atNextRule()) {
            Token modifier = in.next();
            if (!seen.add(modifier.kind())) {
                String name = modifier.kind().text();
                in.report("ERROR_DUPLICATED_MODIFIER", modifier, "duplicated modifier \"" + name + "\"", null);
            }
            switch (modifier.kind()) {
                case XOR -> xor(spec);
                case BASE64, BASE64WIDE -> alphabet = alphabet(spec, modifier, alphabet);
                default -> flag(spec, modifier.kind());
            }
        }
        checkPairs(seen, literal);
        requireEnd(allowed, literal.kind());
    }

    /** Tells whether "private" belongs to a rule that follows: then the closing brace is missing, and that rule must not suffer. */
    private boolean atNextRule() {
        TokenKind next = in.peek(1).kind();
        return in.at(TokenKind.PRIVATE)
                && (next == TokenKind.RULE
                        || (next == TokenKind.GLOBAL && in.peek(2).kind() == TokenKind.RULE));
    }

    private static void flag(PatternSpec.Builder spec, TokenKind modifier) {
        switch (modifier) {
            case ASCII -> spec.ascii();
            case WIDE -> spec.wide();
            case NOCASE -> spec.nocase();
            case FULLWORD -> spec.fullword();
            default -> spec.isPrivate();
        }
    }

    private void xor(PatternSpec.Builder spec) {
        if (!in.accept(TokenKind.LEFT_PAREN)) {
            spec.xor(0, MAX_KEY);
            return;
        }
        Token low = in.expect(TokenKind.INTEGER, "an xor key from 0 to 255");
        Token high = low;
        if (in.accept(TokenKind.MINUS)) {
            high = in.expect(TokenKind.INTEGER, "the highest xor key, up to 255");
        } else if (!in.at(TokenKind.RIGHT_PAREN)) {
            throw in.unexpected("\"-\" or \")\"", "a range of xor keys is written xor(0x01-0xff)");
        }
        in.expect(TokenKind.RIGHT_PAREN, "\")\"");
        if (low.number() > MAX_KEY || high.number() > MAX_KEY) {
            Token bad = low.number() > MAX_KEY ? low : high;
            in.report(INVALID_MODIFIER, bad, "the xor key " + bad.number() + " is above 255", "a key is one byte");
        } else if (low.number() > high.number()) {
            in.report(INVALID_MODIFIER, low, "the lowest xor key is above the highest", "write the lower key first");
        } else {
            spec.xor((int) low.number(), (int) high.number());
        }
    }

    /** Parses the alphabet behind base64 or base64wide; both share one, and without parentheses it is the standard one. */
    private byte[] alphabet(PatternSpec.Builder spec, Token modifier, byte @Nullable [] other) {
        if (modifier.kind() == TokenKind.BASE64) {
            spec.base64();
        } else {
            spec.base64wide();
        }
        byte[] alphabet = STANDARD_ALPHABET;
        if (in.accept(TokenKind.LEFT_PAREN)) {
            Token text = in.expect(TokenKind.TEXT, "an alphabet of 64 characters in double quotes");
            in.expect(TokenKind.RIGHT_PAREN, "\")\"");
            alphabet = text.bytes();
            if (alphabet.length != ALPHABET) {
                String message = "a base64 alphabet has 64 bytes, this one has " + alphabet.length;
                in.report(INVALID_MODIFIER, text, message, null);
                return other == null ? alphabet : other;
            }
        }
        if (other != null && other.length == ALPHABET && !Arrays.equals(other, alphabet)) {
            in.report(
                    INVALID_MODIFIER,
                    modifier,
                    "base64 and base64wide of one string must have the same alphabet",
                    "give both the alphabet, or use two strings");
        } else if (!Arrays.equals(alphabet, STANDARD_ALPHABET)) {
            spec.base64Alphabet(alphabet);
        }
        return alphabet;
    }

    /** Checks the pairs that exclude each other (libyara parser.c:633-679). */
    private void checkPairs(Set<TokenKind> seen, Token literal) {
        for (TokenKind base64 : List.of(TokenKind.BASE64, TokenKind.BASE64WIDE)) {
            excludes(seen, base64, TokenKind.NOCASE, literal);
            excludes(seen, base64, TokenKind.FULLWORD, literal);
            excludes(seen, base64, TokenKind.XOR, literal);
        }
        excludes(seen, TokenKind.XOR, TokenKind.NOCASE, literal);
    }

    private void excludes(Set<TokenKind> seen, TokenKind one, TokenKind other, Token literal) {
        if (seen.contains(one) && seen.contains(other)) {
            String message = "the modifiers \"" + one.text() + "\" and \"" + other.text() + "\" exclude each other";
            in.report(INVALID_MODIFIER, literal, message, "use two strings, one with each modifier");
        }
    }

    private void requireEnd(Set<TokenKind> allowed, TokenKind literal) {
        TokenKind found = in.peek().kind();
        if (found == TokenKind.STRING_ID || found == TokenKind.CONDITION) {
            return;
        }
        String hint = null;
        if (TEXT_MODIFIERS.contains(found) && !allowed.contains(found)) {
            hint = "\"" + found.text() + "\" is not allowed for " + literal.text();
        } else if (found == TokenKind.COMMA) {
            hint = "neither strings nor modifiers are separated by commas";
        } else if (found == TokenKind.TEXT && literal == TokenKind.TEXT) {
            hint = "a text is one literal; a quote inside is written \\\"";
        } else if (in.at(TokenKind.IDENTIFIER)) {
            hint = identifierHint(false);
        }
        throw in.unexpected("a modifier, another string or \"condition:\"", hint);
    }
}
