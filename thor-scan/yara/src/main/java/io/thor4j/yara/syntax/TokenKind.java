package io.thor4j.yara.syntax;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of token of libyara 4.5's lexer, and a few that only exist to explain an error. */
enum TokenKind {
    END("the end of the source"),
    ERROR("an invalid token"),
    IDENTIFIER("an identifier"),
    STRING_ID("a string identifier"),
    STRING_WILDCARD("a string wildcard"),
    STRING_COUNT("a string count"),
    STRING_OFFSET("a string offset"),
    STRING_LENGTH("a string length"),
    INTEGER("an integer"),
    FLOAT("a float"),
    TEXT("a text"),
    REGEX("a regular expression"),
    HEX("a hex string"),
    INCLUDE("an include"),
    INT_READ("an integer function"),

    ALL,
    AND,
    ANY,
    ASCII,
    AT,
    BASE64,
    BASE64WIDE,
    CONDITION,
    CONTAINS,
    DEFINED,
    ENDSWITH,
    ENTRYPOINT,
    FALSE,
    FILESIZE,
    FOR,
    FULLWORD,
    GLOBAL,
    ICONTAINS,
    IENDSWITH,
    IEQUALS,
    IMPORT,
    IN,
    ISTARTSWITH,
    MATCHES,
    META,
    NOCASE,
    NONE,
    NOT,
    OF,
    OR,
    PRIVATE,
    RULE,
    STARTSWITH,
    STRINGS,
    THEM,
    TRUE,
    WIDE,
    XOR,

    LEFT_BRACE("{"),
    RIGHT_BRACE("}"),
    LEFT_PAREN("("),
    RIGHT_PAREN(")"),
    LEFT_BRACKET("["),
    RIGHT_BRACKET("]"),
    COLON(":"),
    COMMA(","),
    DOT("."),
    DOT_DOT(".."),
    ASSIGN("="),
    EQ("=="),
    NE("!="),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    SHIFT_LEFT("<<"),
    SHIFT_RIGHT(">>"),
    PIPE("|"),
    CARET("^"),
    AMPERSAND("&"),
    PLUS("+"),
    MINUS("-"),
    STAR("*"),
    BACKSLASH("\\"),
    PERCENT("%"),
    TILDE("~"),
    /** C's and; never legal, a kind of its own for the sake of its hint. */
    AMPERSAND_AMPERSAND("&&"),
    /** C's or; never legal. */
    PIPE_PIPE("||"),
    /** A printable character that means nothing in YARA. */
    OTHER("a character");

    private static final Map<String, TokenKind> KEYWORDS = Stream.of(values())
            .filter(TokenKind::isKeyword)
            .collect(Collectors.toUnmodifiableMap(k -> k.text, Function.identity()));

    private final String text;
    private final boolean keyword;

    TokenKind() {
        this.text = name().toLowerCase(Locale.ROOT);
        this.keyword = true;
    }

    TokenKind(String text) {
        this.text = text;
        this.keyword = false;
    }

    /** Returns the token as written, or the description of a kind that is written in many ways. */
    String text() {
        return text;
    }

    /** Returns whether it is one of the reserved words. */
    boolean isKeyword() {
        return keyword;
    }

    /** Returns the reserved words. */
    static Iterable<String> keywords() {
        return KEYWORDS.keySet();
    }

    /** Returns the kind of a reserved word, null for any other word. */
    static @Nullable TokenKind keyword(String word) {
        return KEYWORDS.get(word);
    }
}
