package io.thor4j.yara.eval;

import io.thor4j.yara.spi.ModuleFunction;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way through a module's values. Whatever is not there, or not of the declared type, is undefined. */
final class ObjectNodes {
    private ObjectNodes() {}

    record Module(int index) implements ObjectNode {
        @Override
        public @Nullable Object value(Evaluation e) {
            return e.module(index);
        }
    }

    record LoopVariable(int slot) implements ObjectNode {
        @Override
        public @Nullable Object value(Evaluation e) {
            return e.loopObjects[slot];
        }
    }

    record Field(ObjectNode object, String name) implements ObjectNode {
        @Override
        public @Nullable Object value(Evaluation e) {
            if (!(object.value(e) instanceof StructValue struct)) {
                return null;
            }
            try {
                return struct.get(name);
            } catch (RuntimeException failure) {
                // A lazy field runs the module's code.
                e.moduleFailed(name, failure);
                return null;
            }
        }
    }

    record Index(ObjectNode array, IntNode index) implements ObjectNode {
        @Override
        public @Nullable Object value(Evaluation e) {
            long i = index.value(e);
            if (array.value(e) instanceof List<?> elements && i >= 0 && i < elements.size()) {
                return elements.get((int) i);
            }
            return null;
        }
    }

    record Key(ObjectNode dictionary, TextNode key) implements ObjectNode {
        @Override
        public @Nullable Object value(Evaluation e) {
            byte[] text = key.value(e);
            if (text != null && dictionary.value(e) instanceof Map<?, ?> entries) {
                return entries.get(new String(text, StandardCharsets.ISO_8859_1));
            }
            return null;
        }
    }

    /** An argument as functions take it. */
    interface Argument {
        /** Returns a {@link Long}, {@link Double}, {@code byte[]} or regex, null for undefined. */
        @Nullable
        Object value(Evaluation e);
    }

    /** Not called with an undefined argument, and then undefined itself (libyara exec.c:1435). */
    static final class Call implements ObjectNode {
        private final ObjectNode self;
        private final ModuleFunction function;
        private final Argument[] arguments;

        private final String name;

        Call(ObjectNode self, String name, ModuleFunction function, Argument[] arguments) {
            this.name = name;
            this.self = self;
            this.function = function;
            this.arguments = arguments;
        }

        @Override
        public @Nullable Object value(Evaluation e) {
            Object[] values = new Object[arguments.length];
            for (int i = 0; i < values.length; i++) {
                Object value = arguments[i].value(e);
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            if (!(self.value(e) instanceof StructValue struct)) {
                return null;
            }
            // A function may read the whole file, so a thousand calls between two looks at the clock would be too many.
            e.look();
            if (e.stopped) {
                return null;
            }
            try {
                return function.call(struct, values);
            } catch (RuntimeException failure) {
                e.moduleFailed(name, failure);
                return null;
            }
        }
    }
}
