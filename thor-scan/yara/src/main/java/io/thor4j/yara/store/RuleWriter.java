package io.thor4j.yara.store;

import io.thor4j.yara.YaraMeta;
import io.thor4j.yara.eval.ExternalVariable;
import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.flat.FlatWriter;
import io.thor4j.yara.pattern.Pattern;
import io.thor4j.yara.pattern.PatternSpec;
import io.thor4j.yara.pattern.PatternWriter;
import io.thor4j.yara.scan.PatternSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** Writes rules in the format of {@link RuleFormat}; equal rules give equal bytes. */
public final class RuleWriter {
    private final ByteWriter out = new ByteWriter();
    private final Map<PatternSpec, Integer> specs = new LinkedHashMap<>();

    private RuleWriter() {}

    /**
     * Writes rules.
     *
     * @param image the rules
     * @param patterns what the strings were compiled to, at least those of the rules
     * @param out takes the bytes, is not closed
     * @throws IOException when the stream fails
     */
    public static void write(RuleImage image, PatternSet patterns, OutputStream out) throws IOException {
        RuleWriter writer = new RuleWriter();
        writer.image(image, patterns);
        byte[] payload = writer.out.toBytes();
        CRC32 checksum = new CRC32();
        checksum.update(payload);
        ByteBuffer header = ByteBuffer.allocate(RuleFormat.HEADER_BYTES);
        header.putLong(RuleFormat.MAGIC).putInt(RuleFormat.VERSION).putLong(payload.length);
        header.putInt((int) checksum.getValue());
        out.write(header.array());
        out.write(payload);
    }

    private void image(RuleImage image, PatternSet patterns) {
        texts(image.namespaces());
        out.number(image.externals().size());
        image.externals().forEach(this::external);
        texts(image.modules());
        for (RuleImage.Rule rule : image.rules()) {
            for (RuleImage.StringEntry string : rule.strings()) {
                specs.putIfAbsent(string.spec(), specs.size());
            }
        }
        out.number(specs.size());
        specs.keySet().forEach(this::spec);
        PatternWriter compiled = new PatternWriter();
        Map<PatternSpec, Pattern> bySpec = new HashMap<>();
        for (int i = 0; i < patterns.size(); i++) {
            bySpec.putIfAbsent(patterns.spec(i), patterns.pattern(i));
        }
        specs.keySet().forEach(spec -> compiled.add(Objects.requireNonNull(bySpec.get(spec))));
        FlatWriter columns = new FlatWriter();
        compiled.writeTo(columns);
        out.part(columns.toBytes());
        out.number(image.rules().size());
        image.rules().forEach(this::rule);
    }

    private void texts(List<String> values) {
        out.number(values.size());
        values.forEach(out::text);
    }

    private void external(ExternalVariable variable) {
        out.text(variable.name());
        value(variable.value());
    }

    private void value(Object value) {
        if (value instanceof Long number) {
            out.octet(RuleFormat.TYPE_INTEGER);
            out.signed(number);
        } else if (value instanceof Double number) {
            out.octet(RuleFormat.TYPE_FLOAT);
            out.fixed64(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean truth) {
            out.octet(RuleFormat.TYPE_BOOLEAN);
            out.octet(truth ? 1 : 0);
        } else {
            out.octet(RuleFormat.TYPE_TEXT);
            out.text((String) value);
        }
    }

    private void spec(PatternSpec spec) {
        out.octet(RuleFormat.KINDS.indexOf(spec.kind()));
        out.octet(spec.flags());
        out.number(spec.xorMin() + 1L);
        out.number(spec.xorMax() + 1L);
        out.bytes(spec.body());
        out.bytes(spec.base64Alphabet());
    }

    private void rule(RuleImage.Rule rule) {
        out.number(rule.namespace());
        int flags = rule.info().isPrivate() ? RuleFormat.FLAG_PRIVATE : 0;
        flags |= rule.info().isGlobal() ? RuleFormat.FLAG_GLOBAL : 0;
        flags |= rule.needsMatch() ? RuleFormat.FLAG_NEEDS_MATCH : 0;
        out.octet(flags);
        out.text(rule.info().name());
        texts(rule.info().tags());
        out.number(rule.info().meta().size());
        rule.info().meta().forEach(this::meta);
        out.number(rule.strings().size());
        for (int i = 0; i < rule.strings().size(); i++) {
            RuleImage.StringEntry string = rule.strings().get(i);
            out.text(rule.info().strings().get(i));
            out.number(specs.getOrDefault(string.spec(), 0));
            out.number(string.fixedOffset() + 1);
            out.octet(string.allMatches() ? 1 : 0);
        }
        condition(rule.condition());
    }

    private void meta(YaraMeta meta) {
        out.text(meta.key());
        byte[] bytes = meta.bytes();
        if (bytes == null) {
            value(meta.value());
        } else {
            out.octet(RuleFormat.TYPE_TEXT);
            out.bytes(bytes);
        }
    }

    /** Writes the nodes in postfix order: the reverse of a walk that takes every node before its operands, the last operand first. */
    private void condition(Ir condition) {
        List<Ir> reversed = new ArrayList<>();
        Deque<Ir> open = new ArrayDeque<>();
        open.push(condition);
        while (!open.isEmpty()) {
            Ir next = open.pop();
            reversed.add(next);
            next.operands().forEach(open::push);
        }
        out.number(reversed.size());
        for (int i = reversed.size() - 1; i >= 0; i--) {
            node(reversed.get(i));
        }
    }

    private void node(Ir node) {
        out.octet(node.op().code());
        out.signed(node.number());
        if (node.payload() instanceof byte[] bytes) {
            out.octet(RuleFormat.PAYLOAD_BYTES);
            out.bytes(bytes);
        } else if (node.payload() instanceof int[] numbers) {
            out.octet(RuleFormat.PAYLOAD_NUMBERS);
            out.number(numbers.length);
            for (int number : numbers) {
                out.number(number);
            }
        } else if (node.payload() instanceof String text) {
            out.octet(RuleFormat.PAYLOAD_TEXT);
            out.text(text);
        } else {
            out.octet(RuleFormat.PAYLOAD_NONE);
        }
        out.number(node.operands().size());
    }
}
