package io.thor4j.threatintel.stix;

import io.thor4j.threatintel.IndicatorType;
import io.thor4j.threatintel.stix.StixLexer.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * A pattern is an expression over observations; an indicator of a store is one value. What can be said as "any of these values" is: equality
 * and IN over the properties below, joined by OR, in one observation or in several joined by OR. Of an AND only hashes are kept: who has the
 * hash has the file, whatever else was to hold. All else (LIKE, MATCHES, NOT, FOLLOWEDBY, time windows, an AND of two hosts) would find more
 * than its author meant as soon as it is cut to values, and is left out.
 */
/**
 * What a STIX pattern (STIX 2.1 section 9) says as single values. Immutable.
 *
 * @param values each of them alone is what the pattern looks for
 * @param complete whether they are all that it looks for; when not, something of it cannot be said as single values
 */
record StixPattern(List<Value> values, boolean complete) {
    /** As deep as parentheses are nested. */
    private static final int DEPTH = 40;

    /**
     * A value.
     *
     * @param type as in {@link IndicatorType}
     * @param value not normalised
     */
    record Value(String type, String value) {}

    StixPattern {
        values = List.copyOf(values);
    }

    /**
     * Reads a pattern.
     *
     * @param pattern the text
     * @throws IllegalArgumentException when it is malformed; says where
     */
    static StixPattern parse(String pattern) {
        Parser parser = new Parser(new StixLexer(pattern));
        StixPattern read = parser.observations(0);
        if (parser.lexer.kind() != Kind.END) {
            throw parser.lexer.error("more after the end of the pattern");
        }
        Set<Value> distinct = new LinkedHashSet<>(read.values());
        return new StixPattern(new ArrayList<>(distinct), read.complete());
    }

    private static StixPattern nothing() {
        return new StixPattern(List.of(), false);
    }

    private StixPattern or(StixPattern other) {
        List<Value> all = new ArrayList<>(values);
        all.addAll(other.values);
        return new StixPattern(all, complete && other.complete);
    }

    private boolean hashesOnly() {
        return complete
                && !values.isEmpty()
                && values.stream().allMatch(value -> value.type().equals(IndicatorType.FILE));
    }

    private StixPattern and(StixPattern other) {
        return hashesOnly() ? this : other.hashesOnly() ? other : nothing();
    }

    /* One hash of each kind in one observation is one file. */
    private StixPattern oneFile() {
        if (!hashesOnly() || values.size() < 2) {
            return this;
        }
        Set<Integer> lengths = new LinkedHashSet<>();
        for (Value value : values) {
            lengths.add(value.value().length());
        }
        if (lengths.size() < values.size()) {
            return this;
        }
        String joined = String.join(" : ", values.stream().map(Value::value).toList());
        return new StixPattern(List.of(new Value(IndicatorType.FILE, joined)), true);
    }

    private record Parser(StixLexer lexer) {
        private int deeper(int depth) {
            if (depth >= DEPTH) {
                throw lexer.error("nested deeper than " + DEPTH + " levels");
            }
            return depth + 1;
        }

        StixPattern observations(int depth) {
            StixPattern found = observation(depth);
            while (true) {
                if (lexer.takeWord("OR")) {
                    found = found.or(observation(depth));
                } else if (lexer.takeWord("AND") || lexer.takeWord("FOLLOWEDBY")) {
                    observation(depth);
                    found = nothing();
                } else {
                    return found;
                }
            }
        }

        private StixPattern observation(int depth) {
            StixPattern found;
            if (lexer.takeSymbol("[")) {
                found = comparisons(deeper(depth)).oneFile();
                lexer.expect("]");
            } else {
                lexer.expect("(");
                found = observations(deeper(depth));
                lexer.expect(")");
            }
            while (qualifier()) {
                found = nothing();
            }
            return found;
        }

        private boolean qualifier() {
            if (lexer.takeWord("WITHIN") || lexer.takeWord("REPEATS")) {
                if (lexer.kind() != Kind.NUMBER) {
                    throw lexer.error("a number is missing");
                }
                lexer.advance();
                if (!lexer.takeWord("SECONDS") && !lexer.takeWord("TIMES")) {
                    throw lexer.error("SECONDS or TIMES is missing");
                }
                return true;
            } else if (lexer.takeWord("START")) {
                literal();
                if (!lexer.takeWord("STOP")) {
                    throw lexer.error("STOP is missing");
                }
                literal();
                return true;
            }
            return false;
        }

        private StixPattern comparisons(int depth) {
            StixPattern found = conjunction(depth);
            while (lexer.takeWord("OR")) {
                found = found.or(conjunction(depth));
            }
            return found;
        }

        private StixPattern conjunction(int depth) {
            StixPattern found = comparison(depth);
            while (lexer.takeWord("AND")) {
                found = found.and(comparison(depth));
            }
            return found;
        }

        private StixPattern comparison(int depth) {
            if (lexer.takeWord("NOT")) {
                comparison(deeper(depth));
                return nothing();
            } else if (lexer.takeSymbol("(")) {
                StixPattern inner = comparisons(deeper(depth));
                lexer.expect(")");
                return inner;
            } else if (lexer.takeWord("EXISTS")) {
                path();
                return nothing();
            }
            String path = path();
            boolean not = lexer.takeWord("NOT");
            String operator = lexer.text();
            lexer.advance();
            List<String> literals = new ArrayList<>();
            switch (operator) {
                case "IN" -> {
                    lexer.expect("(");
                    do {
                        literals.add(literal());
                    } while (lexer.takeSymbol(","));
                    lexer.expect(")");
                }
                case "=", "==", "ISSUBSET" -> literals.add(literal());
                case "!=", "<>", "<", "<=", ">", ">=", "LIKE", "MATCHES", "ISSUPERSET" -> {
                    literal();
                    not = true;
                }
                default -> throw lexer.error("a comparison is missing");
            }
            if (not) {
                return nothing();
            }
            List<Value> values = new ArrayList<>();
            for (String literal : literals) {
                String type = type(path, literal);
                if (type == null || literal.isBlank()) {
                    return nothing();
                }
                values.add(new Value(type, type.equals(IndicatorType.ASN) ? "ASN" + literal : literal));
            }
            return new StixPattern(values, true);
        }

        private String path() {
            if (lexer.kind() != Kind.WORD) {
                throw lexer.error("a property is missing");
            }
            StringBuilder path = new StringBuilder(lexer.text());
            lexer.advance();
            lexer.expect(":");
            path.append(':').append(name());
            while (true) {
                if (lexer.takeSymbol(".")) {
                    path.append('.').append(name());
                } else if (lexer.takeSymbol("[")) {
                    if (lexer.kind() != Kind.NUMBER && !lexer.symbol("*")) {
                        throw lexer.error("an index is missing");
                    }
                    lexer.advance();
                    lexer.expect("]");
                } else {
                    return path.toString();
                }
            }
        }

        private String name() {
            if (lexer.kind() != Kind.WORD && lexer.kind() != Kind.TEXT) {
                throw lexer.error("the name of a property is missing");
            }
            String name = lexer.text();
            lexer.advance();
            return name;
        }

        /* Also t'...', h'...' and b'...'; none of the properties below has such values. */
        private String literal() {
            if (lexer.kind() == Kind.WORD && lexer.text().length() == 1) {
                lexer.advance();
            }
            Kind kind = lexer.kind();
            boolean word = lexer.word("true") || lexer.word("false");
            if (kind != Kind.TEXT && kind != Kind.NUMBER && !word) {
                throw lexer.error("a value is missing");
            }
            String text = lexer.text();
            lexer.advance();
            return text;
        }
    }

    private static @Nullable String type(String path, String value) {
        return switch (path) {
            case "ipv4-addr:value", "ipv6-addr:value" ->
                value.indexOf('/') >= 0 ? IndicatorType.CIDR : IndicatorType.ADDRESS;
            case "domain-name:value" -> IndicatorType.HOST;
            case "url:value" -> IndicatorType.URL;
            case "email-addr:value", "email-message:from_ref.value", "email-message:sender_ref.value" ->
                IndicatorType.EMAIL_ADDRESS;
            case "email-message:subject" -> IndicatorType.EMAIL_SUBJECT;
            case "mutex:name" -> IndicatorType.MUTEX;
            case "windows-registry-key:key" -> IndicatorType.REGISTRY_KEY;
            case "autonomous-system:number" -> IndicatorType.ASN;
            case "file:name" -> "File Name";
            case "network-traffic:extensions.http-request-ext.request_header.User-Agent" -> IndicatorType.USER_AGENT;
            case "network-traffic:dst_ref.value" -> IndicatorType.ofHost(value);
            default -> hash(path.toUpperCase(Locale.ROOT), value);
        };
    }

    private static @Nullable String hash(String path, String value) {
        int length = switch (path) {
            case "FILE:HASHES.MD5", "FILE:HASHES.MD-5" -> 32;
            case "FILE:HASHES.SHA-1", "FILE:HASHES.SHA1" -> 40;
            case "FILE:HASHES.SHA-256", "FILE:HASHES.SHA256" -> 64;
            default -> 0;
        };
        boolean hex = value.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
        return length > 0 && hex && value.length() == length ? IndicatorType.FILE : null;
    }
}
