package io.thor4j.yara.store;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.YaraMeta;
import io.thor4j.yara.YaraRule;
import io.thor4j.yara.eval.ExternalVariable;
import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.flat.FlatReader;
import io.thor4j.yara.pattern.Pattern;
import io.thor4j.yara.pattern.PatternReader;
import io.thor4j.yara.pattern.PatternSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Reads rules in the format of {@link RuleFormat} from bytes that nobody vouches for. */
public final class RuleReader {
    /** Strings in a rule, as the compiler has it. */
    private static final int MAX_STRINGS = 10_000;

    private final ByteReader in;
    private final SpecReader specReader;
    private List<String> namespaces = List.of();
    private List<PatternSpec> specs = List.of();

    private RuleReader(ByteReader in) {
        this.in = in;
        this.specReader = new SpecReader(in);
    }

    /**
     * Reads rules.
     *
     * @param stream gives the bytes up to its end, is not closed
     * @throws IOException when the stream fails
     * @throws MalformedInputException when the bytes are not rules of this version; references inside conditions are checked later, when
     *     the rules are linked
     */
    public static StoredRules read(InputStream stream) throws IOException {
        byte[] data = stream.readAllBytes();
        checkHeader(data);
        RuleReader reader = new RuleReader(new ByteReader(data, RuleFormat.HEADER_BYTES));
        StoredRules rules = reader.rules();
        if (reader.in.remaining() > 0) {
            throw reader.in.malformed(reader.in.remaining() + " bytes too many");
        }
        return rules;
    }

    /**
     * Tells whether bytes begin as a file of compiled rules does, of whatever version.
     *
     * @param data the bytes
     */
    public static boolean isSaved(byte[] data) {
        return data.length >= Long.BYTES && ByteBuffer.wrap(data).getLong() == RuleFormat.MAGIC;
    }

    private static void checkHeader(byte[] data) {
        if (data.length < RuleFormat.HEADER_BYTES || !isSaved(data)) {
            throw header("not a file of compiled YARA rules", "compile the rules with thor");
        }
        ByteBuffer header = ByteBuffer.wrap(data);
        int version = header.getInt(8);
        if (version != RuleFormat.VERSION) {
            throw header(
                    "compiled rules of format version " + Integer.toUnsignedString(version) + ", this is version "
                            + RuleFormat.VERSION,
                    "compile the rules anew with this version of thor");
        }
        int payload = data.length - RuleFormat.HEADER_BYTES;
        if (header.getLong(12) != payload) {
            throw header("compiled rules are cut off or have something behind them", "compile the rules anew");
        }
        CRC32 checksum = new CRC32();
        checksum.update(data, RuleFormat.HEADER_BYTES, payload);
        if ((int) checksum.getValue() != header.getInt(20)) {
            throw header("compiled rules are damaged: the checksum does not fit", "compile the rules anew");
        }
    }

    private static MalformedInputException header(String reason, String hint) {
        return new MalformedInputException(reason, "header", hint, null);
    }

    private StoredRules rules() {
        namespaces = distinctTexts("namespaces");
        List<ExternalVariable> externals = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int externalCount = in.count(3, "externals");
        for (int i = 0; i < externalCount; i++) {
            String name = in.text();
            Object value = externalValue();
            if (!names.add(name)) {
                throw in.malformed("external variable " + name + " twice");
            }
            externals.add(new ExternalVariable(name, value));
        }
        List<String> modules = distinctTexts("modules");
        int specCount = in.count(6, "specs");
        specs = new ArrayList<>();
        for (int i = 0; i < specCount; i++) {
            specs.add(specReader.read());
        }
        FlatReader columns = in.part();
        List<Pattern> patterns = PatternReader.read(columns, specs);
        in.endOfPart(columns);
        int ruleCount = in.count(8, "rules");
        List<RuleImage.Rule> rules = new ArrayList<>();
        for (int i = 0; i < ruleCount; i++) {
            rules.add(rule());
        }
        return new StoredRules(new RuleImage(namespaces, externals, modules, rules), patterns);
    }

    private List<String> distinctTexts(String what) {
        List<String> result = texts(what);
        if (new HashSet<>(result).size() < result.size()) {
            throw in.malformed(what + " twice");
        }
        return result;
    }

    private List<String> texts(String what) {
        int count = in.count(1, what);
        List<String> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(in.text());
        }
        return result;
    }

    private Object externalValue() {
        int type = in.octet();
        return switch (type) {
            case RuleFormat.TYPE_INTEGER -> in.signed();
            case RuleFormat.TYPE_FLOAT -> Double.longBitsToDouble(in.fixed64());
            case RuleFormat.TYPE_BOOLEAN -> in.truth();
            case RuleFormat.TYPE_TEXT -> in.text();
            default -> throw in.malformed("type " + type + " of an external variable");
        };
    }

    private RuleImage.Rule rule() {
        int namespace = in.index(namespaces.size(), "namespace");
        int flags = in.octet();
        if ((flags & ~(RuleFormat.FLAG_PRIVATE | RuleFormat.FLAG_GLOBAL | RuleFormat.FLAG_NEEDS_MATCH)) != 0) {
            throw in.malformed("flags of a rule");
        }
        String name = in.text();
        List<String> tags = texts("tags");
        int metaCount = in.count(3, "meta entries");
        List<YaraMeta> meta = new ArrayList<>();
        for (int i = 0; i < metaCount; i++) {
            meta.add(meta());
        }
        int stringCount = in.count(4, "strings");
        if (stringCount > MAX_STRINGS) {
            throw in.malformed(stringCount + " strings");
        }
        List<String> identifiers = new ArrayList<>();
        List<RuleImage.StringEntry> strings = new ArrayList<>();
        for (int i = 0; i < stringCount; i++) {
            identifiers.add(in.text());
            strings.add(string());
        }
        Ir condition = condition();
        YaraRule info = new YaraRule(
                namespaces.get(namespace),
                name,
                tags,
                meta,
                (flags & RuleFormat.FLAG_PRIVATE) != 0,
                (flags & RuleFormat.FLAG_GLOBAL) != 0,
                identifiers);
        boolean needsMatch = (flags & RuleFormat.FLAG_NEEDS_MATCH) != 0;
        return new RuleImage.Rule(namespace, info, strings, condition, needsMatch);
    }

    private YaraMeta meta() {
        String key = in.text();
        int type = in.octet();
        return switch (type) {
            case RuleFormat.TYPE_INTEGER -> YaraMeta.of(key, in.signed());
            case RuleFormat.TYPE_BOOLEAN -> YaraMeta.of(key, in.truth());
            case RuleFormat.TYPE_TEXT -> YaraMeta.of(key, in.bytes());
            default -> throw in.malformed("type " + type + " of a meta entry");
        };
    }

    private RuleImage.StringEntry string() {
        PatternSpec spec = specs.get(in.index(specs.size(), "spec"));
        long fixedOffset = in.number() - 1;
        if (fixedOffset < -1) {
            throw in.malformed("fixed offset " + fixedOffset);
        }
        return new RuleImage.StringEntry(spec, fixedOffset, in.truth());
    }

    private Ir condition() {
        int count = in.count(4, "nodes");
        List<Ir> stack = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Op op = Op.at(in.index(Op.count(), "operation"));
            long number = in.signed();
            Object payload = payload();
            int operands = in.index(stack.size() + 1, "operands");
            List<Ir> top = stack.subList(stack.size() - operands, stack.size());
            Ir node = Ir.of(op, number, payload, top);
            top.clear();
            stack.add(node);
            if (node.depth() > Ir.MAX_DEPTH) {
                throw in.malformed("condition too deep");
            }
        }
        if (stack.size() != 1) {
            throw in.malformed("condition with " + stack.size() + " results");
        }
        return stack.get(0);
    }

    private @Nullable Object payload() {
        int type = in.octet();
        switch (type) {
            case RuleFormat.PAYLOAD_NONE -> {
                return null;
            }
            case RuleFormat.PAYLOAD_BYTES -> {
                return in.bytes();
            }
            case RuleFormat.PAYLOAD_NUMBERS -> {
                int[] numbers = new int[in.count(1, "members")];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = in.index(Integer.MAX_VALUE, "member");
                }
                return numbers;
            }
            case RuleFormat.PAYLOAD_TEXT -> {
                return in.text();
            }
            default -> throw in.malformed("payload of type " + type);
        }
    }
}
