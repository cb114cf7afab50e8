package io.thor4j.yara.spi;

import org.jspecify.annotations.Nullable;

/** The body of a module's function. Stateless; threads share it. */
@FunctionalInterface
public interface ModuleFunction {
    /**
     * Computes the result. Not called when an argument is undefined.
     *
     * @param self the structure in which the function was declared (the module itself, or one of its nested structures)
     * @param arguments as declared by the overload: {@link Long}, {@link Double}, {@code byte[]} or {@link RegexArgument}
     * @return a value of the declared result type, null when it is undefined
     */
    @Nullable
    Object call(StructValue self, Object[] arguments);
}
