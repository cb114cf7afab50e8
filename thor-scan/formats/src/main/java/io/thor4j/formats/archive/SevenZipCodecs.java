package io.thor4j.formats.archive;

import io.thor4j.formats.archive.SevenZipStreams.Bind;
import io.thor4j.formats.archive.SevenZipStreams.Coder;
import io.thor4j.formats.archive.SevenZipStreams.Folder;
import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ARM64Options;
import org.tukaani.xz.ARMOptions;
import org.tukaani.xz.ARMThumbOptions;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.IA64Options;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.PowerPCOptions;
import org.tukaani.xz.SPARCOptions;
import org.tukaani.xz.X86Options;

/** Unpacks one folder of a 7z archive through its coders (Methods.txt of the LZMA SDK). For one thread. */
final class SevenZipCodecs {
    private static final long AES = 0x06F10701L;
    private static final long BCJ2 = 0x0303011BL;

    private final Folder folder;
    private final List<Bytes> packed;
    private final SevenZipKeys keys;
    private final @Nullable String password;
    private long memory;

    SevenZipCodecs(Folder folder, List<Bytes> packed, SevenZipKeys keys, @Nullable String password, long memory) {
        this.folder = folder;
        this.packed = packed;
        this.keys = keys;
        this.password = password;
        this.memory = memory;
    }

    static boolean isEncrypted(Folder folder) {
        return folder.coders.stream().anyMatch(coder -> coder.method() == AES);
    }

    InputStream open() throws IOException {
        return output(folder.main(), 0);
    }

    private InputStream output(int index, int depth) throws IOException {
        if (depth > folder.coders.size()) {
            throw new DamagedException("coders in a circle");
        }
        Coder coder = folder.coders.get(index);
        int first = 0;
        for (int i = 0; i < index; i++) {
            first += folder.coders.get(i).inputs();
        }
        InputStream[] inputs = new InputStream[coder.inputs()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = input(first + i, depth);
        }
        return decode(coder, folder.unpackSizes.get(index), inputs);
    }

    private InputStream input(int input, int depth) throws IOException {
        int pack = folder.packed.indexOf(input);
        if (pack >= 0 && pack < packed.size()) {
            return packed.get(pack).stream();
        }
        for (Bind bind : folder.binds) {
            if (bind.input() == input) {
                return output(bind.output(), depth + 1);
            }
        }
        throw new DamagedException("a coder without input");
    }

    private InputStream decode(Coder coder, long size, InputStream[] inputs) throws IOException {
        InputStream in = inputs[0];
        if (coder.method() == BCJ2 && inputs.length == 4) {
            return new Bcj2Input(inputs[0], inputs[1], inputs[2], inputs[3], size);
        } else if (inputs.length != 1) {
            throw new ShortfallException(Shortfall.METHOD);
        }
        Bytes properties = coder.properties();
        String word = password;
        return switch ((int) coder.method()) {
            case 0 -> in;
            case 0x030101 ->
                ZipCodecs.lzma(in, Math.max(0, size), (byte) properties.u8(0), take(properties.u32le(1), size), memory);
            case 0x21 -> new LZMA2InputStream(in, (int) take(window(properties.u8(0)), size));
            case 0x040108 -> new InflaterInputStream(in, new Inflater(true), 4 << 10);
            case 0x040109 -> new Deflate64CompressorInputStream(in);
            case 0x040202 -> new BZip2CompressorInputStream(in, true);
            case 0x06F10701 -> {
                if (word == null) {
                    throw new ShortfallException(Shortfall.ENCRYPTED);
                }
                yield keys.open(in, properties, word);
            }
            case 0x03030103, 0x04 -> new X86Options().getInputStream(in);
            case 0x03030205, 0x05 -> new PowerPCOptions().getInputStream(in);
            case 0x03030401, 0x06 -> new IA64Options().getInputStream(in);
            case 0x03030501, 0x07 -> new ARMOptions().getInputStream(in);
            case 0x03030701, 0x08 -> new ARMThumbOptions().getInputStream(in);
            case 0x03030805, 0x09 -> new SPARCOptions().getInputStream(in);
            case 0x0A -> new ARM64Options().getInputStream(in);
            case 0x03 -> new DeltaOptions(properties.u8(0) + 1).getInputStream(in);
            default -> throw new ShortfallException(Shortfall.METHOD);
        };
    }

    /* The windows of all coders of a folder together stay within the limit. A window longer than what it unpacks to is never used. */
    private long take(long window, long size) throws IOException {
        long needed = Math.max(4 << 10, Math.min(window, Math.max(0, size)));
        if (needed > memory) {
            throw new ShortfallException(Shortfall.MEMORY);
        }
        memory -= needed / 2;
        return needed;
    }

    private static long window(int code) throws DamagedException {
        if (code > 40) {
            throw new DamagedException("a window of no known size");
        }
        return code == 40 ? 0xFFFF_FFFFL : (long) (2 | (code & 1)) << ((code / 2) + 11);
    }
}
