package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CLI header, the metadata root and the stream headers (ECMA-335 II.25.3.3, II.24.2.1, II.24.2.2). Which file counts as .NET, and which
 * of several streams of a name is taken, follows libyara 4.5.8 (dotnet.c). Used by one thread.
 */
final class CliImage {
    private static final int COM_DESCRIPTOR = 14;
    private static final int CLI_HEADER_SIZE = 72;
    private static final int ROOT_HEADER_SIZE = 16;

    /** {@code BSJB}. */
    private static final int ROOT_MAGIC = 0x424a5342;

    /** Longest stream name with its NUL, bytes (ECMA-335 II.24.2.2). */
    private static final int MAX_STREAM_NAME = 32;

    private final ModuleInput input;
    private final PeImage pe;
    private final long root;
    private final int versionLength;
    private final long resourcesRva;
    private final List<Stream> streams;

    /**
     * A stream header.
     *
     * @param name its name
     * @param offset where the stream begins in the file
     * @param size its size as declared, bytes
     */
    record Stream(String name, long offset, long size) {}

    private CliImage(ModuleInput input, PeImage pe, long cliHeader, long root) {
        this.input = input;
        this.pe = pe;
        this.root = root;
        this.versionLength = (int) input.u32le(root + 12);
        this.resourcesRva = input.u32le(cliHeader + 24);
        this.streams = readStreams();
    }

    /**
     * Reads the headers.
     *
     * @param input the file
     * @param pe its PE headers
     * @return null when the file is not .NET
     */
    static @Nullable CliImage read(ModuleInput input, PeImage pe) {
        long rva = pe.directoryRva(COM_DESCRIPTOR);
        long cli = rva < 0 ? -1 : pe.offsetOf(rva);
        if (cli < 0 || !input.contains(cli, CLI_HEADER_SIZE) || input.u32le(cli) != CLI_HEADER_SIZE) {
            return null;
        }
        long root = pe.offsetOf(input.u32le(cli + 8));
        if (!input.contains(root, ROOT_HEADER_SIZE) || input.u32le(root) != ROOT_MAGIC) {
            return null;
        }
        long length = input.u32le(root + 12);
        if (length == 0 || length > 255 || length % 4 != 0 || !input.contains(root + ROOT_HEADER_SIZE, length)) {
            return null;
        }
        return pe.wide() && pe.directoryCount() < COM_DESCRIPTOR ? null : new CliImage(input, pe, cli, root);
    }

    /** Returns the version text, null when no NUL ends it. */
    byte @Nullable [] version() {
        long begin = root + ROOT_HEADER_SIZE;
        int end = input.indexOf(0, begin, versionLength);
        return end < 0 ? null : input.bytes(begin, end - begin);
    }

    /** Returns the streams in the order of their headers. */
    List<Stream> streams() {
        return streams;
    }

    /** Returns where the resources begin in the file, -1 when nowhere. */
    long resources() {
        return pe.offsetOf(resourcesRva);
    }

    /** Returns the PE headers. */
    PeImage pe() {
        return pe;
    }

    /**
     * Returns the first stream whose name begins with a text.
     *
     * @param prefixes the texts, any of which will do
     */
    @Nullable
    Stream first(String... prefixes) {
        for (Stream stream : streams) {
            for (String prefix : prefixes) {
                if (stream.name().startsWith(prefix)) {
                    return stream;
                }
            }
        }
        return null;
    }

    /** Returns the last stream named {@code #GUID}: unlike for the other names, libyara keeps the last one. */
    @Nullable
    Stream guids() {
        Stream result = null;
        for (Stream stream : streams) {
            if (stream.name().startsWith("#GUID")) {
                result = stream;
            }
        }
        return result;
    }

    private List<Stream> readStreams() {
        List<Stream> result = new ArrayList<>();
        long offset = root + ROOT_HEADER_SIZE + versionLength + 2;
        if (!input.contains(offset, 2)) {
            return result;
        }
        // The count has two bytes, but libyara looks at the first only, so that no more than 255 headers are read.
        int count = input.u8(offset);
        offset += 2;
        for (int i = 0; i < count && input.contains(offset, 8L + MAX_STREAM_NAME); i++) {
            int end = input.indexOf(0, offset + 8, MAX_STREAM_NAME);
            byte[] name = end < 0 ? null : input.bytes(offset + 8, end - (offset + 8));
            if (name == null) {
                break;
            }
            result.add(new Stream(
                    new String(name, StandardCharsets.ISO_8859_1),
                    root + input.u32le(offset),
                    input.u32le(offset + 4)));
            offset += 8 + name.length + 4 - name.length % 4;
        }
        return result;
    }
}
