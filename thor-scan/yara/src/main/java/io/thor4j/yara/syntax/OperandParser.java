package io.thor4j.yara.syntax;

import io.thor4j.yara.syntax.Expr.ElementSet;
import io.thor4j.yara.syntax.Expr.Iterated;
import io.thor4j.yara.syntax.Expr.Quantifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what stands between operators: literals, names with calls and indexes, strings, {@code of} and {@code for}. */
final class OperandParser {
    private static final String CONDITION = "a condition";
    private static final String VALUE = "a value";

    private final TokenStream in;
    private final ConditionParser conditions;

    OperandParser(TokenStream in, ConditionParser conditions) {
        this.in = in;
        this.conditions = conditions;
    }

    /**
     * Parses one operand.
     *
     * @param needsPrimary whether it has to be a value
     */
    Node parse(boolean needsPrimary) {
        Token token = in.peek();
        Position at = in.position(token);
        switch (token.kind()) {
            case INTEGER -> {
                return leaf(new Expr.IntLiteral(at, in.next().number()));
            }
            case FLOAT -> {
                return leaf(new Expr.FloatLiteral(at, in.next().real()));
            }
            case TEXT -> {
                return leaf(new Expr.TextLiteral(at, in.next().bytes()));
            }
            case REGEX -> {
                Token.Regex regex = in.next().regex();
                return leaf(new Expr.RegexLiteral(at, regex.source(), regex.nocase(), regex.dotAll()));
            }
            case FILESIZE -> {
                in.next();
                return leaf(new Expr.Filesize(at));
            }
            case ENTRYPOINT -> {
                in.next();
                return leaf(new Expr.Entrypoint(at));
            }
            case INT_READ -> {
                return integerRead();
            }
            case STRING_COUNT -> {
                return stringCount();
            }
            case STRING_OFFSET, STRING_LENGTH -> {
                return stringPlace();
            }
            case IDENTIFIER -> {
                return name();
            }
            default -> {
                if (needsPrimary) {
                    throw in.unexpected(VALUE, valueHint(token));
                }
                return condition(token, at);
            }
        }
    }

    private Node condition(Token token, Position at) {
        switch (token.kind()) {
            case TRUE, FALSE -> {
                in.next();
                return Node.bool(new Expr.BoolLiteral(at, token.kind() == TokenKind.TRUE), 1);
            }
            case STRING_ID -> {
                return string();
            }
            case FOR -> {
                return loop();
            }
            case ALL, ANY, NONE -> {
                Quantifier quantifier = word();
                if (!in.at(TokenKind.OF)) {
                    throw in.unexpected("\"of\" behind \"" + token.kind().text() + "\"", null);
                }
                return of(quantifier, 0, false);
            }
            default -> throw in.unexpected(CONDITION, operandHint(token));
        }
    }

    private static @Nullable String valueHint(Token found) {
        return switch (found.kind()) {
            case STRING_ID -> SyntaxHints.aboutStringAsValue(found.name());
            case TRUE, FALSE -> "true and false cannot be compared or computed with; use and, or, not";
            case OF -> "a percentage stands directly before of, and never in a for loop";
            case FOR, ALL, ANY, NONE -> "a loop or \"of\" is a condition, not a value";
            default -> operandHint(found);
        };
    }

    private static @Nullable String operandHint(Token found) {
        return switch (found.kind()) {
            case RIGHT_BRACE, RIGHT_PAREN, RIGHT_BRACKET -> "an operand is missing";
            case DOT -> "a float needs digits on both sides of the point, such as 0.5";
            case LEFT_BRACE -> "a hex string stands only in the strings section";
            default -> null;
        };
    }

    private static Node leaf(Expr expr) {
        return Node.primary(expr, 1);
    }

    /** Parses {@code uint16be(offset)}. */
    private Node integerRead() {
        Token function = in.next();
        in.expect(TokenKind.LEFT_PAREN, "\"(\" behind \"" + function.name() + "\"");
        Node offset = conditions.primary();
        closeParen("an operator or \")\"");
        String name = function.name();
        boolean signed = !name.startsWith("u");
        boolean bigEndian = name.endsWith("be");
        int bits = name.contains("8") ? 8 : name.contains("16") ? 16 : 32;
        return over(new Expr.IntRead(in.position(function), bits, signed, bigEndian, offset.expr()), offset, function);
    }

    private Node over(Expr expr, Node child, Token at) {
        Node node = Node.primary(expr, child.height() + 1);
        conditions.checkHeight(node, at);
        return node;
    }

    private void closeParen(String expected) {
        in.expect(TokenKind.RIGHT_PAREN, expected);
    }

    private Node stringCount() {
        Token count = in.next();
        Position at = in.position(count);
        if (!in.at(TokenKind.IN)) {
            return leaf(new Expr.StringCount(at, count.name(), null));
        }
        in.next();
        Bounds range = range();
        return Node.primary(new Expr.StringCount(at, count.name(), range.range), range.height + 1);
    }

    /** Parses {@code @a}, {@code !a}, both with or without an index. */
    private Node stringPlace() {
        Token token = in.next();
        Expr index = null;
        int height = 0;
        if (in.accept(TokenKind.LEFT_BRACKET)) {
            Node node = conditions.primary();
            in.expect(TokenKind.RIGHT_BRACKET, "an operator or \"]\"");
            index = node.expr();
            height = node.height();
        }
        Position at = in.position(token);
        Expr expr = token.kind() == TokenKind.STRING_OFFSET
                ? new Expr.StringOffset(at, token.name(), index)
                : new Expr.StringLength(at, token.name(), index);
        Node node = Node.primary(expr, height + 1);
        conditions.checkHeight(node, token);
        return node;
    }

    /** Parses a name with its fields, indexes and calls (grammar.y: identifier). */
    private Node name() {
        Token name = in.next();
        Position at = in.position(name);
        Node node = leaf(new Expr.Identifier(at, name.name()));
        while (true) {
            Token operator = in.peek();
            switch (operator.kind()) {
                case DOT -> {
                    in.next();
                    Token field = in.expect(TokenKind.IDENTIFIER, "a field's name");
                    node = over(new Expr.FieldAccess(at, node.expr(), in.position(field), field.name()), node, field);
                }
                case LEFT_BRACKET -> {
                    in.next();
                    Node index = conditions.primary();
                    in.expect(TokenKind.RIGHT_BRACKET, "an operator or \"]\"");
                    Expr access = new Expr.IndexAccess(at, node.expr(), index.expr());
                    node = over(access, index.height() > node.height() ? index : node, operator);
                }
                case LEFT_PAREN -> node = call(at, node);
                default -> {
                    return node;
                }
            }
        }
    }

    private Node call(Position at, Node function) {
        Token paren = in.next();
        List<Expr> arguments = new ArrayList<>();
        Node highest = function;
        if (!in.at(TokenKind.RIGHT_PAREN)) {
            do {
                Node argument = conditions.expression();
                arguments.add(argument.expr());
                highest = argument.height() > highest.height() ? argument : highest;
            } while (in.accept(TokenKind.COMMA));
        }
        closeParen("an operator, \",\" or \")\"");
        return over(new Expr.Call(at, function.expr(), List.copyOf(arguments)), highest, paren);
    }

    /** Parses {@code $a}, {@code $a at offset}, {@code $a in (low..high)}. */
    private Node string() {
        Token token = in.next();
        Position at = in.position(token);
        String name = token.name();
        if (in.accept(TokenKind.AT)) {
            Node offset = conditions.primary();
            return condition(new Expr.StringAt(at, name, offset.expr()), offset.height(), token);
        }
        if (in.accept(TokenKind.IN)) {
            Bounds range = range();
            return condition(new Expr.StringIn(at, name, range.range), range.height, token);
        }
        return Node.bool(new Expr.StringMatched(at, name), 1);
    }

    private Node condition(Expr expr, int childHeight, Token at) {
        Node node = Node.bool(expr, childHeight + 1);
        conditions.checkHeight(node, at);
        return node;
    }

    private record Bounds(Expr.Range range, int height) {}

    private Bounds range() {
        if (!in.at(TokenKind.LEFT_PAREN)) {
            throw in.unexpected("\"(\" of a range", "a range is written (low..high)");
        }
        Token paren = in.next();
        Node low = conditions.primary();
        if (!in.at(TokenKind.DOT_DOT)) {
            throw in.unexpected("an operator or \"..\"", "a range is written (low..high)");
        }
        in.next();
        return rangeEnd(paren, low);
    }

    private Bounds rangeEnd(Token paren, Node low) {
        Node high = conditions.primary();
        closeParen("an operator or \")\"");
        Expr.Range range = new Expr.Range(in.position(paren), low.expr(), high.expr());
        return new Bounds(range, Math.max(low.height(), high.height()));
    }

    private Quantifier word() {
        Token token = in.next();
        Position at = in.position(token);
        return switch (token.kind()) {
            case ALL -> new Quantifier.All(at);
            case ANY -> new Quantifier.Any(at);
            default -> new Quantifier.None(at);
        };
    }

    /**
     * Parses {@code of set}, with {@code in range} or {@code at offset} where they are allowed: behind strings, without a percentage.
     *
     * @param quantifier what stands before
     * @param height its height
     * @param percent whether it is a percentage
     */
    Node of(Quantifier quantifier, int height, boolean percent) {
        Token of = in.next();
        ElementSet set = set(true);
        Expr.Range range = null;
        Expr at = null;
        int highest = height;
        if (!percent && !(set instanceof ElementSet.Rules)) {
            if (in.accept(TokenKind.IN)) {
                Bounds bounds = range();
                range = bounds.range;
                highest = Math.max(highest, bounds.height);
            } else if (in.accept(TokenKind.AT)) {
                Node offset = conditions.primary();
                at = offset.expr();
                highest = Math.max(highest, offset.height());
            }
        }
        return condition(new Expr.Of(quantifier.position(), quantifier, set, range, at), highest, of);
    }

    private ElementSet set(boolean rulesAllowed) {
        Token first = in.peek();
        Position at = in.position(first);
        if (in.accept(TokenKind.THEM)) {
            return new ElementSet.Them(at);
        }
        if (!in.at(TokenKind.LEFT_PAREN)) {
            boolean string = in.at(TokenKind.STRING_ID) || in.at(TokenKind.STRING_WILDCARD);
            throw in.unexpected(
                    "\"them\" or a set in parentheses", string ? "a set stands in parentheses: ($a, $b*)" : null);
        }
        in.next();
        if (rulesAllowed && in.at(TokenKind.IDENTIFIER)) {
            return new ElementSet.Rules(at, rules());
        }
        return new ElementSet.Strings(at, strings(rulesAllowed));
    }

    private List<Expr.Name> strings(boolean rulesAllowed) {
        List<Expr.Name> names = new ArrayList<>();
        do {
            if (!in.at(TokenKind.STRING_ID) && !in.at(TokenKind.STRING_WILDCARD)) {
                boolean ruleToo = rulesAllowed && names.isEmpty();
                throw in.unexpected(
                        ruleToo ? "a string such as $a or a rule's name" : "a string such as $a", setHint());
            }
            Token name = in.next();
            names.add(new Expr.Name(in.position(name), name.name(), name.kind() == TokenKind.STRING_WILDCARD));
        } while (in.accept(TokenKind.COMMA));
        if (!in.at(TokenKind.RIGHT_PAREN)) {
            throw in.unexpected("\",\" or \")\"", afterElementHint());
        }
        in.next();
        return List.copyOf(names);
    }

    private @Nullable String setHint() {
        return switch (in.peek().kind()) {
            case TEXT, REGEX -> "declare it in the strings section and name it here as $a";
            case IDENTIFIER -> "strings and rules cannot stand in one set, and a loop takes only strings";
            case STRING_COUNT, STRING_OFFSET, STRING_LENGTH -> "a set holds strings such as $a, not conditions";
            default -> null;
        };
    }

    private @Nullable String afterElementHint() {
        return switch (in.peek().kind()) {
            case STRING_ID, STRING_WILDCARD -> "the strings of a set are separated by commas";
            case IDENTIFIER -> "a wildcard stands only at the end of a name: $a*";
            case AND, OR -> "a set is a list with commas; join conditions outside of it";
            default -> null;
        };
    }

    private List<Expr.Name> rules() {
        List<Expr.Name> names = new ArrayList<>();
        do {
            if (!in.at(TokenKind.IDENTIFIER)) {
                throw in.unexpected("a rule's name", "strings and rules cannot stand in one set");
            }
            Token name = in.next();
            names.add(new Expr.Name(in.position(name), name.name(), in.accept(TokenKind.STAR)));
        } while (in.accept(TokenKind.COMMA));
        closeParen("\",\" or \")\"");
        return List.copyOf(names);
    }

    private Node loop() {
        Token loop = in.next();
        Position at = in.position(loop);
        Quantifier quantifier;
        int height = 0;
        switch (in.peek().kind()) {
            case ALL, ANY, NONE -> quantifier = word();
            default -> {
                Node count = conditions.primary();
                quantifier = new Quantifier.Count(count.expr().position(), count.expr());
                height = count.height();
            }
        }
        if (in.accept(TokenKind.OF)) {
            ElementSet set = set(false);
            Node body = body();
            return condition(new Expr.ForOf(at, quantifier, set, body.expr()), Math.max(height, body.height()), loop);
        }
        List<String> variables = variables();
        in.expect(TokenKind.IN, "\",\" or \"in\"");
        Source source = iterated();
        Node body = body();
        height = Math.max(Math.max(height, source.height), body.height());
        return condition(new Expr.ForIn(at, quantifier, variables, source.iterated, body.expr()), height, loop);
    }

    private List<String> variables() {
        List<String> names = new ArrayList<>();
        do {
            if (!in.at(TokenKind.IDENTIFIER)) {
                throw in.unexpected(names.isEmpty() ? "\"of\" or a loop variable" : "a loop variable", variableHint());
            }
            if (names.size() == 2) {
                throw in.error(in.peek(), "a loop has at most two variables", "one for an array, two for a dictionary");
            }
            names.add(in.next().name());
        } while (in.accept(TokenKind.COMMA));
        return List.copyOf(names);
    }

    private @Nullable String variableHint() {
        Token found = in.peek();
        if (found.kind() == TokenKind.PERCENT || found.kind() == TokenKind.LEFT_PAREN) {
            return null;
        }
        return found.kind().isKeyword() ? in.describe(found) + " is a reserved word and cannot be a variable" : null;
    }

    private record Source(Iterated iterated, int height) {}

    private Source iterated() {
        Token first = in.peek();
        if (first.kind() == TokenKind.IDENTIFIER) {
            Node collection = name();
            return new Source(new Iterated.Collection(collection.expr()), collection.height());
        }
        if (first.kind() != TokenKind.LEFT_PAREN) {
            throw in.unexpected("a range, a list in parentheses or a module's array", null);
        }
        in.next();
        Node value = conditions.primary();
        if (in.accept(TokenKind.DOT_DOT)) {
            Bounds bounds = rangeEnd(first, value);
            return new Source(new Iterated.Over(bounds.range), bounds.height);
        }
        List<Expr> values = new ArrayList<>();
        values.add(value.expr());
        int height = value.height();
        while (in.accept(TokenKind.COMMA)) {
            value = conditions.primary();
            values.add(value.expr());
            height = Math.max(height, value.height());
        }
        closeParen("an operator, \"..\", \",\" or \")\"");
        return new Source(new Iterated.Listed(in.position(first), List.copyOf(values)), height);
    }

    private Node body() {
        in.expect(TokenKind.COLON, "\":\" before the loop's body");
        if (!in.at(TokenKind.LEFT_PAREN)) {
            throw in.unexpected("\"(\" before the loop's body", "a loop's body stands in parentheses: ( condition )");
        }
        in.next();
        Node body = conditions.expression();
        closeParen("an operator or \")\"");
        return body;
    }
}
