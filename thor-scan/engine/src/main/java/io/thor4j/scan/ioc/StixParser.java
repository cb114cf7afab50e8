package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.IocSetBuilder;
import io.thor4j.scan.ioc.StixExpression.Order;
import io.thor4j.scan.ioc.StixLexer.Kind;
import io.thor4j.scan.ioc.StixLexer.Token;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.TextRegex;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses a STIX 2 pattern of one observation (STIX 2.1 section 9); several are possible only joined by OR. One instance a pattern. */
final class StixParser {
    private static final int MAX_DEPTH = 64;

    private final List<Token> tokens;
    private int at;
    private int depth;

    private StixParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Parses a pattern.
     *
     * @throws StixPatternException when it is malformed or asks for what cannot be told here
     */
    static StixExpression parse(String pattern) throws StixPatternException {
        StixParser parser = new StixParser(StixLexer.cut(pattern));
        StixExpression expression = parser.observations();
        Token rest = parser.peek();
        if (rest.kind() != Kind.END) {
            throw parser.refuse(
                    rest,
                    rest.isWord("AND") || rest.isWord("FOLLOWEDBY")
                            ? "needs several observations, an element is one"
                            : "unexpected " + rest.text());
        }
        return expression;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private StixPatternException refuse(Token token, String reason) {
        return new StixPatternException(token.offset(), reason);
    }

    private void expect(String sign) throws StixPatternException {
        Token token = next();
        if (!token.is(sign)) {
            throw refuse(token, "expected " + sign + " instead of " + token.text());
        }
    }

    private void deeper(Token token) throws StixPatternException {
        if (++depth > MAX_DEPTH) {
            throw refuse(token, "nested too deeply");
        }
    }

    private StixExpression observations() throws StixPatternException {
        List<StixExpression> choices = new ArrayList<>();
        do {
            Token open = next();
            deeper(open);
            if (open.is("(")) {
                choices.add(observations());
                expect(")");
            } else if (open.is("[")) {
                choices.add(disjunction());
                expect("]");
            } else {
                throw refuse(open, "expected [ instead of " + open.text());
            }
            depth--;
        } while (takeWord("OR"));
        return choices.size() == 1 ? choices.get(0) : new StixExpression.Or(List.copyOf(choices));
    }

    private boolean takeWord(String word) {
        if (peek().isWord(word)) {
            next();
            return true;
        }
        return false;
    }

    private StixExpression disjunction() throws StixPatternException {
        List<StixExpression> parts = new ArrayList<>();
        do {
            parts.add(conjunction());
        } while (takeWord("OR"));
        return parts.size() == 1 ? parts.get(0) : new StixExpression.Or(List.copyOf(parts));
    }

    private StixExpression conjunction() throws StixPatternException {
        List<StixExpression> parts = new ArrayList<>();
        do {
            if (peek().is("(")) {
                deeper(next());
                parts.add(disjunction());
                expect(")");
                depth--;
            } else {
                parts.add(comparison());
            }
        } while (takeWord("AND"));
        return parts.size() == 1 ? parts.get(0) : new StixExpression.And(List.copyOf(parts));
    }

    private StixExpression comparison() throws StixPatternException {
        Token name = next();
        StixProperty property = name.kind() == Kind.WORD ? StixProperty.of(name.text()) : null;
        if (property == null) {
            throw refuse(name, "nothing here is known of " + name.text());
        }
        boolean negated = takeWord("NOT");
        Token operator = next();
        if (operator.isWord("IN")) {
            return in(property, negated);
        }
        Token value = next();
        if (operator.isWord("LIKE") || operator.isWord("MATCHES")) {
            return pattern(property, operator, value, negated);
        }
        Order order = order(operator);
        return switch (property.kind()) {
            case TEXT, HASH, HOST -> {
                if (order != Order.EQUAL && order != Order.UNEQUAL) {
                    throw refuse(operator, property.path() + " has no order");
                }
                yield new StixExpression.Equal(
                        property, Set.of(text(property, value)), negated != (order == Order.UNEQUAL));
            }
            case NUMBER -> new StixExpression.NumberCheck(property, negated ? opposite(order) : order, number(value));
            case TIME -> new StixExpression.TimeCheck(property, negated ? opposite(order) : order, time(value));
        };
    }

    private Order order(Token operator) throws StixPatternException {
        if (operator.kind() == Kind.SIGN) {
            switch (operator.text()) {
                case "=" -> {
                    return Order.EQUAL;
                }
                case "!=" -> {
                    return Order.UNEQUAL;
                }
                case "<" -> {
                    return Order.LESS;
                }
                case "<=" -> {
                    return Order.LESS_OR_EQUAL;
                }
                case ">" -> {
                    return Order.GREATER;
                }
                case ">=" -> {
                    return Order.GREATER_OR_EQUAL;
                }
                default -> throw refuse(operator, "unexpected " + operator.text());
            }
        }
        throw refuse(operator, "no comparison that is known here: " + operator.text());
    }

    private static Order opposite(Order order) {
        return switch (order) {
            case EQUAL -> Order.UNEQUAL;
            case UNEQUAL -> Order.EQUAL;
            case LESS -> Order.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Order.GREATER;
            case GREATER -> Order.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Order.LESS;
        };
    }

    private StixExpression in(StixProperty property, boolean negated) throws StixPatternException {
        expect("(");
        Set<String> values = new HashSet<>();
        do {
            values.add(text(property, next()));
        } while (takeComma());
        expect(")");
        if (property.kind() == StixProperty.Kind.NUMBER || property.kind() == StixProperty.Kind.TIME) {
            throw refuse(peek(), "IN is for texts here");
        }
        return new StixExpression.Equal(property, Set.copyOf(values), negated);
    }

    private boolean takeComma() {
        if (peek().is(",")) {
            next();
            return true;
        }
        return false;
    }

    private String text(StixProperty property, Token value) throws StixPatternException {
        if (value.kind() != Kind.TEXT || value.text().isEmpty()) {
            throw refuse(value, "expected a text in quotes");
        }
        if (property.kind() == StixProperty.Kind.HASH) {
            if (!IocSetBuilder.isHash(value.text())) {
                throw refuse(value, "not a hash: " + value.text());
            }
            return value.text().toLowerCase(Locale.ROOT);
        }
        if (property.kind() == StixProperty.Kind.HOST && !IocSetBuilder.isHost(value.text())) {
            throw refuse(value, "not a host: " + value.text());
        }
        return value.text();
    }

    private StixExpression pattern(StixProperty property, Token operator, Token value, boolean negated)
            throws StixPatternException {
        if (property.kind() != StixProperty.Kind.TEXT || value.kind() != Kind.TEXT) {
            throw refuse(operator, operator.text() + " is for texts here");
        }
        String regex = operator.isWord("MATCHES") ? value.text() : regexOfLike(value.text());
        try {
            return new StixExpression.Like(property, TextRegex.compile(regex, false, false), negated);
        } catch (PatternException e) {
            throw refuse(value, "bad regex: " + e.getMessage());
        }
    }

    /* % stands for any text, _ for any character. */
    private static String regexOfLike(String like) {
        StringBuilder regex = new StringBuilder("(?s)^");
        like.codePoints().forEach(c -> {
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                regex.append(String.format("\\x%02x", c));
            } else {
                regex.appendCodePoint(c);
            }
        });
        return regex.append('$').toString();
    }

    private long number(Token value) throws StixPatternException {
        try {
            return Long.parseLong(value.text());
        } catch (NumberFormatException e) {
            throw refuse(value, "expected a whole number instead of " + value.text());
        }
    }

    private java.time.Instant time(Token value) throws StixPatternException {
        try {
            return OffsetDateTime.parse(value.text()).toInstant();
        } catch (DateTimeException e) {
            throw refuse(value, "expected a time such as t'2026-01-01T00:00:00Z' instead of " + value.text());
        }
    }
}
