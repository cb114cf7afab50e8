package io.thor4j.yara.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a condition as written; names are not yet resolved and types not yet checked. Byte arrays are not to be changed. */
@SuppressWarnings("ArrayRecordComponent") // Nodes are not compared.
public sealed interface Expr {
    /** Returns where the node begins (an operator's node: where its left operand begins). */
    Position position();

    /** {@code true} or {@code false}. */
    record BoolLiteral(Position position, boolean value) implements Expr {}

    /** An integer, KB and MB applied. */
    record IntLiteral(Position position, long value) implements Expr {}

    /** A float. */
    record FloatLiteral(Position position, double value) implements Expr {}

    /** A text literal, unescaped. */
    record TextLiteral(Position position, byte[] value) implements Expr {}

    /** A regex literal; {@code source} is what stands between the slashes, with {@code \/} already made {@code /}. */
    record RegexLiteral(Position position, byte[] source, boolean nocase, boolean dotAll) implements Expr {}

    /** {@code filesize}. */
    record Filesize(Position position) implements Expr {}

    /** {@code entrypoint}. */
    record Entrypoint(Position position) implements Expr {}

    /** A loop variable, an external, a module or a rule. */
    record Identifier(Position position, String name) implements Expr {}

    /** {@code object.field}; {@code position} is the object's, {@code fieldPosition} the field's. */
    record FieldAccess(Position position, Expr object, Position fieldPosition, String field) implements Expr {}

    /** {@code object[index]}. */
    record IndexAccess(Position position, Expr object, Expr index) implements Expr {}

    /** {@code function(arguments)}. */
    record Call(Position position, Expr function, List<Expr> arguments) implements Expr {}

    /** {@code $a}, or {@code $} in a for-of body. Identifiers keep the dollar sign throughout. */
    record StringMatched(Position position, String identifier) implements Expr {}

    /** {@code $a at offset}. */
    record StringAt(Position position, String identifier, Expr offset) implements Expr {}

    /** {@code $a in (low..high)}. */
    record StringIn(Position position, String identifier, Range range) implements Expr {}

    /** {@code #a} or {@code #a in (low..high)}; the identifier is kept as {@code $a}. */
    record StringCount(
            Position position, String identifier, @Nullable Range range) implements Expr {}

    /** {@code @a} or {@code @a[index]}; the identifier is kept as {@code $a}. */
    record StringOffset(
            Position position, String identifier, @Nullable Expr index) implements Expr {}

    /** {@code !a} or {@code !a[index]}; the identifier is kept as {@code $a}. */
    record StringLength(
            Position position, String identifier, @Nullable Expr index) implements Expr {}

    /** {@code uint16be(offset)} and its kin: {@code bits} is 8, 16 or 32. */
    record IntRead(Position position, int bits, boolean signed, boolean bigEndian, Expr offset) implements Expr {}

    /** A prefix operator. */
    record Unary(Position position, UnaryOp op, Expr operand) implements Expr {}

    /** A binary operator other than {@code and}/{@code or}; {@code operatorPosition} is where the operator stands. */
    record Binary(Position position, BinaryOp op, Position operatorPosition, Expr left, Expr right) implements Expr {}

    /** {@code a and b and c}, left to right, at least two; flattened, so that a long chain is not deep. */
    record And(Position position, List<Expr> operands) implements Expr {}

    /** {@code a or b or c}, left to right, at least two; flattened, so that a long chain is not deep. */
    record Or(Position position, List<Expr> operands) implements Expr {}

    /** {@code q of set}, with {@code in range} or {@code at offset} when not null (never both, never for rule sets). */
    record Of(
            Position position,
            Quantifier quantifier,
            ElementSet set,
            @Nullable Range in,
            @Nullable Expr at) implements Expr {}

    /** {@code for q of set : ( body )}. */
    record ForOf(Position position, Quantifier quantifier, ElementSet set, Expr body) implements Expr {}

    /** {@code for q variables in iterator : ( body )}; one variable, or two for a dictionary. */
    record ForIn(Position position, Quantifier quantifier, List<String> variables, Iterated iterated, Expr body)
            implements Expr {}

    /** {@code (low..high)}, both ends inclusive. */
    record Range(Position position, Expr low, Expr high) {}

    /** How many must hold. */
    sealed interface Quantifier {
        /** Returns where it stands. */
        Position position();

        /** {@code all}. */
        record All(Position position) implements Quantifier {}

        /** {@code any}. */
        record Any(Position position) implements Quantifier {}

        /** {@code none}. */
        record None(Position position) implements Quantifier {}

        /** An expression: at least that many. */
        record Count(Position position, Expr count) implements Quantifier {}

        /** {@code N%}: at least that share. */
        record Percent(Position position, Expr percentage) implements Quantifier {}
    }

    /** What a quantifier ranges over. */
    sealed interface ElementSet {
        /** Returns where it stands. */
        Position position();

        /** {@code them}. */
        record Them(Position position) implements ElementSet {}

        /** {@code ($a, $b*)}. */
        record Strings(Position position, List<Name> names) implements ElementSet {}

        /** {@code (rule1, rule2*)}. */
        record Rules(Position position, List<Name> names) implements ElementSet {}
    }

    /** A name in a set, without its star; strings keep the dollar sign ({@code $*} is {@code $} with {@code prefix} true). */
    record Name(Position position, String name, boolean prefix) {}

    /** What a for-in loop walks over. */
    sealed interface Iterated {
        /** {@code (low..high)}. */
        record Over(Range range) implements Iterated {}

        /** {@code (e1, e2, ...)}. */
        record Listed(Position position, List<Expr> values) implements Iterated {}

        /** A module's array or dictionary. */
        record Collection(Expr collection) implements Iterated {}
    }

    /** Prefix operators. */
    enum UnaryOp {
        /** {@code not}. */
        NOT,
        /** {@code defined}. */
        DEFINED,
        /** {@code -}. */
        MINUS,
        /** {@code ~}. */
        BIT_NOT
    }

    /** Binary operators. */
    enum BinaryOp {
        /** {@code ==}. */
        EQ,
        /** {@code !=}. */
        NE,
        /** {@code <}. */
        LT,
        /** {@code <=}. */
        LE,
        /** {@code >}. */
        GT,
        /** {@code >=}. */
        GE,
        /** {@code contains}. */
        CONTAINS,
        /** {@code icontains}. */
        ICONTAINS,
        /** {@code startswith}. */
        STARTSWITH,
        /** {@code istartswith}. */
        ISTARTSWITH,
        /** {@code endswith}. */
        ENDSWITH,
        /** {@code iendswith}. */
        IENDSWITH,
        /** {@code iequals}. */
        IEQUALS,
        /** {@code matches}. */
        MATCHES,
        /** {@code |}. */
        BIT_OR,
        /** {@code ^}. */
        BIT_XOR,
        /** {@code &}. */
        BIT_AND,
        /** {@code <<}. */
        SHIFT_LEFT,
        /** {@code >>}. */
        SHIFT_RIGHT,
        /** {@code +}. */
        ADD,
        /** {@code -}. */
        SUBTRACT,
        /** {@code *}. */
        MULTIPLY,
        /** {@code \}. */
        DIVIDE,
        /** {@code %}. */
        MODULO
    }
}
