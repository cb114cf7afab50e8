package io.thor4j.yara.eval;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of external variables in one scanner. Used by one thread. */
final class ExternalValues {
    final long[] ints;
    final double[] floats;
    final byte[][] texts;

    private final List<ExternalVariable> variables;
    private final Map<String, Integer> indexes = new HashMap<>();

    ExternalValues(List<ExternalVariable> variables) {
        this.variables = variables;
        ints = new long[variables.size()];
        floats = new double[variables.size()];
        texts = new byte[variables.size()][];
        for (int i = 0; i < variables.size(); i++) {
            indexes.put(variables.get(i).name(), i);
            texts[i] = new byte[0];
            set(i, variables.get(i).value());
        }
    }

    /**
     * Gives a variable a value.
     *
     * @throws IllegalArgumentException when there is no such variable, or of another type
     */
    void set(String name, Object value) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("the rules were compiled without an external variable " + name);
        }
        ExternalVariable known = variables.get(index);
        if (new ExternalVariable(name, value).kind() != known.kind()) {
            throw new IllegalArgumentException("external variable " + name + " was defined as "
                    + known.value().getClass().getSimpleName() + ", not as "
                    + value.getClass().getSimpleName());
        }
        set(index, value);
    }

    private void set(int index, Object value) {
        if (value instanceof Long number) {
            ints[index] = number;
        } else if (value instanceof Boolean truth) {
            ints[index] = truth ? 1 : 0;
        } else if (value instanceof Double number) {
            floats[index] = number;
        } else if (value instanceof String text) {
            texts[index] = text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
