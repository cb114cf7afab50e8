package io.thor4j.formats.ole;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The directory of a VBA project: which streams hold modules, and where in them the source begins (MS-OVBA 2.3.4.2). Stateless. */
final class VbaProject {
    private static final int VERSION = 0x0009;
    private static final int STREAM_NAME = 0x001A;
    private static final int STREAM_NAME_UNICODE = 0x0032;
    private static final int OFFSET = 0x0031;
    private static final int MODULE_END = 0x002B;

    /** Modules that are read; ours. */
    private static final int MAX_MODULES = 10_000;

    private VbaProject() {}

    /**
     * Reads the directory as far as it can be read.
     *
     * @param directory the unpacked stream {@code dir}
     * @return the offset of the source by the name of the stream, in order
     */
    static Map<String, Long> modules(Bytes directory) {
        Map<String, Long> modules = new LinkedHashMap<>();
        try {
            String name = "";
            long offset = 0;
            for (long at = 0; at + 6 <= directory.length() && modules.size() < MAX_MODULES; ) {
                int id = directory.u16le(at);
                /* The version states two bytes less than it has (2.3.4.2.1.11). */
                long size = id == VERSION ? 6 : directory.u32le(at + 2);
                Bytes data = directory.slice(at + 6, size);
                switch (id) {
                    case STREAM_NAME -> name = data.text(StandardCharsets.ISO_8859_1);
                    case STREAM_NAME_UNICODE -> name = data.text(StandardCharsets.UTF_16LE);
                    case OFFSET -> offset = data.u32le(0);
                    case MODULE_END -> {
                        modules.putIfAbsent(name, offset);
                        name = "";
                        offset = 0;
                    }
                    default -> {}
                }
                at += 6 + size;
            }
        } catch (DamagedException e) {
            return modules;
        }
        return modules;
    }
}
