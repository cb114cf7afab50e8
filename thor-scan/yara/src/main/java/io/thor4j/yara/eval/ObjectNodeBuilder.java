package io.thor4j.yara.eval;

import io.thor4j.yara.pattern.RegexSearch;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of {@link NodeBuilder} that follows a module's types. */
final class ObjectNodeBuilder {
    /**
     * A node with the type of its values.
     *
     * @param node the node
     * @param type what the module declares
     */
    record Typed(ObjectNode node, ModuleType type) {}

    private final NodeBuilder nodes;

    ObjectNodeBuilder(NodeBuilder nodes) {
        this.nodes = nodes;
    }

    ObjectNode scalar(Ir ir, ModuleType.Scalar wanted) throws IrException {
        Typed result = build(ir);
        if (result.type != wanted) {
            throw new IrException("value of type " + result.type + " in place of " + wanted);
        }
        return result.node;
    }

    Typed build(Ir ir) throws IrException {
        OperandReader.expect(ir, Kind.OBJECT);
        switch (ir.op()) {
            case MODULE -> {
                if (ir.number() < 0 || ir.number() >= nodes.modules().size()) {
                    throw new IrException("module " + ir.number());
                }
                int index = (int) ir.number();
                return new Typed(
                        new ObjectNodes.Module(index),
                        nodes.modules().get(index).structure());
            }
            case LOOP_OBJECT -> {
                if (nodes.slotType(ir.number()) instanceof ModuleType type) {
                    return new Typed(new ObjectNodes.LoopVariable((int) ir.number()), type);
                }
                throw new IrException("loop variable " + ir.number());
            }
            case FIELD -> {
                return field(ir);
            }
            case INDEX -> {
                return index(ir);
            }
            case KEY -> {
                return key(ir);
            }
            default -> {
                return call(ir);
            }
        }
    }

    private Typed first(Ir ir, int operands) throws IrException {
        if (ir.operands().size() < operands) {
            throw new IrException(ir.op() + " without operands");
        }
        return build(ir.operand(0));
    }

    private Typed field(Ir ir) throws IrException {
        Typed object = first(ir, 1);
        String name = OperandReader.name(ir);
        if (object.type instanceof StructType struct && struct.member(name) instanceof StructType.Field field) {
            return new Typed(new ObjectNodes.Field(object.node, name), field.type());
        }
        throw new IrException("no field " + name);
    }

    private Typed index(Ir ir) throws IrException {
        Typed object = first(ir, 2);
        if (object.type instanceof ModuleType.Array array) {
            return new Typed(new ObjectNodes.Index(object.node, nodes.integer(ir.operand(1))), array.element());
        }
        throw new IrException("index of " + object.type);
    }

    private Typed key(Ir ir) throws IrException {
        Typed object = first(ir, 2);
        if (object.type instanceof ModuleType.Dictionary dictionary) {
            return new Typed(new ObjectNodes.Key(object.node, nodes.text(ir.operand(1))), dictionary.value());
        }
        throw new IrException("key of " + object.type);
    }

    private Typed call(Ir ir) throws IrException {
        Typed object = first(ir, 1);
        String name = OperandReader.name(ir);
        List<Ir> arguments = ir.operands().subList(1, ir.operands().size());
        if (object.type instanceof StructType struct
                && struct.member(name) instanceof StructType.Function function
                && ir.number() >= 0
                && ir.number() < function.overloads().size()) {
            StructType.Overload overload = function.overloads().get((int) ir.number());
            if (overload.parameters().size() == arguments.size()) {
                ObjectNodes.Argument[] values = new ObjectNodes.Argument[arguments.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = argument(arguments.get(i), overload.parameters().get(i));
                }
                return new Typed(new ObjectNodes.Call(object.node, name, overload.body(), values), overload.result());
            }
        }
        throw new IrException("no function " + name + " with " + arguments.size() + " arguments");
    }

    private ObjectNodes.Argument argument(Ir ir, ModuleType.Scalar type) throws IrException {
        switch (type) {
            case INTEGER:
            case BOOLEAN:
                IntNode integer = nodes.integer(ir);
                return e -> boxed(integer.value(e));
            case FLOAT:
                FloatNode floating = nodes.floating(ir);
                return e -> boxed(floating.value(e));
            case STRING:
                TextNode text = nodes.text(ir);
                return text::value;
            case REGEX:
            default:
                RegexSearch regex = nodes.regex(ir);
                return e -> regex;
        }
    }

    private static @Nullable Long boxed(long value) {
        return value == IntNode.UNDEFINED ? null : value;
    }

    private static @Nullable Double boxed(double value) {
        return FloatNode.isUndefined(value) ? null : value;
    }
}
