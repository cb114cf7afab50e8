package io.thor4j.yara.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operand while a condition is parsed: its tree, whether the grammar calls it primary (a value) or boolean, and its height. A row of
 * equal {@code and} or {@code or} is kept open as one flat list. Used by one thread.
 */
final class Node {
    private final boolean primary;
    private final int height;
    private final @Nullable Expr expr;
    private final @Nullable TokenKind rowOperator;
    private final List<Expr> row;

    private Node(boolean primary, int height, @Nullable Expr expr, @Nullable TokenKind rowOperator, List<Expr> row) {
        this.primary = primary;
        this.height = height;
        this.expr = expr;
        this.rowOperator = rowOperator;
        this.row = row;
    }

    /** Makes a value. */
    static Node primary(Expr expr, int height) {
        return new Node(true, height, expr, null, List.of());
    }

    /** Makes a condition. */
    static Node bool(Expr expr, int height) {
        return new Node(false, height, expr, null, List.of());
    }

    /** Joins two nodes with {@code and} or {@code or}. */
    static Node join(TokenKind operator, Node left, Node right) {
        int height = Math.max(left.rowOperator == operator ? left.height - 1 : left.height, right.height) + 1;
        List<Expr> row = left.row;
        if (left.rowOperator != operator) {
            row = new ArrayList<>();
            row.add(left.expr());
        }
        row.add(right.expr());
        return new Node(false, height, null, operator, row);
    }

    /** Returns the node as it stands in parentheses: a row is closed. */
    Node enclosed() {
        return rowOperator == null ? this : bool(expr(), height);
    }

    boolean isPrimary() {
        return primary;
    }

    int height() {
        return height;
    }

    /** Returns the tree. */
    Expr expr() {
        if (expr != null) {
            return expr;
        }
        Position position = row.get(0).position();
        return rowOperator == TokenKind.AND
                ? new Expr.And(position, List.copyOf(row))
                : new Expr.Or(position, List.copyOf(row));
    }
}
