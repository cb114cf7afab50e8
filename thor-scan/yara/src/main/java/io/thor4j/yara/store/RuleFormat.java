package io.thor4j.yara.store;

import io.thor4j.yara.pattern.PatternSpec;
import java.util.List;

/**
 * The file format of compiled rules.
 *
 * <pre>
 * file     magic "THORYARA", version u32, payload length u64, CRC-32 of the payload u32 (all big-endian), payload
 * payload  namespaces*, externals*, modules*, specs*, patterns, rules*       a list is: count, elements
 * number   little-endian base 128, 7 bits a byte, high bit = more follows; signed ones zigzag
 * text     number of bytes, UTF-8;   bytes: number of bytes, bytes
 * external name text, type byte (0 integer, 1 float, 2 boolean, 3 text), value
 * spec     kind byte, flags byte, lowest xor key + 1, highest xor key + 1, body bytes, base64 alphabet bytes
 * patterns what the specs were compiled to, one for each: arrays of numbers, as io.thor4j.yara.pattern.PatternWriter lists them; before them
 *          their length u32 (little-endian)
 * rule     namespace, flags byte (1 private, 2 global, 4 needs a match), name text, tags text*, meta*, strings*, node count, nodes
 * meta     key text, type byte (0 integer, 2 boolean, 3 text), value
 * string   identifier text, spec, fixed offset + 1, all matches byte
 * node     operation byte, signed number, payload byte (0 none, 1 bytes, 2 numbers*, 3 text), payload, operand count
 * </pre>
 *
 * Nodes stand in postfix order, operands before their operation, so that reading needs no recursion.
 */
final class RuleFormat {
    /** "THORYARA". */
    static final long MAGIC = 0x54484f5259415241L;

    /** Counts up with every change of the format or of the operations. */
    static final int VERSION = 2;

    /** Magic, version, length and checksum. */
    static final int HEADER_BYTES = 8 + 4 + 8 + 4;

    /** Kinds of strings by their byte. */
    static final List<PatternSpec.Kind> KINDS =
            List.of(PatternSpec.Kind.TEXT, PatternSpec.Kind.HEX, PatternSpec.Kind.REGEX);

    static final int TYPE_INTEGER = 0;
    static final int TYPE_FLOAT = 1;
    static final int TYPE_BOOLEAN = 2;
    static final int TYPE_TEXT = 3;

    static final int PAYLOAD_NONE = 0;
    static final int PAYLOAD_BYTES = 1;
    static final int PAYLOAD_NUMBERS = 2;
    static final int PAYLOAD_TEXT = 3;

    static final int FLAG_PRIVATE = 1;
    static final int FLAG_GLOBAL = 2;
    static final int FLAG_NEEDS_MATCH = 4;

    private RuleFormat() {}
}
