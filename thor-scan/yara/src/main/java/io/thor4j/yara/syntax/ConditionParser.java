package io.thor4j.yara.syntax;

import io.thor4j.yara.syntax.Expr.BinaryOp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses conditions by operator precedence with a stack of its own, so that parentheses, prefix operators and long chains need no recursion;
 * {@link OperandParser} recurses into calls, brackets and loops.
 *
 * <p>The grammar (libyara grammar.y, precedences at :253-264) knows two kinds of expression. Primary ones are values; comparisons and
 * arithmetic take nothing else. Boolean ones are comparisons, strings, {@code of}, {@code for}, {@code true}, {@code not}, and every
 * primary may stand as a boolean. A parenthesis around a primary is primary, and where a primary is needed nothing else may stand in one.
 */
final class ConditionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int PREFIX = 3;
    private static final int COMPARISON = 4;
    private static final int MULTIPLICATION = 10;
    private static final int SIGN = 11;

    private final TokenStream in;
    private final OperandParser operands;
    private int recursion;

    ConditionParser(TokenStream in) {
        this.in = in;
        this.operands = new OperandParser(in, this);
    }

    /** Parses a rule's condition up to the token that cannot belong to it. */
    Expr condition() {
        return parse(false).expr();
    }

    /** Parses an expression where a value is needed. */
    Node primary() {
        return parse(true);
    }

    /** Parses an expression of any kind. */
    Node expression() {
        return parse(false);
    }

    private Node parse(boolean primaryOnly) {
        if (++recursion > SyntaxLimits.MAX_RECURSION) {
            throw tooDeep(SyntaxLimits.MAX_RECURSION);
        }
        Stack stack = new Stack(primaryOnly);
        do {
            prefixes(stack);
            stack.operands.add(operands.parse(stack.needsPrimary()));
        } while (operator(stack));
        if (stack.openParens > 0) {
            throw in.unexpected("an operator or \")\"", null);
        }
        reduce(stack, 0);
        recursion--;
        return stack.operands.get(0);
    }

    private SyntaxError tooDeep(int levels) {
        return in.error(in.peek(), "the condition is nested more than " + levels + " levels deep", "split the rule");
    }

    private void prefixes(Stack stack) {
        while (true) {
            TokenKind kind = in.peek().kind();
            switch (kind) {
                case NOT, DEFINED -> {
                    if (stack.needsPrimary()) {
                        throw in.unexpected(
                                "a value",
                                "\"" + kind.text() + "\" takes a whole comparison, write it before the left operand");
                    }
                    stack.push(new Operator(in.next(), PREFIX, false));
                }
                case MINUS, TILDE -> stack.push(new Operator(in.next(), SIGN, true));
                case LEFT_PAREN -> {
                    if (++stack.openParens > SyntaxLimits.MAX_PARENTHESES) {
                        throw tooDeep(SyntaxLimits.MAX_PARENTHESES);
                    }
                    stack.push(new Operator(in.peek(), 0, stack.needsPrimary()));
                    in.next();
                }
                default -> {
                    return;
                }
            }
        }
    }

    /** Handles what follows an operand; returns true when a binary operator was taken, so that another operand has to follow. */
    private boolean operator(Stack stack) {
        while (true) {
            TokenKind kind = in.peek().kind();
            switch (kind) {
                case RIGHT_PAREN -> {
                    if (stack.openParens == 0) {
                        return false;
                    }
                    in.next();
                    closeParen(stack);
                }
                case OF -> {
                    if (!of(stack, false)) {
                        return false;
                    }
                }
                case PERCENT -> {
                    if (in.peek(1).kind() == TokenKind.OF && of(stack, true)) {
                        break;
                    }
                    return arithmetic(stack, MULTIPLICATION);
                }
                case AND, OR -> {
                    return connective(stack, kind == TokenKind.AND ? AND : OR);
                }
                case MATCHES -> {
                    if (!matches(stack)) {
                        return false;
                    }
                }
                default -> {
                    if (SyntaxHints.isComparison(kind)) {
                        return comparison(stack);
                    }
                    int precedence = arithmeticPrecedence(kind);
                    return precedence > 0 && arithmetic(stack, precedence);
                }
            }
        }
    }

    private void closeParen(Stack stack) {
        reduce(stack, 0);
        stack.operators.remove(stack.operators.size() - 1);
        stack.openParens--;
        stack.pushOperand(stack.popOperand().enclosed());
    }

    private boolean connective(Stack stack, int precedence) {
        if (stack.enclosedNeedsPrimary()) {
            return false;
        }
        reduce(stack, precedence);
        stack.push(new Operator(in.next(), precedence, false));
        return true;
    }

    private boolean arithmetic(Stack stack, int precedence) {
        reduce(stack, precedence);
        if (!stack.topOperand().isPrimary()) {
            return false;
        }
        stack.push(new Operator(in.next(), precedence, true));
        return true;
    }

    /** Tells whether a comparison may begin behind the operand: comparisons do not chain, whatever their precedence. */
    private boolean mayCompare(Stack stack) {
        if (stack.enclosedNeedsPrimary()) {
            return false;
        }
        reduce(stack, COMPARISON);
        return stack.topOperand().isPrimary();
    }

    private boolean comparison(Stack stack) {
        if (!mayCompare(stack)) {
            return false;
        }
        stack.push(new Operator(in.next(), COMPARISON, true));
        return true;
    }

    /** Parses {@code matches /re/}, whose right side is a literal and ends the comparison. */
    private boolean matches(Stack stack) {
        if (!mayCompare(stack)) {
            return false;
        }
        Token operator = in.next();
        if (!in.at(TokenKind.REGEX)) {
            boolean text = in.at(TokenKind.TEXT);
            throw in.unexpected("a regular expression", text ? "write /regex/, or use == or contains" : null);
        }
        stack.pushOperand(operands.parse(true));
        stack.pushOperand(binary(operator, stack));
        return true;
    }

    /** Parses {@code n of} and {@code n% of} when the operand may be a quantifier, else does nothing. */
    private boolean of(Stack stack, boolean percent) {
        reduce(stack, percent ? MULTIPLICATION : COMPARISON + 1);
        if (stack.needsPrimary() || !stack.topOperand().isPrimary()) {
            return false;
        }
        if (percent) {
            in.next();
        }
        Node count = stack.popOperand();
        Position position = count.expr().position();
        Expr.Quantifier quantifier = percent
                ? new Expr.Quantifier.Percent(position, count.expr())
                : new Expr.Quantifier.Count(position, count.expr());
        stack.pushOperand(operands.of(quantifier, count.height(), percent));
        return true;
    }

    /** Applies the operators above the innermost open parenthesis that bind at least as tightly. */
    private void reduce(Stack stack, int precedence) {
        while (true) {
            Operator top = stack.top();
            if (top == null || top.isParen() || top.precedence < precedence) {
                return;
            }
            stack.operators.remove(stack.operators.size() - 1);
            Node result;
            if (top.precedence == PREFIX || top.precedence == SIGN) {
                result = unary(top.token, stack.popOperand());
            } else if (top.precedence <= AND) {
                Node right = stack.popOperand();
                result = Node.join(top.token.kind(), stack.popOperand(), right);
            } else {
                result = binary(top.token, stack);
            }
            checkHeight(result, top.token);
            stack.pushOperand(result);
        }
    }

    private Node unary(Token operator, Node operand) {
        Expr.UnaryOp op = switch (operator.kind()) {
            case NOT -> Expr.UnaryOp.NOT;
            case DEFINED -> Expr.UnaryOp.DEFINED;
            case MINUS -> Expr.UnaryOp.MINUS;
            default -> Expr.UnaryOp.BIT_NOT;
        };
        Expr expr = new Expr.Unary(in.position(operator), op, operand.expr());
        int height = operand.height() + 1;
        boolean value = op == Expr.UnaryOp.MINUS || op == Expr.UnaryOp.BIT_NOT;
        return value ? Node.primary(expr, height) : Node.bool(expr, height);
    }

    private Node binary(Token operator, Stack stack) {
        Node right = stack.popOperand();
        Node left = stack.popOperand();
        BinaryOp op = binaryOp(operator.kind());
        Expr expr = new Expr.Binary(left.expr().position(), op, in.position(operator), left.expr(), right.expr());
        int height = Math.max(left.height(), right.height()) + 1;
        return SyntaxHints.isComparison(operator.kind()) ? Node.bool(expr, height) : Node.primary(expr, height);
    }

    /** Refuses a tree that later stages could not walk. */
    void checkHeight(Node node, Token at) {
        if (node.height() > SyntaxLimits.MAX_HEIGHT) {
            String message = "the condition is nested more than " + SyntaxLimits.MAX_HEIGHT + " operators deep";
            throw in.error(at, message, "split the rule");
        }
    }

    private static int arithmeticPrecedence(TokenKind kind) {
        return switch (kind) {
            case PIPE -> 5;
            case CARET -> 6;
            case AMPERSAND -> 7;
            case SHIFT_LEFT, SHIFT_RIGHT -> 8;
            case PLUS, MINUS -> 9;
            case STAR, BACKSLASH, PERCENT -> MULTIPLICATION;
            default -> 0;
        };
    }

    private static BinaryOp binaryOp(TokenKind kind) {
        return switch (kind) {
            case EQ -> BinaryOp.EQ;
            case NE -> BinaryOp.NE;
            case LT -> BinaryOp.LT;
            case LE -> BinaryOp.LE;
            case GT -> BinaryOp.GT;
            case GE -> BinaryOp.GE;
            case CONTAINS -> BinaryOp.CONTAINS;
            case ICONTAINS -> BinaryOp.ICONTAINS;
            case STARTSWITH -> BinaryOp.STARTSWITH;
            case ISTARTSWITH -> BinaryOp.ISTARTSWITH;
            case ENDSWITH -> BinaryOp.ENDSWITH;
            case IENDSWITH -> BinaryOp.IENDSWITH;
            case IEQUALS -> BinaryOp.IEQUALS;
            case MATCHES -> BinaryOp.MATCHES;
            case PIPE -> BinaryOp.BIT_OR;
            case CARET -> BinaryOp.BIT_XOR;
            case AMPERSAND -> BinaryOp.BIT_AND;
            case SHIFT_LEFT -> BinaryOp.SHIFT_LEFT;
            case SHIFT_RIGHT -> BinaryOp.SHIFT_RIGHT;
            case PLUS -> BinaryOp.ADD;
            case MINUS -> BinaryOp.SUBTRACT;
            case STAR -> BinaryOp.MULTIPLY;
            case BACKSLASH -> BinaryOp.DIVIDE;
            case PERCENT -> BinaryOp.MODULO;
            default -> throw new IllegalArgumentException(kind.text());
        };
    }

    /**
     * An operator or open parenthesis that waits for its operand.
     *
     * @param token the operator
     * @param precedence how tightly it binds, 0 for a parenthesis
     * @param needsPrimary whether only a value may follow
     */
    private record Operator(Token token, int precedence, boolean needsPrimary) {
        boolean isParen() {
            return precedence == 0;
        }
    }

    /** Operators and operands of one expression. */
    private static final class Stack {
        final List<Operator> operators = new ArrayList<>();
        final List<Node> operands = new ArrayList<>();
        final boolean primaryOnly;
        int openParens;

        Stack(boolean primaryOnly) {
            this.primaryOnly = primaryOnly;
        }

        @Nullable
        Operator top() {
            return operators.isEmpty() ? null : operators.get(operators.size() - 1);
        }

        void push(Operator operator) {
            operators.add(operator);
        }

        void pushOperand(Node node) {
            operands.add(node);
        }

        Node popOperand() {
            return operands.remove(operands.size() - 1);
        }

        Node topOperand() {
            return operands.get(operands.size() - 1);
        }

        /** Tells whether the next operand has to be a value. */
        boolean needsPrimary() {
            Operator top = top();
            return top == null ? primaryOnly : top.needsPrimary;
        }

        /** Tells whether the innermost parenthesis (or the whole expression) has to be a value. */
        boolean enclosedNeedsPrimary() {
            for (int i = operators.size() - 1; i >= 0; i--) {
                if (operators.get(i).isParen()) {
                    return operators.get(i).needsPrimary;
                }
            }
            return primaryOnly;
        }
    }
}
