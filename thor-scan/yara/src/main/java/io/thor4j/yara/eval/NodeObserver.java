package io.thor4j.yara.eval;

/**
 * Sees the nodes that a {@link NodeBuilder} makes, and may put itself between a node and those that ask for its value. Every node that
 * {@link #begin} announces is followed by one of the other calls, with those of its operands between the two.
 */
interface NodeObserver {
    /** Leaves every node as it is. */
    NodeObserver NONE = new NodeObserver() {};

    /** A node is about to be made. */
    default void begin(Ir ir) {}

    /** Returns what is used in place of the node that began last. */
    default BoolNode boolMade(BoolNode node) {
        return node;
    }

    /** Returns what is used in place of the node that began last. */
    default IntNode intMade(IntNode node) {
        return node;
    }

    /** Returns what is used in place of the node that began last. */
    default FloatNode floatMade(FloatNode node) {
        return node;
    }

    /** Returns what is used in place of the node that began last. */
    default TextNode textMade(TextNode node) {
        return node;
    }
}
